/**
 * conv2dTranspose and conv3dTranspose: the gradient of a convolution as a layer. The output size follows from strides
 * and kernelSize alone; dilationRate and outputPadding do nothing.
 * https://js.tensorflow.org/api/latest/#layers.conv2dTranspose
 */
import { any, type Dim, gt, mul, not, product } from "../../dims/index.ts";
import type { Args, LayerSpec } from "../spec.ts";
import { type CheckCall, fieldProblem, perAxis, refuseActivityRegularizer, sizeOf } from "./arguments.ts";
import { biasOf, channelsKnown, checkFilters, checkKernel, convFields, filters, kernelSize } from "./conv.ts";
import { imageFormula, imageHint, imageOf, type Rank } from "./image.ts";
import { layer } from "./layer.ts";
import { deconvFormula, deconvLength, geometryOf, slidingOf } from "./window.ts";

function convTranspose(rank: 2 | 3): LayerSpec {
  return layer({
    name: `conv${rank}dTranspose`,
    summary: `${rank}-d transposed convolution.`,
    params: [filters, kernelSize, ...convFields],
    rank: rank + 2,
    check(call) {
      checkKernel(call, rank);
      refuseActivityRegularizer(call);
      checkFilters(call);
      checkMode(call, rank);
      warnDilation(call, rank);
    },
    accept: (call, input) =>
      channelsKnown(call, input, "The channel dimension of the inputs should be defined. Found `None`."),
    output: (args, input) => [transposedOutput(args, input, rank)],
    weights(args, input): Record<string, readonly Dim[]> {
      const out = sizeOf(args.filters);
      return {
        kernel: [...perAxis(args.kernelSize, rank), out, imageOf(args, input).channels],
        ...biasOf(args, out),
      };
    },
    macs: (args, input) =>
      mul(product(input), product([...perAxis(args.kernelSize, rank), sizeOf(args.filters)])),
    formula: imageFormula(deconvFormula, rank),
    geometry: (args, space) =>
      slidingOf({ ...geometryOf(args, rank), dilation: new Array<Dim>(rank).fill(1) }, 1, space, true),
    inputHint: (args) => imageHint(args, rank),
  });
}

function transposedOutput(args: Args, input: readonly Dim[], rank: Rank): Dim[] {
  const { space, with: make } = imageOf(args, input);
  const { kernel, strides, padding } = geometryOf(args, rank);
  return make(
    sizeOf(args.filters),
    space.map((size, axis) => deconvLength(size, kernel[axis]!, padding, strides[axis]!)),
  );
}

function checkMode({ args, fail }: CheckCall, rank: Rank): void {
  if (args.padding !== "causal") return;
  fail({
    ...fieldProblem(
      "padding",
      "padding-mode",
      'takes padding "valid" or "same", not "causal"',
      `Conv${rank}DTranspose currently supports only padding modes 'same' and 'valid', but received padding mode causal`,
    ),
    expected: "same",
  });
}

function warnDilation({ args, require }: CheckCall, rank: Rank): void {
  require(not(any(...perAxis(args.dilationRate ?? 1, rank).map((rate) => gt(rate, 1)))), () => ({
    code: "option-ignored",
    stage: "construct",
    at: { arg: "dilationRate" },
    message: "ignores dilationRate: TensorFlow.js runs transposed convolutions undilated",
    severity: "warning",
  }));
}

export const convTransposeSpecs: readonly LayerSpec[] = [convTranspose(2), convTranspose(3)];
