/**
 * A model as the rows of a table, its free sizes bound to numbers where somebody gives them.
 *
 *   modelTable(model, { input: [1, 3, 224, 224] }).totals.params
 */
import {
  type Dim,
  isUnknown,
  mul,
  pretty,
  prettyShape,
  type Shape,
  substitute,
  sum,
} from "@convlens/engine/specs";
import type { ModelFact } from "../facts/analysis.ts";
import { bytesOf, isKnown, receptiveField } from "./hover-math.ts";
import { type SummaryRow, summarize } from "./summary.ts";

export interface ModelTable {
  readonly name: string;
  readonly dialect: string;
  readonly inputs: readonly { readonly name: string; readonly shape: Shape }[];
  readonly outputs: readonly Shape[];
  readonly rows: readonly TableRow[];
  readonly totals: {
    readonly params: Dim;
    readonly macs: Dim;
    /** Of float32 values. */
    readonly inputBytes: Dim;
    readonly forwardBytes: Dim;
    readonly paramBytes: Dim;
  };
  /** "H, W: multiples of 16, at least 32" */
  readonly requirement: string | undefined;
}

export interface TableRow {
  readonly path: string; // "layer1.0.conv1"
  readonly type: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly kernel: string;
  readonly groups: number | undefined;
  readonly params: Dim | undefined;
  readonly macs: Dim | undefined;
  /** Input cells that one output cell sees along each axis, and how far neighbouring ones are apart. */
  readonly field: readonly Dim[] | undefined;
  readonly jump: readonly Dim[] | undefined;
  readonly depth: number;
  readonly shared: boolean; // its parameters were counted above
  readonly failed: boolean;
}

/** A size that does not fit the model; its message is a sentence without its full stop. */
export class InputError extends Error {}

export interface TableOptions {
  readonly input?: readonly number[];
  /** Modules nested deeper are one row, as in torchinfo: 1 shows the model's own parts. */
  readonly depth?: number;
}

/** Throws an InputError. */
export function modelTable(model: ModelFact, { input, depth }: TableOptions = {}): ModelTable {
  const values = input ? bindings(model, input) : {};
  const bind = (dim: Dim): Dim => substitute(dim, values);
  const bound = (shape: Shape): Shape => (shape === null ? null : shape.map(bind));
  const rows = summarize(model).map((row) => rowOf(row, bind));
  const bytes = (shapes: readonly Shape[]): Dim =>
    bind(sum(shapes.map((shape) => bytesOf(shape)).filter(isKnown)));
  return {
    name: model.variable ?? model.name,
    dialect: model.dialect,
    inputs: model.inputs.map(({ name = "input", shape }) => ({ name, shape: bound(shape) })),
    outputs: model.outputs.map(({ shape }) => bound(shape)),
    rows: depth === undefined ? rows : folded(rows, depth, model),
    totals: {
      params: bind(model.params),
      macs: bind(model.macs),
      inputBytes: bytes(model.inputs.map(({ shape }) => shape)),
      forwardBytes: bytes(model.applications.flatMap((use) => use.outputs.map(({ shape }) => shape))),
      paramBytes: bind(mul(4, model.params)),
    },
    requirement: model.requirement,
  };
}

/** The free sizes of the first input as the given numbers. */
function bindings(model: ModelFact, sizes: readonly number[]): Record<string, Dim> {
  const shape = model.inputs[0]?.shape;
  if (!shape || shape.length !== sizes.length)
    throw new InputError(`it has ${sizes.length} sizes, the model takes ${prettyShape(shape ?? null)}`);
  const values: Record<string, Dim> = {};
  for (const [i, dim] of shape.entries()) {
    if (typeof dim === "number" && dim !== sizes[i])
      throw new InputError(
        `it gives ${sizes[i]} where the model is annotated with ${dim}: ${prettyShape(shape)}`,
      );
    if (typeof dim !== "number") values[pretty(dim)] = sizes[i]!;
  }
  return values;
}

function rowOf(row: SummaryRow, bind: (dim: Dim) => Dim): TableRow {
  const { application: use, name, op, input, output, kernel, params, macs, shared, failed } = row;
  const groups = use?.args.groups;
  const field = use && receptiveField(use);
  const bound = (shape: Shape): Shape => (shape === null ? null : shape.map(bind));
  return {
    path: name,
    type: op,
    input: bound(input),
    output: bound(output),
    kernel,
    groups: typeof groups === "number" ? groups : undefined,
    params: params === undefined ? undefined : bind(params),
    macs: macs === undefined ? undefined : bind(macs),
    field: field?.map(({ size }) => bind(size)),
    jump: field?.map(({ jump }) => bind(jump)),
    depth: row.depth,
    shared,
    failed,
  };
}

/** What runs inside of one module, one after the other, as one row; operations between its layers are part of it. */
function folded(rows: readonly TableRow[], depth: number, model: ModelFact): TableRow[] {
  const types = new Map(model.modules.map(({ path, type }) => [path, type]));
  const result: TableRow[] = [];
  let open: TableRow | undefined; // the module that runs
  let between: TableRow[] = [];
  const close = (): void => {
    result.push(...(open ? [open] : []), ...between);
    open = undefined;
    between = [];
  };
  for (const row of rows) {
    const parts = row.path.split(".");
    const path = parts.length > depth ? parts.slice(0, depth).join(".") : undefined;
    if (path === undefined && open && row.params === undefined) {
      between.push(row);
      continue;
    }
    if (path === undefined || path !== open?.path) close();
    if (path === undefined) result.push(row);
    else if (open) {
      open = [...between, row].reduce(joined, open);
      between = [];
    } else {
      const type = types.get(path) ?? "Module";
      open = { ...joined({ ...row, params: undefined, macs: undefined }, row), path, type, kernel: "--" };
      open = { ...open, groups: undefined, depth: depth - 1, shared: false };
    }
  }
  close();
  return result;
}

/** A row and one that runs after it. */
const joined = (row: TableRow, next: TableRow): TableRow => ({
  ...row,
  output: next.output,
  params: total(row.params, next.shared ? undefined : next.params),
  macs: total(row.macs, next.macs),
  field: next.field,
  jump: next.jump,
  failed: row.failed || next.failed,
});

const total = (a: Dim | undefined, b: Dim | undefined): Dim | undefined =>
  a === undefined ? b : b === undefined ? a : isUnknown(a) || isUnknown(b) ? a : sum([a, b]);
