/** tf.layers.inputLayer, and the input shape that a model's first layer declares. */
import { type Dim, open, unknown } from "../../dims/index.ts";
import { bool, isUnknownArg } from "../arguments.ts";
import type { Arg, Args, LayerSpec, Shape } from "../spec.ts";
import { fieldProblem, isGiven, sizeOf, sizesOf } from "./arguments.ts";
import { inputProblem } from "./input-problem.ts";
import { layer } from "./layer.ts";

const inputLayer: LayerSpec = layer({
  name: "inputLayer",
  summary: "Where a model's input enters.",
  params: [bool("sparse", "Whether the input is sparse.", { default: false })],
  check({ args, fail }) {
    if (
      isGiven(args.inputShape) &&
      isGiven(args.batchInputShape) &&
      !isUnknownArg(args.inputShape) &&
      !isUnknownArg(args.batchInputShape)
    ) {
      fail(
        fieldProblem(
          "batchInputShape",
          "argument-value",
          "takes inputShape or batchInputShape, not both",
          "Only provide the inputShape OR batchInputShape argument to inputLayer, not both at the same time.",
        ),
      );
      return;
    }
    if (
      isGiven(args.inputShape) ||
      isGiven(args.batchInputShape) ||
      isUnknownArg(args.inputShape) ||
      isUnknownArg(args.batchInputShape)
    )
      return;
    fail(
      fieldProblem(
        "inputShape",
        "argument-missing",
        "needs inputShape or batchInputShape",
        "An InputLayer should be passed either a `batchInputShape` or an `inputShape`.",
      ),
    );
  },
  accept(call) {
    if (call.callArgs?.sequential === true) return true;
    call.fail(
      inputProblem(
        "merge-inputs",
        "takes no input: it is where one enters; use tf.input for a symbolic tensor",
        "Cannot pass any input to an InputLayer's apply() method.",
      ),
    );
    return true;
  },
  output: (_args, input) => [input],
  macs: () => 0,
});

export const inputSpecs: readonly LayerSpec[] = [inputLayer];

/** The batched input shape that a first layer declares; undefined where it declares none, null where it is not known. */
export function declaredInput(spec: LayerSpec, args: Args): Shape | undefined {
  if (isGiven(args.batchInputShape))
    return sizesOf(args.batchInputShape) ?? rankAlone(spec.inputRank?.(args), unknown);
  const batch = isGiven(args.batchSize) ? sizeOf(args.batchSize) : open;
  if (isGiven(args.inputShape))
    return withBatch(batch, args.inputShape) ?? rankAlone(spec.inputRank?.(args), batch);
  if (spec.name === "embedding") return withBatch(batch, args.inputLength ?? null);
  if (spec.name === "dense" && isGiven(args.inputDim)) return [batch, sizeOf(args.inputDim)];
  return undefined;
}

function withBatch(batch: Dim, arg: Arg): Shape {
  const sizes = sizesOf(arg);
  return sizes ? [batch, ...sizes] : null;
}

/** A shape that is not known, of a layer that takes one rank only. */
const rankAlone = (rank: number | undefined, batch: Dim): Shape =>
  rank === undefined ? null : [batch, ...new Array<Dim>(rank - 1).fill(unknown)];
