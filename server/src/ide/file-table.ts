/**
 * A model file as the rows of a table, in the form that a model of the source has.
 *
 *   fileTable(new ModelFiles(nodeHost).read("/site/public/yolo.onnx")!).totals.params
 */
import { type Dim, prettyShape, type Shape, sum, unknown } from "@convlens/engine/specs";
import { declaredInputs, inferModel, type ModelFile, type ModelRow } from "../model-files/index.ts";
import { bytesOf, isKnown } from "./hover-math.ts";
import { InputError, type ModelTable, type TableRow } from "./model-table.ts";

/** `input`: sizes of the first input. Throws an InputError where they are not the file's. */
export function fileTable(file: ModelFile, input?: readonly number[]): ModelTable {
  const required = file.inputs.filter((one) => one.required);
  const inputs = [...declaredInputs(file)]
    .filter(([name]) => required.some((one) => one.name === name))
    .map(([name, shape], i) => ({ name, shape: i === 0 && input ? fitting(input, shape) : shape }));
  const feeds = new Map(input ? inputs.map(({ name, shape }) => [name, shape]) : []);
  const { outputs, rows, problems } = inferModel(file, feeds);
  const failed = new Set(problems.filter(({ severity }) => severity === "error").map(({ node }) => node));
  // constants are values of the nodes that take them
  const shown = rows.filter(({ op }) => op !== "Constant").map((row) => rowOf(row, failed));
  return {
    name: file.path.slice(file.path.lastIndexOf("/") + 1),
    dialect: file.format,
    inputs,
    outputs: [...outputs.values()],
    rows: shown,
    totals: {
      params: sum(shown.map(({ params }) => params ?? 0)),
      macs: sum(shown.map(({ macs }) => macs ?? 0)), // unknown where one is
      inputBytes: allBytes(inputs.map(({ shape }, i) => [shape, required[i]!.type])),
      forwardBytes: allBytes(
        rows.flatMap(({ outputs, types }) => outputs.map((shape, i) => [shape, types?.[i]] as const)),
      ),
      paramBytes: file.parameters.bytes,
    },
    requirement: undefined,
  };
}

/** The sizes, where the file takes them. */
function fitting(sizes: readonly number[], shape: Shape): Shape {
  if (!shape) return sizes;
  if (shape.length !== sizes.length)
    throw new InputError(`it has ${sizes.length} sizes, the file takes ${prettyShape(shape)}`);
  const wrong = shape.findIndex((dim, axis) => typeof dim === "number" && dim !== sizes[axis]);
  if (wrong >= 0) throw new InputError(`it gives ${sizes[wrong]} where the file takes ${prettyShape(shape)}`);
  return sizes;
}

function rowOf(row: ModelRow, failed: ReadonlySet<string>): TableRow {
  const kernel = row.inputs[1]?.slice(2) ?? [];
  const learned = row.parameters !== 0;
  return {
    path: row.name,
    type: row.op,
    input: row.inputs[0] ?? null,
    output: row.outputs[0] ?? null,
    kernel: /^Conv/.test(row.op) && kernel.length > 0 ? prettyShape(kernel) : "--",
    groups: undefined,
    params: learned ? row.parameters : undefined,
    macs: row.macs,
    field: undefined,
    jump: undefined,
    depth: 0,
    shared: false,
    failed: failed.has(row.name),
  };
}

/** Of tensors whose element type is not known, numbers of 32 bits; texts have no size. */
function allBytes(tensors: readonly (readonly [Shape, string | undefined])[]): Dim {
  const known = tensors.map(([shape, type]) => bytesOf(shape, type)).filter(isKnown);
  return known.length > 0 ? sum(known) : unknown;
}
