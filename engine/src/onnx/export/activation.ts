/** Activations: one ONNX operator each, or a few that say the same. */
import { float, int, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

const plain =
  (name: string): Exporter =>
  (call) => [call.op(name, [call.input])];

const clip = (call: ExportCall, low: number, high: number): string[] => [
  call.op("Clip", [call.input, call.emit.scalar(low), call.emit.scalar(high)]),
];

const silu: Exporter = (call) => [call.op("Mul", [call.input, call.op("Sigmoid", [call.input])])];

/** Since operator set 20 one operator; before, x/2 · (1 + erf(x/√2)) or its approximation by tanh. */
function gelu(call: ExportCall, approximate: string): string[] {
  const x = call.input;
  if (call.emit.opset >= 20) return [call.op("Gelu", [x], { approximate: text(approximate || "none") })];
  const times = (a: string, factor: number): string => call.op("Mul", [a, call.emit.scalar(factor)]);
  const plus = (a: string, b: string): string => call.op("Add", [a, b]);
  const inner =
    approximate === "tanh"
      ? call.op("Tanh", [
          times(
            plus(x, times(call.op("Mul", [call.op("Mul", [x, x]), x]), 0.044715)),
            Math.sqrt(2 / Math.PI),
          ),
        ])
      : call.op("Erf", [times(x, Math.SQRT1_2)]);
  return [call.op("Mul", [times(x, 0.5), plus(inner, call.emit.scalar(1))])];
}

const mish: Exporter = (call) =>
  call.emit.opset >= 18
    ? [call.op("Mish", [call.input])]
    : [call.op("Mul", [call.input, call.op("Tanh", [call.op("Softplus", [call.input])])])];

/** log(1 + exp(β·x)) / β, and x itself where β·x is above the threshold. */
function softplus(call: ExportCall, beta: number, threshold: number): string[] {
  const x = call.input;
  const scaled = beta === 1 ? x : call.op("Mul", [x, call.emit.scalar(beta)]);
  const soft = call.op("Softplus", [scaled]);
  const result = beta === 1 ? soft : call.op("Div", [soft, call.emit.scalar(beta)]);
  if (threshold === 20) return [result]; // no single-precision number tells the difference
  return [call.op("Where", [call.op("Greater", [scaled, call.emit.scalar(threshold)]), x, result])];
}

const logSigmoid: Exporter = (call) => [
  call.op("Neg", [call.op("Softplus", [call.op("Neg", [call.input])])]),
];

/** Without an axis PyTorch takes the first of one, or of three, axes and the second otherwise. */
const along =
  (name: string, negate = false): Exporter =>
  (call) => {
    const rank = call.shape.length;
    const axis = call.isGiven("dim") ? call.axis("dim") : rank === 0 || rank === 1 || rank === 3 ? 0 : 1;
    return [call.op(name, [negate ? call.op("Neg", [call.input]) : call.input], { axis: int(axis) })];
  };

/** One slope for all, or one a channel. */
const prelu: Exporter = (call) => {
  const count = call.tensor("weight").shape[0]!;
  const rank = call.shape.length;
  const dims = count === 1 ? [1] : [count, ...new Array<number>(Math.max(rank - 2, 0)).fill(1)];
  return [call.op("PRelu", [call.input, call.weight("weight", dims)])];
};

export const identity: Exporter = (call) => [call.input];

/** Nothing is dropped in evaluation; a function drops unless it is told not to. */
const dropout: Exporter = (call) => {
  if ("training" in call.node.args && call.flag("training")) throw call.refuse("it drops values at random");
  return identity(call);
};

const elu: Exporter = (call) => [call.op("Elu", [call.input], { alpha: float(call.number("alpha")) })];

export const activationExporters: Readonly<Record<string, Exporter>> = {
  ReLU: plain("Relu"),
  Sigmoid: plain("Sigmoid"),
  Tanh: plain("Tanh"),
  Tanhshrink: (call) => [call.op("Sub", [call.input, call.op("Tanh", [call.input])])],
  Softsign: plain("Softsign"),
  Hardswish: plain("HardSwish"),
  SELU: (call) => [
    call.op("Selu", [call.input], { alpha: float(1.6732632423543772), gamma: float(1.0507009873554805) }),
  ],
  ELU: elu,
  CELU: (call) => [call.op("Celu", [call.input], { alpha: float(call.number("alpha")) })],
  LeakyReLU: (call) => [call.op("LeakyRelu", [call.input], { alpha: float(call.number("negativeSlope")) })],
  Hardsigmoid: (call) => [call.op("HardSigmoid", [call.input], { alpha: float(1 / 6), beta: float(0.5) })],
  ReLU6: (call) => clip(call, 0, 6),
  Hardtanh: (call) => clip(call, call.number("minVal"), call.number("maxVal")),
  SiLU: silu,
  Mish: mish,
  GELU: (call) => gelu(call, call.word("approximate")),
  Softplus: (call) => softplus(call, call.number("beta"), call.number("threshold")),
  LogSigmoid: logSigmoid,
  Softmax: along("Softmax"),
  LogSoftmax: along("LogSoftmax"),
  Softmin: along("Softmax", true),
  PReLU: prelu,
  Identity: identity,
  ...Object.fromEntries(
    ["Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"].map((name) => [
      name,
      dropout,
    ]),
  ),
};
