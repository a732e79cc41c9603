/**
 * What goes on after an error: the shape that a layer or function gives once its argument at fault is mended in the
 * nearest way, so that everything behind it still has shapes.
 *
 *   x.transpose(1, 3)                          // [2, 3, 4] has no axis 3: goes on as transpose(1, 2)
 *   new nn.Conv2d(3, 8, 3, { stride: 0 })      // goes on with stride 1
 */
import {
  type Arg,
  type Args,
  type Dim,
  infer,
  isList,
  isUnknown,
  type LayerSpec,
  type Problem,
  type Shape,
  unknown,
} from "@convlens/engine/specs";

const MOST_MISTAKES = 4; // in one call

/** The outputs of a failed call, as far as they can be told. */
export function outputsAfter(
  spec: LayerSpec,
  args: Args,
  inputs: readonly Shape[],
  callArgs: Args | undefined,
  failed: { readonly outputs: readonly Shape[]; readonly problems: readonly Problem[] },
): readonly Shape[] {
  let result = failed;
  let [mendedArgs, mendedInputs] = [args, inputs];
  for (let i = 0; i < MOST_MISTAKES; i++) {
    const problem = result.problems.find(({ severity }) => severity !== "warning");
    if (!problem || (i > 0 && result.outputs.every(isKnown)) || KEEPS.has(problem.code)) break;
    if (i === 0 && result.outputs.every(isKnown) && !NEVER_RIGHT.has(problem.code)) break;
    if (problem.code === "rank") {
      const shape = inRank(spec, mendedArgs, mendedInputs[0] ?? null);
      if (!shape) break;
      mendedInputs = [shape, ...mendedInputs.slice(1)];
    } else {
      const next = mendedArguments(spec, problem, mendedArgs, mendedInputs[0] ?? null);
      if (!next) break;
      mendedArgs = next;
    }
    result = infer(spec, mendedArgs, mendedInputs, callArgs ? { callArgs } : {});
  }
  return result.outputs;
}

const isKnown = (shape: Shape): boolean => shape !== null && !shape.some(isUnknown);

/** Their output is what the layer declares already. */
const KEEPS: ReadonlySet<string> = new Set(["conv-in-channels", "linear-in-features", "norm-features"]);
/** What they compute in spite of the error is no shape: a map with fewer than no cells. */
const NEVER_RIGHT: ReadonlySet<string> = new Set(["kernel-too-large", "output-empty", "output-negative"]);

/** Constructor arguments that no layer takes, as the nearest ones that it does. */
export function mendedConstruction(spec: LayerSpec, args: Args, problems: readonly Problem[]): Args {
  return problems.reduce((mended, problem) => mendedArguments(spec, problem, mended, null) ?? mended, args);
}

/** The arguments with the one at fault replaced; undefined where nothing suggests itself. */
function mendedArguments(spec: LayerSpec, problem: Problem, args: Args, input: Shape): Args | undefined {
  const { at, code } = problem;
  if (at === "call" || !("arg" in at)) return code === "groups-divide" ? { ...args, groups: 1 } : undefined;
  const { arg, element } = at;
  const given = args[arg];
  const put = (value: Arg): Args => ({ ...args, [arg]: value });
  switch (code) {
    case "dim-range":
      return input
        ? put(inRange(given, element, input.length + Number(ADDS_AN_AXIS.has(spec.name))))
        : undefined;
    case "index-range":
      return arg === "index" ? put(0) : undefined;
    case "permute-dims":
      return input && isList(given) ? put(permutation(given as readonly Dim[], input.length)) : undefined;
    case "reshape-args":
      return isList(given) && element !== undefined
        ? put(withOneFree(given as readonly Dim[], element))
        : undefined;
    case "expand":
      return input ? put(input) : undefined;
    case "tuple-length":
      return isList(given) && given.length > 0 ? put((given as readonly Dim[])[0]!) : undefined;
    case "stride":
    case "dilation":
    case "kernel-size":
    case "groups-divide":
    case "kernel-too-large":
      return code === "kernel-too-large" && arg !== "kernelSize" ? undefined : put(1);
    case "padding":
    case "output-padding":
      return put(0);
    case "output-empty":
      return arg === "kernelSize" ? put(1) : undefined;
    case "argument-type":
      return typeof given === "number" ? put(Math.max(1, Math.round(given))) : undefined;
    default:
      return undefined;
  }
}

const ADDS_AN_AXIS: ReadonlySet<string> = new Set(["unsqueeze", "stack"]);

/** Axes beyond the last are the last; of one named twice only the first is left. */
function inRange(given: Arg, element: number | undefined, rank: number): Arg {
  if (!isList(given) || element === undefined) return rank - 1;
  const dims = given as readonly Dim[];
  const axis = dims[element];
  const there = typeof axis === "number" && axis >= -rank && axis < rank;
  return there ? dims.filter((_, i) => i !== element) : dims.with(element, rank - 1);
}

/** Every axis once: those that are there and new stay, the others follow in order. */
export function permutation(dims: readonly Dim[], rank: number): number[] {
  const seen = new Set<number>();
  const kept = dims.slice(0, rank).map((dim) => {
    const axis = typeof dim === "number" && dim < 0 ? dim + rank : dim;
    if (typeof axis !== "number" || axis < 0 || axis >= rank || seen.has(axis)) return undefined;
    seen.add(axis);
    return axis;
  });
  const missing = Array.from({ length: rank }, (_, i) => i).filter((axis) => !seen.has(axis));
  return [...kept.map((axis) => axis ?? missing.shift()!), ...missing];
}

/** Sizes of which at most one is -1 and none below. */
const withOneFree = (sizes: readonly Dim[], element: number): readonly Dim[] => {
  const others = sizes.filter((size, i) => i !== element && size === -1).length;
  return sizes.with(element, others > 0 ? 1 : -1);
};

/** The input as the layer takes it: its batch, the layer's channels, and what there is of the axes behind them. */
function inRank(spec: LayerSpec, args: Args, input: Shape): Shape {
  const hint = spec.inputHint?.(args);
  if (!hint || !input || hint.length === input.length) return null;
  const space = input.slice(2).slice(-(hint.length - 2));
  return hint.map((size, i) => {
    if (i === 0) return input[0] ?? size;
    if (typeof size === "number") return size;
    return space[i - 2] ?? unknown;
  });
}
