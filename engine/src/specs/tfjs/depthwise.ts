/**
 * depthwiseConv2d: each channel has kernels of its own. Its dilationRate changes nothing, neither in shape nor in value.
 * https://js.tensorflow.org/api/latest/#layers.depthwiseConv2d
 */
import { any, type Dim, gt, mul, not, product } from "../../dims/index.ts";
import { int, word } from "../arguments.ts";
import type { Call, LayerSpec } from "../spec.ts";
import { perAxis, refuseActivityRegularizer, sizeOf } from "./arguments.ts";
import { biasOf, channelsKnown, checkKernel, convFields, convOutput, kernelSize } from "./conv.ts";
import { channelsFirst, imageFormula, imageHint, imageOf } from "./image.ts";
import { layer } from "./layer.ts";
import { json } from "./text.ts";
import { convFormula, geometryOf, slidingOf } from "./window.ts";

export const depthwise: LayerSpec = layer({
  name: "depthwiseConv2d",
  summary: "2-d convolution of each channel by itself.",
  params: [
    kernelSize,
    int("depthMultiplier", "Outputs for each channel of the input.", { default: 1 }),
    ...convFields.filter((field) => field.name !== "kernelInitializer"),
    word("depthwiseInitializer", "How the kernel starts.", { default: "glorotNormal" }),
  ],
  rank: 4,
  tooFewAxes: (input) =>
    `Inputs to DepthwiseConv2D should have rank 4. Received input shape: ${json(input)}.`,
  check(call) {
    checkKernel(call, 2);
    refuseActivityRegularizer(call);
    if ("filters" in call.given && !("depthMultiplier" in call.given)) {
      call.fail({
        code: "option-ignored",
        stage: "construct",
        at: { arg: "filters" },
        message: "ignores filters: its channels are those of the input times depthMultiplier",
        severity: "warning",
      });
    }
    warnDilation(call);
  },
  accept(call, input) {
    const found = channelsFirst(call.args) ? input[1]! : input[3]!;
    return channelsKnown(
      call,
      input,
      `The channel dimension of the inputs to DepthwiseConv2D should be defined, but is not (${json(found)}).`,
    );
  },
  output(args, input) {
    return [
      convOutput(
        args,
        input,
        2,
        mul(imageOf(args, input).channels, sizeOf(args.depthMultiplier ?? 1)),
        false,
      ),
    ];
  },
  weights(args, input): Record<string, readonly Dim[]> {
    const { channels } = imageOf(args, input);
    const depth = sizeOf(args.depthMultiplier ?? 1);
    return {
      depthwise_kernel: [...perAxis(args.kernelSize, 2), channels, depth],
      ...biasOf(args, mul(channels, depth)),
    };
  },
  macs: (args, _input, output) => mul(product(output), product(perAxis(args.kernelSize, 2))),
  formula: imageFormula((geometry, ...rest) => convFormula({ ...geometry, dilation: [1, 1] }, ...rest), 2),
  geometry: (args, space) => slidingOf({ ...geometryOf(args, 2), dilation: [1, 1] }, "each", space),
  inputHint: (args) => imageHint(args, 2),
});

function warnDilation({ args, require }: Pick<Call, "args" | "require">): void {
  const dilation = perAxis(args.dilationRate ?? 1, 2);
  require(not(any(...dilation.map((rate) => gt(rate, 1)))), () => ({
    code: "option-ignored",
    stage: "construct",
    at: { arg: "dilationRate" },
    message: "ignores dilationRate: TensorFlow.js runs this layer undilated",
    severity: "warning",
  }));
}
