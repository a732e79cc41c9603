/** Activations of TensorFlow.js: the `activation` field of layers, and the layers that are one. */
import type { Arg } from "../../specs/index.ts";
import { PASSED_THROUGH } from "../../specs/tfjs/activation.ts";
import type { Attribute } from "../format/model.ts";
import { float, int, text } from "../format/write.ts";
import { identity } from "./activation.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

type Make = (call: ExportCall, x: string) => string;

const plain =
  (op: string, attributes = {}): Make =>
  (call, x) =>
    call.op(op, [x], attributes);
const last = (op: string): Make => plain(op, { axis: int(-1) });
const relu = plain("Relu");
const leaky = (alpha: number): Make => plain("LeakyRelu", { alpha: float(alpha) });
const clip = (call: ExportCall, x: string, low: number, high: number): string =>
  call.op("Clip", [x, call.emit.scalar(low), call.emit.scalar(high)]);

const makers: Readonly<Record<string, Make>> = {
  linear: (_, x) => x,
  relu,
  ReLU: relu,
  relu6: (call, x) => clip(call, x, 0, 6),
  elu: plain("Elu"),
  ELU: plain("Elu"),
  selu: plain("Selu", { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) }),
  sigmoid: plain("Sigmoid"),
  hardSigmoid: plain("HardSigmoid", { alpha: float(0.2), beta: float(0.5) }),
  tanh: plain("Tanh"),
  softplus: plain("Softplus"),
  softsign: plain("Softsign"),
  softmax: last("Softmax"),
  Softmax: last("Softmax"),
  logSoftmax: last("LogSoftmax"),
  LeakyReLU: leaky(0.3),
  swish: (call, x) => call.op("Mul", [x, call.op("Sigmoid", [x])]),
  mish: (call, x) => call.op("Mul", [x, call.op("Tanh", [call.op("Softplus", [x])])]),
};

/** The value of an `activation` field applied; nothing is linear. */
export function activate(call: ExportCall, x: string, activation: Arg): string {
  const name = String(activation ?? "linear");
  if (!Object.hasOwn(makers, name)) throw call.refuse(`its activation ${name} has no form here`);
  return makers[name]!(call, x);
}

/** A number that a config may leave out. */
export const numberOr = (call: ExportCall, name: string, fallback: number): number =>
  call.isGiven(name) ? call.number(name) : fallback;

const prelu: Exporter = (call) => {
  const { shape } = call.tensor("alpha");
  return [call.op("PRelu", [call.input, call.weight("alpha", [1, ...shape])])];
};

export const activationExporters: Readonly<Record<string, Exporter>> = {
  activation: (call) => [activate(call, call.input, call.node.args.activation)],
  reLU: (call) => {
    const rectified = relu(call, call.input);
    if (!call.isGiven("maxValue")) return [rectified];
    return [call.op("Min", [rectified, call.emit.scalar(call.number("maxValue"))])];
  },
  leakyReLU: (call) => [leaky(numberOr(call, "alpha", 0.3))(call, call.input)],
  elu: (call) => [makers.elu!(call, call.input)], // its alpha changes nothing in TensorFlow.js
  thresholdedReLU: (call) => [
    call.op("ThresholdedRelu", [call.input], { alpha: float(numberOr(call, "theta", 1)) }),
  ],
  prelu,
  softmax: (call) => [call.op("Softmax", [call.input], { axis: int(numberOr(call, "axis", 1)) })],
  rescaling: (call) => {
    const scaled = call.op("Mul", [call.input, call.emit.scalar(call.number("scale"))]);
    return [call.op("Add", [scaled, call.emit.scalar(numberOr(call, "offset", 0))])];
  },
  ...Object.fromEntries(PASSED_THROUGH.map((name) => [name, identity])),
};

/** Names of ONNX's recurrent operators for activations, with their numbers. */
export function gateActivation(
  call: ExportCall,
  activation: Arg,
): { readonly name: string; readonly alpha: number; readonly beta: number } {
  const names: Readonly<Record<string, string>> = {
    tanh: "Tanh",
    sigmoid: "Sigmoid",
    relu: "Relu",
    hardSigmoid: "HardSigmoid",
    softsign: "Softsign",
    softplus: "Softplus",
  };
  const given = String(activation ?? "linear");
  if (!Object.hasOwn(names, given)) throw call.refuse(`ONNX's gates have no activation ${given}`);
  const hard = given === "hardSigmoid";
  return { name: names[given]!, alpha: hard ? 0.2 : 0, beta: hard ? 0.5 : 0 };
}

/** `auto_pad` of a layer's padding: ONNX and TensorFlow.js pad alike, whatever the size. */
export function autoPad(call: ExportCall, padding: string | undefined): Attribute {
  if (padding !== "same" && padding !== "valid")
    throw call.refuse(`its padding is ${padding ?? "known at run time only"}`);
  return text(padding === "same" ? "SAME_UPPER" : "VALID");
}
