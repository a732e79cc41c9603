/** Operations that take tensors of one element type only; TensorFlow.js converts lists and numbers, but no tensor. */
import type { Problem } from "../../facts/problem.ts";
import type { Tensor, Value } from "../../facts/values.ts";
import type { ModelFile } from "../../model-files/index.ts";

type Dtype = NonNullable<Tensor["dtype"]>;

/** Which of an operation's tensors, by what name, have to be of which type. */
const WANTED: Readonly<Record<string, readonly (readonly [number, string, Dtype])[]>> = {
  oneHot: [[0, "indices", "int"]],
  gather: [[1, "indices", "int"]],
  gatherND: [[1, "indices", "int"]],
  unsortedSegmentSum: [[1, "segmentIds", "int"]],
  where: [[0, "condition", "bool"]],
  any: [[0, "x", "bool"]],
  all: [[0, "x", "bool"]],
  logicalNot: [[0, "x", "bool"]],
  ...Object.fromEntries(
    ["logicalAnd", "logicalOr", "logicalXor"].map((name) => [
      name,
      [
        [0, "a", "bool"],
        [1, "b", "bool"],
      ] as const,
    ]),
  ),
};
const THEIR_NAME: Readonly<Record<Dtype, string>> = { float: "float32", int: "int32", bool: "bool" };

/** What passes the type of its first tensor on. */
const SAME: ReadonlySet<string> = new Set(
  "reshape expandDims squeeze transpose slice reverse tile pad clone identity gather unstack split image.resizeNearestNeighbor".split(
    " ",
  ),
);
/** What gives one type, whatever it takes. */
const ALWAYS: Readonly<Record<string, Dtype>> = {
  "image.resizeBilinear": "float",
  softmax: "float",
  argMax: "int",
  argMin: "int",
};
/** What computes with the widest type of its tensors. */
const WIDEST: ReadonlySet<string> = new Set(["add", "sub", "mul", "div"]);
const JOINED: ReadonlySet<string> = new Set(["concat", "stack"]);
const CAST: Readonly<Record<string, Dtype>> = { float32: "float", int32: "int", bool: "bool" };
const FURTHEST = 32;

/** The type of a tensor, where it was made with one or follows from what it was computed from. */
export function dtypeOf({ dtype, producer, outputIndex }: Tensor, steps = FURTHEST): Dtype | undefined {
  if (dtype || !producer || steps === 0) return dtype;
  const { op, args, inputs, run } = producer;
  if (run) return CAST[run.outputs[outputIndex ?? 0]?.type ?? ""] ?? ofLayers(run.model.file);
  if (op === "cast") return typeof args.dtype === "string" ? CAST[args.dtype] : undefined;
  if (SAME.has(op)) return inputs[0] && dtypeOf(inputs[0], steps - 1);
  if (!WIDEST.has(op) && !JOINED.has(op)) return ALWAYS[op];
  const types = inputs.map((input) => dtypeOf(input, steps - 1));
  if (WIDEST.has(op)) return types.includes("float") ? "float" : undefined;
  return types.every((type) => type === types[0]) ? types[0] : undefined;
}

/** Layers with weights compute in float32. */
const ofLayers = ({ format, parameters }: ModelFile): Dtype | undefined =>
  format === "tfjs-layers" && parameters.values > 0 ? "float" : undefined;

/** The first tensor of another type than `op` takes. */
export function wrongType(op: string, tensors: readonly Value[]): Problem | undefined {
  for (const [at, name, wanted] of WANTED[op] ?? []) {
    const value = tensors[at];
    const has = value?.kind === "tensor" ? dtypeOf(value.tensor) : undefined;
    if (!has || has === wanted) continue;
    const [theirs, ours] = [THEIR_NAME[wanted], THEIR_NAME[has]];
    return {
      code: "element-type",
      stage: "forward",
      at: { input: at },
      message: `takes ${theirs} ${name === "x" || name.length === 1 ? "values" : name}, receives ${ours}${wanted === "int" ? '; make it with "int32" or .toInt()' : ""}`,
      runtime: `Argument '${name}' passed to '${op}' must be ${theirs} tensor, but got ${ours} tensor`,
      exception: "Error",
    };
  }
  return undefined;
}
