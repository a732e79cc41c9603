/** `convlens summary`: a model as a table, layer by layer, up to and past the one that fails. */
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
import { bytesOf, isKnown, perItem, showBytes } from "../ide/hover-math.ts";
import { type SummaryRow, summarize } from "../ide/summary.ts";
import { chooseModel, parseSizes } from "./model.ts";
import { parseOptions } from "./options.ts";
import { tableText } from "./table.ts";
import { UsageError } from "./usage-error.ts";

export function summary(args: readonly string[]): number {
  const { options, operands } = parseOptions(args, ["input"]);
  const { model } = chooseModel("summary", operands);
  process.stdout.write(table(model, bindings(model, options.input)));
  return 0;
}

/** The free sizes of the first input as the given numbers. */
function bindings(model: ModelFact, input: string | undefined): Record<string, Dim> {
  if (input === undefined) return {};
  const sizes = parseSizes(input);
  const shape = model.inputs[0]?.shape;
  if (!shape || shape.length !== sizes.length)
    throw new UsageError(`--input has ${sizes.length} sizes, the model takes ${prettyShape(shape ?? null)}`);
  const values: Record<string, Dim> = {};
  for (const [i, dim] of shape.entries()) {
    if (typeof dim === "number" && dim !== sizes[i])
      throw new UsageError(
        `--input gives ${sizes[i]} where the model is annotated with ${dim}: ${prettyShape(shape)}`,
      );
    if (typeof dim !== "number") values[pretty(dim)] = sizes[i]!;
  }
  return values;
}

function table(model: ModelFact, values: Record<string, Dim>): string {
  const bind = (dim: Dim): Dim => substitute(dim, values);
  const shapeText = (shape: Shape): string => prettyShape(shape === null ? null : shape.map(bind));
  const count = (dim: Dim): string => {
    const bound = bind(dim);
    return typeof bound === "number" ? bound.toLocaleString("en-US") : isUnknown(bound) ? "?" : pretty(bound);
  };
  const total = bind(model.params);
  const rows = summarize(model).map((row) => [
    `${"  ".repeat(row.depth)}${row.name}${row.name === row.op ? "" : ` (${row.op})`}${row.failed ? "  ✗" : ""}`,
    shapeText(row.input),
    shapeText(row.output),
    row.kernel,
    groupsOf(row),
    row.params === undefined ? "--" : row.shared ? "(shared)" : count(row.params),
    row.params === undefined || row.shared ? "--" : share(bind(row.params), total),
    row.macs === undefined || row.macs === 0 ? "--" : count(row.macs),
    row.params === undefined || row.params === 0 ? "--" : "True",
  ]);
  const inputs = model.inputs
    .map((tensor) => `${tensor.name ?? "input"} ${shapeText(tensor.shape)}`)
    .join(", ");
  const outputs = model.outputs.map((tensor) => shapeText(tensor.shape)).join(", ");
  const bytes = (shapes: readonly Shape[]): string => {
    const known = shapes.map((shape) => bytesOf(shape)).filter(isKnown);
    return perItem(bind(sum(known)), showBytes);
  };
  const totals = [
    `Total params: ${count(model.params)}`,
    `Total mult-adds: ${count(model.macs)}`,
    `Input size: ${bytes(model.inputs.map(({ shape }) => shape))}`,
    `Forward pass size: ${bytes(model.applications.flatMap((use) => use.outputs.map(({ shape }) => shape)))}`,
    `Params size: ${showBytes(bind(mul(4, model.params)))}`,
    ...(model.requirement ? [`Works for: ${model.requirement}`] : []),
  ];
  return `${model.variable ?? model.name}: ${inputs} → ${outputs}\n${tableText(HEAD, rows)}${totals.join("\n")}\n`;
}

/** torchinfo's columns. */
const HEAD = [
  "Layer (type)",
  "Input Shape",
  "Output Shape",
  "Kernel Shape",
  "Groups",
  "Param #",
  "Param %",
  "Mult-Adds",
  "Trainable",
];

function groupsOf({ application }: SummaryRow): string {
  const groups = application?.args.groups;
  return typeof groups === "number" ? String(groups) : "--";
}

const share = (part: Dim, total: Dim): string =>
  typeof part === "number" && typeof total === "number" && total > 0
    ? `${((100 * part) / total).toFixed(2)}%`
    : "--";
