/** Adaptive pooling: the output size is given, the windows follow. */
import { all, type Dim, ge, isUnknown } from "../../dims/index.ts";
import { bool, dimOf, flagOf, isList, needInts } from "../arguments.ts";
import { RANKS, type Rank, rankProblem, show, showShape, spatial, torchDocs } from "../layer.ts";
import { list, tuple } from "../python.ts";
import type { LayerSpec, Shape } from "../spec.ts";

function adaptiveSpec(kind: "Avg" | "Max", rank: Rank): LayerSpec {
  const name = `Adaptive${kind}Pool${rank}d`;
  const outputSize = { ...needInts("outputSize", "Size of the output; null keeps the input's.") };
  return {
    name,
    kind: "layer",
    summary: `${kind === "Avg" ? "Means" : "Maxima"} of windows chosen so that the output has the given size.`,
    docs: torchDocs(name),
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
          runtime: `adaptive_${kind.toLowerCase()}_pool${rank}d() argument 'output_size' should contain ${rank} ints (got ${asked.length})`,
          exception: "RuntimeError",
        });
        return give(null);
      }
      const input = spatial(call, rank, (shape) =>
        rankProblem(
          `takes ${rank + 1} axes (unbatched) or ${rank + 2} (batched), receives ${shape.length}: ${showShape(shape)}`,
          `Expected ${rank + 1} to ${rank + 2} dimensions, but got ${shape.length}-dimensional tensor`,
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
        runtime: `elements of output_size must be greater than or equal to 0 but received {${sizes.map(show).join(", ")}}`,
        exception: "RuntimeError",
      }));
      const cells: Dim[] = kind === "Max" ? [input.channels, ...input.space] : [...input.space];
      require(all(...cells.map((size) => ge(size, 1))), () =>
        rankProblem(
          `receives an empty input ${showShape(call.inputs[0]!)}`,
          `Expected input to have non-zero size for non-batch dimensions, but input has sizes ${list(call.inputs[0]!)}`,
        ));
      return give(input.with(input.channels, sizes));
    },
    macs: () => 0,
    repr: ({ outputSize: size }) =>
      `output_size=${isList(size) ? tuple(size.map((s) => (s === null ? "None" : s))) : isUnknown(dimOf(size)) ? "None" : show(dimOf(size))}`,
  };
}

export const adaptivePoolSpecs: readonly LayerSpec[] = RANKS.flatMap((rank) => [
  adaptiveSpec("Avg", rank),
  adaptiveSpec("Max", rank),
]);
