/**
 * separableConv2d: a depthwise convolution, then one of size 1 over the channels.
 * https://js.tensorflow.org/api/latest/#layers.separableConv2d
 */
import { add, any, type Dim, eq, mul, product } from "../../dims/index.ts";
import { flagOf, int, word } from "../arguments.ts";
import type { Call, LayerSpec } from "../spec.ts";
import {
  type CheckCall,
  fieldProblem,
  isGiven,
  perAxis,
  refuseActivityRegularizer,
  sizeOf,
} from "./arguments.ts";
import {
  biasOf,
  channelsKnown,
  checkFilters,
  checkKernel,
  convFields,
  convOutput,
  filters,
  kernelSize,
  requireOneStep,
} from "./conv.ts";
import { channelsFirst, imageFormula, imageHint, imageOf } from "./image.ts";
import { layer } from "./layer.ts";
import { json } from "./text.ts";
import { convFormula, geometryOf, slidingOf } from "./window.ts";

export const separable: LayerSpec = layer({
  name: "separableConv2d",
  summary: "A depthwise convolution, then one of size 1 that mixes the channels.",
  params: [
    filters,
    kernelSize,
    int("depthMultiplier", "Outputs of the depthwise part for each channel.", { default: 1 }),
    ...convFields.filter((field) => field.name !== "kernelInitializer"),
    word("depthwiseInitializer", "How the depthwise kernel starts.", { default: "glorotUniform" }),
    word("pointwiseInitializer", "How the pointwise kernel starts.", { default: "glorotUniform" }),
  ],
  rank: 4,
  tooFewAxes: (input) =>
    `Inputs to SeparableConv2D should have rank 4, but received input shape: ${json(input)}`,
  check(call) {
    checkKernel(call, 2);
    refuseActivityRegularizer(call);
    checkFilters(call);
    checkSeparable(call);
  },
  accept(call, input) {
    const { strides, dilation } = geometryOf(call.args, 2);
    return (
      channelsKnown(call, input, "The channel dimension of the inputs should be defined, but found null") &&
      separableRuns(call, input) &&
      requireOneStep(call, strides, dilation, "separableConv2d")
    );
  },
  output: (args, input) => [convOutput(args, input, 2, sizeOf(args.filters))],
  weights(args, input): Record<string, readonly Dim[]> {
    const { channels } = imageOf(args, input);
    const depth = sizeOf(args.depthMultiplier ?? 1);
    const out = sizeOf(args.filters);
    return {
      depthwise_kernel: [...perAxis(args.kernelSize, 2), channels, depth],
      pointwise_kernel: [1, 1, mul(channels, depth), out],
      ...biasOf(args, out),
    };
  },
  macs(args, input, output) {
    const { channels } = imageOf(args, input);
    const wide = mul(channels, sizeOf(args.depthMultiplier ?? 1));
    const cells = product(imageOf(args, output).space);
    const each = mul(wide, product(perAxis(args.kernelSize, 2)));
    return mul(input[0]!, mul(cells, add(each, mul(wide, sizeOf(args.filters)))));
  },
  formula: imageFormula(convFormula, 2),
  geometry: (args, space) => slidingOf(geometryOf(args, 2), "each", space),
  inputHint: (args) => imageHint(args, 2),
});

function checkSeparable({ args, given, fail }: CheckCall): void {
  const foreign = ["kernelInitializer", "kernelRegularizer", "kernelConstraint"].find((field) =>
    isGiven(given[field]),
  );
  if (foreign) {
    fail(
      fieldProblem(
        foreign,
        "argument-unknown",
        `takes depthwise and pointwise fields in place of ${foreign}`,
        "Fields kernelInitializer, kernelRegularizer and kernelConstraint are invalid for SeparableConv2D. Use depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint, pointwiseInitializer, pointwiseRegularizer and pointwiseConstraint instead.",
      ),
    );
  }
  if (args.padding === "causal") {
    fail({
      ...fieldProblem(
        "padding",
        "padding-mode",
        'takes padding "valid" or "same", not "causal"',
        `SeparableConv2D supports only padding modes: 'same' and 'valid', but received "causal"`,
      ),
      expected: "same",
    });
  }
}

/** The bias is added to [batch, rows, columns, filters] along the rows, where it fits only by chance. */
function separableRuns(call: Call, input: readonly Dim[]): boolean {
  if (channelsFirst(call.args) && flagOf(call.args.useBias ?? true)) {
    const filters = sizeOf(call.args.filters);
    const rows = convOutput(call.args, input, 2, filters)[2]!;
    call.require(any(eq(1, filters), eq(rows, filters)), () => ({
      code: "layout",
      stage: "forward",
      at: { arg: "dataFormat" },
      message: 'fails when it runs with dataFormat "channelsFirst" and a bias',
      severity: "warning",
    }));
  }
  return true;
}
