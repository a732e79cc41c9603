/** Adaptive pooling: the output size is given, the windows follow. */
import { all, type Dim, ge, isUnknown } from "../../dims/index.ts";
import { bool, dimOf, flagOf, isList, needInts } from "../arguments.ts";
import { RANKS, type Rank, rankProblem, show, showShape, spatial, torchDocs } from "../layer.ts";
import { list, tuple } from "../python.ts";
import type { LayerSpec, Shape } from "../spec.ts";

function adaptiveSpec(kind: "Avg" | "Max", rank: Rank): LayerSpec {
  const name = `Adaptive${kind}Pool${rank}d`;
  const word = kind.toLowerCase();
  const outputSize = {
    ...needInts("outputSize", "Size of the output; null keeps the input's."),
    type: "OutputSize",
    checkedAt: "forward",
  } as const;
  return {
    name,
    kind: "layer",
    summary: `${kind === "Avg" ? "Means" : "Maxima"} of windows chosen so that the output has the given size.`,
    docs: torchDocs(name),
    functional: { name: `adaptive${kind}Pool${rank}d` },
    params:
      kind === "Avg"
        ? [outputSize]
        : [outputSize, bool("returnIndices", "Gives the places of the maxima too.", { default: false })],
    infer(call) {
      const { args, require } = call;
      const give = (shape: Shape): Shape[] =>
        kind === "Max" && flagOf(args.returnIndices) ? [shape, shape] : [shape];
      const asked = isList(args.outputSize) ? args.outputSize : new Array(rank).fill(args.outputSize);
      if (asked.length !== rank) {
        call.fail({
          code: "tuple-length",
          stage: "forward",
          at: { arg: "outputSize" },
          message: `takes one outputSize or ${rank}, not ${asked.length}`,
          runtime: `adaptive_${word}_pool${rank}d() argument 'output_size' should contain ${rank === 1 ? "one int" : `${rank} ints`} (got ${asked.length})`,
          exception: "RuntimeError",
        });
        return give(null);
      }
      const [given] = call.inputs;
      // one cell of everything is a mean over the last axes, to which PyTorch takes any rank and any size
      const isMean = kind === "Avg" && asked.every((size) => size === 1);
      const least = isList(args.outputSize) ? rank + 1 : rank;
      if (isMean && rank > 1 && given && given.length >= least)
        return give([...given.slice(0, -rank), ...asked.map(dimOf)]);
      const input = spatial(call, rank, (shape) =>
        rankProblem(
          `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${shape.length}: ${showShape(shape)}`,
          rank === 1
            ? `Expected 2 to 3 dimensions, but got ${shape.length}-dimensional tensor for argument #1 'self' (while checking arguments for adaptive_${word}_pool1d)`
            : `adaptive_${word}_pool${rank}d(): Expected ${rank + 1}D or ${rank + 2}D tensor, but got${kind === "Max" ? ":" : ""} ${list(shape)}`,
        ),
      );
      if (!input) return give(null);
      const sizes = asked.map((size, i) =>
        size === null || size === undefined ? input.space[i]! : dimOf(size),
      );
      require(all(...sizes.map((size) => ge(size, 0))), () => ({
        code: "argument-negative",
        stage: "forward",
        at: { arg: "outputSize" },
        message: `cannot have an outputSize of ${sizes.map(show).join(" × ")}`,
        runtime:
          kind === "Avg"
            ? `adaptive_avg_pool${Math.max(rank, 2)}d: elements of output_size must be greater than or equal to 0 but received {${(rank === 1 ? [1, ...sizes] : sizes).map(show).join(", ")}}`
            : `Trying to create tensor with negative dimension ${show(sizes.find((size) => typeof size === "number" && size < 0) ?? sizes[0]!)}: ${list(input.with(input.channels, rank === 1 ? [1, ...sizes] : sizes))}`,
        exception: "RuntimeError",
      }));
      if (isMean) return give(input.with(input.channels, sizes));
      // without a batch PyTorch takes the channels for one, which may be empty
      const cells: Dim[] =
        kind === "Max" && input.batch !== undefined ? [input.channels, ...input.space] : [...input.space];
      require(all(...cells.map((size) => ge(size, 1))), () =>
        rankProblem(
          `receives an empty input ${showShape(call.inputs[0]!)}`,
          emptyText(word, rank, call.inputs[0]!, kind === "Max"),
        ));
      return give(input.with(input.channels, sizes));
    },
    macs: () => 0,
    repr: ({ outputSize: size }) =>
      `output_size=${isList(size) ? tuple(size.map((s) => (s === null ? "None" : s))) : isUnknown(dimOf(size)) ? "None" : show(dimOf(size))}`,
  };
}

/** One axis is pooled as two of which the first is 1. */
function emptyText(word: string, rank: Rank, input: readonly Dim[], channelsToo: boolean): string {
  const seen = rank === 1 ? [...input.slice(0, -1), 1, ...input.slice(-1)] : input;
  const first = seen.length - Math.max(rank, 2) - (channelsToo ? 1 : 0);
  return `adaptive_${word}_pool${Math.max(rank, 2)}d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${list(seen)} with dimension ${seen.findIndex((size, i) => i >= first && size === 0)} being empty`;
}

export const adaptivePoolSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  adaptiveSpec("Avg", rank),
  adaptiveSpec("Max", rank),
]);
