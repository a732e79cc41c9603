/**
 * dense and embedding. A dense layer works on the last axis of any input: a forgotten flatten is no error of its own.
 * https://js.tensorflow.org/api/latest/#layers.dense
 */
import { type Dim, eq, isOpen, mul, open, product, symbol, unknown } from "../../dims/index.ts";
import { bool, int, isList, isUnknownArg, needInt, shape, word } from "../arguments.ts";
import { show } from "../layer.ts";
import type { Arg, Call, LayerSpec } from "../spec.ts";
import {
  activation,
  refuseActivityRegularizer,
  requireActivation,
  requireInitializers,
  requirePositive,
  sizeOf,
} from "./arguments.ts";
import { biasOf } from "./conv.ts";
import { inputProblem } from "./input-problem.ts";
import { layer } from "./layer.ts";
import { joined } from "./text.ts";

const dense: LayerSpec = layer({
  name: "dense",
  summary: "A matrix product over the last axis.",
  params: [
    needInt("units", "Size of the last axis of the output."),
    activation,
    bool("useBias", "Whether a learned bias is added.", { default: true }),
    int("inputDim", "Features of the input, for the first layer of a model."),
    word("kernelInitializer", "How the kernel starts.", { default: "glorotNormal" }),
    word("biasInitializer", "How the bias starts.", { default: "zeros" }),
  ],
  minRank: 2,
  check(call) {
    requirePositive(call, "units");
    requireActivation(call);
    requireInitializers(call);
    refuseActivityRegularizer(call);
  },
  output: (args, input) => [[...input.slice(0, -1), sizeOf(args.units)]],
  weights: (args, input) => ({
    kernel: [input.at(-1) ?? unknown, sizeOf(args.units)],
    ...biasOf(args, sizeOf(args.units)),
  }),
  macs: (_args, input, output) => mul(product(output), input.at(-1)!),
  formula: (_args, input, output) => [`features: ${show(input.at(-1)!)} → ${show(output.at(-1)!)}`],
  inputHint: () => [open, symbol("F")],
  anyRank: true,
});

const embedding: LayerSpec = layer({
  name: "embedding",
  summary: "Looks each index up in a learned table.",
  params: [
    needInt("inputDim", "Rows of the table: the number of different indices."),
    needInt("outputDim", "Size of a row."),
    shape("inputLength", "Length of the sequences, where it is constant."),
    bool("maskZero", "Whether index 0 is padding.", { default: false }),
    word("embeddingsInitializer", "How the table starts.", { default: "randomUniform" }),
  ],
  readsConfig: "batchInputShape",
  check(call) {
    requirePositive(call, "inputDim");
    requirePositive(call, "outputDim");
    requireInitializers(call);
    refuseActivityRegularizer(call);
  },
  accept(call, input) {
    const lengths = lengthsOf(call.args.inputLength);
    return !lengths || lengthsFit(call, lengths, input);
  },
  output(args, input) {
    const lengths = lengthsOf(args.inputLength);
    const row = sizeOf(args.outputDim);
    if (!lengths) return [[...input, row]];
    return [
      [
        input[0]!,
        ...lengths.map((length, axis) => (isOpen(length) ? (input[axis + 1] ?? open) : length)),
        row,
      ],
    ];
  },
  weights: (args) => ({ embeddings: [sizeOf(args.inputDim), sizeOf(args.outputDim)] }),
  macs: () => 0,
});

function lengthsOf(arg: Arg): Dim[] | undefined {
  if (arg === undefined || arg === null || isUnknownArg(arg)) return undefined;
  return isList(arg) ? arg.map(sizeOf) : [sizeOf(arg)];
}

function lengthsFit(call: Call, lengths: readonly Dim[], input: readonly Dim[]): boolean {
  const problem = () =>
    inputProblem(
      "embedding-length",
      `takes sequences of length ${lengths.map(show).join(", ")}, receives [${input.map(show).join(", ")}]`,
      `"inputLength" is ${lengths.map(show).join(",")}, but received input shape has shape ${joined(input)}`,
    );
  if (lengths.length !== input.length - 1) {
    call.fail(problem());
    return false;
  }
  return lengths.every(
    (length, axis) =>
      isOpen(length) || isOpen(input[axis + 1]!) || call.require(eq(length, input[axis + 1]!), problem),
  );
}

export const denseSpecs: readonly LayerSpec[] = [dense, embedding];
