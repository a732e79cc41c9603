/**
 * convLstm2d: an LSTM whose products are convolutions, over [batch, time, …image].
 * https://js.tensorflow.org/api/latest/#layers.convLstm2d
 */
import { add, type Dim, mul, open, product, unknown } from "../../dims/index.ts";
import { bool, flagOf, isList, word } from "../arguments.ts";
import type { Args, LayerSpec } from "../spec.ts";
import { type CheckCall, fieldProblem, perAxis, requirePositive, sizeOf } from "./arguments.ts";
import { biasOf, channelsKnown, checkKernel, convFields, convOutput, filters, kernelSize } from "./conv.ts";
import { imageOf } from "./image.ts";
import { layer, type Rules } from "./layer.ts";
import { batchKnown, sequenceParams } from "./recurrent.ts";
import { json } from "./text.ts";

type Sizes = readonly Dim[];

/** One frame: [batch, …image]. */
const frameOf = (input: Sizes): Sizes => [input[0]!, ...input.slice(2)];

const shared: Pick<Rules, "params" | "weights"> = {
  params: [
    filters,
    kernelSize,
    ...convFields,
    word("recurrentActivation", "Function of the gates.", { default: "hardSigmoid" }),
    word("recurrentInitializer", "How the recurrent kernel starts.", { default: "orthogonal" }),
    bool("unitForgetBias", "Whether the forget gate's bias starts at 1.", { default: false }),
  ],
  weights(args, frame): Record<string, Sizes> {
    const wide = mul(4, sizeOf(args.filters));
    const kernel = perAxis(args.kernelSize, 2);
    return {
      kernel: [...kernel, imageOf(args, frame).channels, wide],
      recurrent_kernel: [...kernel, sizeOf(args.filters), wide],
      ...biasOf(args, wide),
    };
  },
};

function check(call: CheckCall): void {
  if (call.args.unroll === true) {
    call.fail(
      fieldProblem(
        "unroll",
        "argument-value",
        "cannot be unrolled",
        "Unrolling is not possible with convolutional RNNs.",
        "NotImplementedError",
      ),
    );
  }
  requirePositive(call, "filters");
  if (!call.given.filters) {
    // the cell calls its filters units
    return;
  }
  checkKernel(call, 2);
  for (const field of ["kernelSize", "strides", "dilationRate"]) requireEach(call, field);
}

/** Each number of the field is positive. */
function requireEach({ args, fail }: CheckCall, field: string): void {
  const value = args[field];
  const bad = (isList(value) ? value : [value]).find((size) => typeof size === "number" && size <= 0);
  if (bad === undefined) return;
  fail(
    fieldProblem(
      field,
      "argument-value",
      `needs positive whole numbers as ${field}, not ${json(bad)}`,
      `Expected ${field} to be a positive integer, but got ${json(value)}.`,
      "Error",
    ),
  );
}

const cell: LayerSpec = layer({
  name: "convLstm2dCell",
  summary: "One step of convLstm2d.",
  rank: 4,
  ...shared,
  check,
  output: (args, input) => [convOutput(args, input, 2, sizeOf(args.filters))],
});

const convLstm2d: LayerSpec = layer({
  name: "convLstm2d",
  summary: "A convolutional LSTM over a sequence of images.",
  params: [...shared.params, ...sequenceParams],
  rank: 5,
  check,
  accept: (call, input) =>
    channelsKnown(
      { ...call, inputs: [frameOf(input)] },
      frameOf(input),
      "The channel dimension of the input should be defined. Found null",
    ) && batchKnown(call, input),
  output: (args, input) => outputs(args, input),
  weights: (args, input) => shared.weights!(args, frameOf(input)),
  count: (args) => (flagOf(args.returnState) ? 3 : 1),
  macs(args, input) {
    const frame = frameOf(input);
    const filters = sizeOf(args.filters);
    const cells = product(imageOf(args, convOutput(args, frame, 2, filters)).space);
    const each = mul(product(perAxis(args.kernelSize, 2)), add(imageOf(args, frame).channels, filters));
    return mul(mul(input[0]!, input[1]!), mul(cells, mul(mul(4, filters), each)));
  },
});

function outputs(args: Args, input: Sizes): Sizes[] {
  const [batch, ...image] = convOutput(args, frameOf(input), 2, sizeOf(args.filters)) as [Dim, ...Dim[]];
  const returns = flagOf(args.returnSequences);
  if (returns === undefined) return [];
  const output = returns ? [batch, input[1] ?? unknown, ...image] : [batch, ...image];
  const state = [input[0] ?? open, ...output.slice(-3)];
  return flagOf(args.returnState) ? [output, state, state] : [output];
}

export const convLstmSpecs: readonly LayerSpec[] = [convLstm2d, cell];
