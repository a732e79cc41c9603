/** Activations: the `activation` field of layers, and the layers that are one. https://js.tensorflow.org/api/latest/#layers.activation */

import { ConvLensError } from "../../errors/convlens-error.ts";
import type { Arg } from "../../specs/spec.ts";
import { PASSED_THROUGH } from "../../specs/tfjs/activation.ts";
import { callFunction } from "../../tensor/function.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { provideLayer, provideOperation, torch } from "./job.ts";
import { mapped, paired } from "./values.ts";

const named =
  (name: string, args = {}) =>
  (x: Tensor): Tensor =>
    callFunction(name, [x], args)[0]!;

const leaky = (x: Tensor, alpha: number): Tensor => torch("LeakyReLU", { negativeSlope: alpha }, x);
const prelu = (x: Tensor, alpha: Tensor): Tensor =>
  paired(x, alpha, (value, slope) => (value < 0 ? slope * value : value));
const softmax = named("softmax", { dim: -1 });

const activations: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu: named("relu"),
  relu6: named("relu6"),
  elu: named("elu"),
  selu: named("selu"),
  sigmoid: named("sigmoid"),
  hardSigmoid: (x) => mapped(x, (value) => Math.min(Math.max(0.2 * value + 0.5, 0), 1)),
  tanh: named("tanh"),
  softplus: named("softplus"),
  softsign: named("softsign"),
  softmax,
  logSoftmax: named("logSoftmax", { dim: -1 }),
  swish: named("silu"),
  mish: named("mish"),
  gelu: named("gelu"),
  gelu_new: (x) => torch("GELU", { approximate: "tanh" }, x),
  // layer classes stand in the same registry
  ReLU: named("relu"),
  ELU: named("elu"),
  LeakyReLU: (x) => leaky(x, 0.3),
  Softmax: softmax,
};

/** The value of an `activation` field applied; nothing is linear. */
export function activate(x: Tensor, activation: Arg, otherwise = "linear"): Tensor {
  const name = activation === undefined ? otherwise : (activation ?? "linear");
  const fn = activations[String(name)];
  if (!fn) throw new ConvLensError(`activation ${String(name)} cannot be computed`, "not-implemented");
  return fn(x);
}

provideLayer(["activation"], ({ args, inputs: [x] }) => activate(x!, args.activation));
provideLayer(["reLU"], ({ args, inputs: [x] }) => {
  const most = args.maxValue as number | null | undefined;
  const rectified = activate(x!, "relu");
  return most === undefined || most === null
    ? rectified
    : mapped(rectified, (value) => Math.min(value, most));
});
provideLayer(["leakyReLU"], ({ args, inputs: [x] }) => leaky(x!, (args.alpha as number | null) ?? 0.3));
provideLayer(["elu"], ({ inputs: [x] }) => activate(x!, "elu")); // its alpha changes nothing in TensorFlow.js
provideLayer(["thresholdedReLU"], ({ args, inputs: [x] }) => {
  const theta = (args.theta as number | null) ?? 1;
  return mapped(x!, (value) => (value > theta ? value : 0 * value));
});
provideLayer(["prelu"], ({ inputs: [x], weights }) => prelu(x!, weights.alpha!));
provideOperation(["prelu"], [], ({ inputs: [x, alpha] }) => prelu(x!, alpha!));
provideLayer(
  ["softmax"],
  ({ args, inputs: [x] }) => callFunction("softmax", [x!], { dim: (args.axis as number | null) ?? 1 })[0]!,
);

// ── what does nothing in inference ──────────────────────────────────────────────────────────────────────────────────

provideLayer(PASSED_THROUGH, ({ inputs: [x] }) => x!);

/** Steps whose values all equal `maskValue` become 0. */
provideLayer(["masking"], ({ args, inputs: [x] }) => {
  const masked = (args.maskValue as number | null) ?? 0;
  const width = x!.shape.at(-1)!;
  const data = x!.data;
  for (let start = 0; start < data.length; start += width) {
    const step = data.subarray(start, start + width);
    if (step.every((value) => value === masked)) step.fill(0);
  }
  return Tensor.wrap(data, [...x!.shape]);
});

provideLayer(["rescaling"], ({ args, inputs: [x] }) => {
  const [scale, offset] = [args.scale as number, (args.offset as number | null) || 0];
  return mapped(x!, (value) => value * scale + offset);
});

for (const name of ["relu", "relu6", "elu", "selu", "sigmoid", "tanh", "softplus", "swish", "mish"])
  provideOperation([name], [], ({ inputs: [x] }) => activate(x!, name));
provideOperation(["leakyRelu"], ["alpha"], ({ args, inputs: [x] }) =>
  leaky(x!, (args.alpha as number | null | undefined) ?? 0.2),
);
