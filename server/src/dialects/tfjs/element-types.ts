/** Operations that take tensors of one element type only; TensorFlow.js converts lists and numbers, but no tensor. */
import type { Problem } from "../../facts/problem.ts";
import type { Tensor, Value } from "../../facts/values.ts";

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

/** The first tensor of another type than `op` takes. */
export function wrongType(op: string, tensors: readonly Value[]): Problem | undefined {
  for (const [at, name, wanted] of WANTED[op] ?? []) {
    const value = tensors[at];
    const has = value?.kind === "tensor" ? value.tensor.dtype : undefined;
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
