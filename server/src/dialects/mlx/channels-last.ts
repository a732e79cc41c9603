/** Specs of PyTorch over images whose channels stand last. */
import {
  type Call,
  type Dim,
  type LayerSpec,
  type Problem,
  prettyShape,
  type Shape,
} from "@convlens/engine/specs";
import type { Sizes } from "./layers.ts";

// ── channels last ───────────────────────────────────────────────────────────────────────────────────────────────

export const toFirst = (shape: Shape): Shape => shape && [shape[0]!, shape.at(-1)!, ...shape.slice(1, -1)];

export const toLast = (shape: Shape): Shape => shape && [shape[0]!, ...shape.slice(2), shape[1]!];

/** PyTorch's rule between two transpositions: [N, H, W, C] in and out. */
export function channelsLast(spec: LayerSpec, rank: number): LayerSpec {
  return {
    ...spec,
    infer(call) {
      const [input] = call.inputs;
      if (input && input.length !== rank + 2) {
        call.fail(rankProblem(rank, input));
        return [null];
      }
      const inner: Call = {
        ...call,
        inputs: [toFirst(input ?? null)],
        fail: (problem) => call.fail(inTheirLayout(problem, input ?? null)),
        require: (condition, problem) =>
          call.require(condition, () => inTheirLayout(problem(), input ?? null)),
      };
      return spec.infer(inner).map((shape) => (input ? toLast(shape) : null));
    },
    macs: (args, [input], [output]) =>
      spec.macs?.(args, [toFirst(input ?? null)], [toFirst(output ?? null)]) ?? 0,
    formula: (args, [input], [output]) =>
      spec.formula?.(args, [toFirst(input ?? null)], [toFirst(output ?? null)]) ?? [],
    parameters: (args) =>
      Object.fromEntries(
        Object.entries(spec.parameters?.(args) ?? {}).map(([name, sizes]) => [
          name,
          sizes.length > 2 ? (toLast(sizes) as Dim[]) : sizes,
        ]),
      ),
    ...(spec.inputHint && { inputHint: (args) => toLast(spec.inputHint!(args)) }),
  };
}

const rankProblem = (rank: number, input: Sizes): Problem => ({
  code: "rank",
  stage: "forward",
  at: { input: 0 },
  message: `takes ${rank + 2} axes, receives ${input.length}: ${prettyShape(input)}`,
});

/** Problems speak of this library's layout. */
function inTheirLayout(problem: Problem, input: Shape): Problem {
  if (problem.code !== "layout") return problem;
  return {
    ...problem,
    message: `takes channels last; the input ${prettyShape(input)} has its channels elsewhere`,
  };
}
