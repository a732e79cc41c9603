/**
 * Runs the rules of a layer: what its constructor and its call say about arguments and input shapes.
 *
 *   infer(conv2d, args, [[1, 3, 32, 32]])   // { outputs: [[1, 16, 30, 30]], problems: [], conditions: [] }
 */
import { type Condition, type Dim, decide, unknown } from "../dims/index.ts";
import { checkArguments, complete, countable } from "./arguments.ts";
import type { Args, Call, CallArgs, LayerSpec, Problem, Shape } from "./spec.ts";

export interface Constructed {
  readonly args: Args; // complete
  readonly problems: readonly Problem[];
  readonly conditions: readonly Condition[]; // not decided: they depend on free sizes
}
export interface Inferred {
  readonly outputs: readonly Shape[];
  readonly problems: readonly Problem[];
  readonly conditions: readonly Condition[];
}
export interface InferOptions {
  readonly callArgs?: CallArgs;
  readonly training?: boolean;
}

/** Checks the arguments of a layer as its constructor would. */
export function construct(spec: LayerSpec, given: Args): Constructed {
  const record = recorder();
  if (!spec.lenient) checkArguments(spec, given, record.fail);
  const args = complete(spec, given);
  if (record.problems.length === 0) spec.check?.({ args, given, require: record.require, fail: record.fail });
  return { args, problems: record.problems, conditions: record.conditions };
}

/** The output shapes of one call. `args` must be complete. Only the first problem is the one that would be raised. */
export function infer(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Shape[],
  options: InferOptions = {},
): Inferred {
  const record = recorder();
  const outputs = spec.infer({
    args: spec.lenient ? args : countable(spec, args, record.fail),
    inputs,
    ...options,
    require: record.require,
    fail: record.fail,
  });
  return { outputs: outputs.map(soundShape), problems: record.problems, conditions: record.conditions };
}

/**
 * Of an axis that cannot be (NaN, 1.5, ∞: what an argument that is no size makes of it) nothing is known, nor of a
 * shape that is missing with the input it follows from: `F.relu()`.
 */
export function soundShape(shape: Shape | undefined): Shape {
  if (!shape?.some(isNoSize)) return shape ?? null;
  return shape.map((dim) => (isNoSize(dim) ? unknown : dim));
}

/** Nothing follows from a size below zero, which TensorFlow.js goes on with until a model runs. */
export function possibleShape(shape: Shape): Shape {
  if (!shape?.some(isNegative)) return shape;
  return shape.map((dim) => (isNegative(dim) ? unknown : dim));
}

const isNegative = (dim: Dim): boolean => typeof dim === "number" && dim < 0;
const isNoSize = (dim: Dim | undefined): boolean =>
  dim === undefined || (typeof dim === "number" && !Number.isSafeInteger(dim));

/** PyTorch's texts and repr use the plain minus. */
const ascii = (text: string): string => text.replaceAll("−", "-");
const plain = (problem: Problem): Problem =>
  problem.runtime ? { ...problem, runtime: ascii(problem.runtime) } : problem;

/** PyTorch's repr: `Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))`. */
export const reprOf = (spec: LayerSpec, args: Args): string =>
  `${spec.name}(${ascii(spec.repr?.(args) ?? "")})`;

function recorder(): Pick<Call, "require" | "fail"> & { problems: Problem[]; conditions: Condition[] } {
  const problems: Problem[] = [];
  const conditions: Condition[] = [];
  return {
    problems,
    conditions,
    fail: (problem) => void problems.push(plain(problem)),
    require(condition, problem) {
      const verdict = decide(condition);
      if (verdict === false) problems.push(plain(problem()));
      else if (verdict === undefined) conditions.push(condition);
      return verdict !== false;
    },
  };
}
