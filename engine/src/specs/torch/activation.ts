/** Activations: functions of each value alone, and Softmax over one axis. The shape stays. */
import { any, type Dim, eq, ge } from "../../dims/index.ts";
import {
  bool,
  dimOf,
  flagOf,
  int,
  needNumber,
  needTensor,
  number,
  numberOf,
  word,
  wordOf,
} from "../arguments.ts";
import { show, torchDocs } from "../layer.ts";
import { float } from "../python.ts";
import type { Args, Call, LayerSpec, Param } from "../spec.ts";
import { checkDim } from "./dim.ts";

const inplace = bool("inplace", "Writes over the input.", { default: false });
const real = (name: string, value: number, doc: string): Param => number(name, doc, { default: value });

interface Activation {
  readonly name: string;
  readonly functional?: string; // its name in torch.nn.functional
  readonly summary: string;
  readonly params?: readonly Param[];
  readonly repr?: (args: Args) => string;
  readonly check?: LayerSpec["check"];
}

/** A repr that does not even tell `inplace`. */
const NONE = "";

const activations: readonly Activation[] = [
  { name: "ReLU", functional: "relu", summary: "max(0, x)", params: [inplace] },
  { name: "ReLU6", functional: "relu6", summary: "min(max(0, x), 6)", params: [inplace] },
  {
    name: "LeakyReLU",
    functional: "leakyRelu",
    summary: "x, or a small slope below zero",
    params: [real("negativeSlope", 0.01, "Slope below zero."), inplace],
    repr: (a) => `negative_slope=${float0(a.negativeSlope)}`,
  },
  {
    name: "ELU",
    functional: "elu",
    summary: "x, or α·(eˣ − 1) below zero",
    params: [real("alpha", 1, "Scale below zero."), inplace],
    repr: (a) => `alpha=${float(a.alpha)}`,
  },
  { name: "SELU", functional: "selu", summary: "Self-normalising ELU", params: [inplace] },
  {
    name: "CELU",
    functional: "celu",
    summary: "Continuously differentiable ELU",
    params: [real("alpha", 1, "Scale below zero."), inplace],
    check({ args, fail }) {
      if (args.alpha !== 0) return;
      fail({
        code: "argument-value",
        stage: "forward",
        at: { arg: "alpha" },
        message: "divides by its alpha, which is 0",
        runtime: "ZeroDivisionError: alpha cannot be 0 for CELU",
        exception: "RuntimeError",
      });
    },
    repr: (a) => `alpha=${float(a.alpha)}`,
  },
  { name: "SiLU", functional: "silu", summary: "x · σ(x)", params: [inplace] },
  { name: "Mish", functional: "mish", summary: "x · tanh(softplus(x))", params: [inplace] },
  { name: "Sigmoid", functional: "sigmoid", summary: "1 / (1 + e⁻ˣ)" },
  { name: "LogSigmoid", functional: "logSigmoid", summary: "log σ(x)" },
  { name: "Tanh", functional: "tanh", summary: "tanh x" },
  { name: "Softsign", functional: "softsign", summary: "x / (1 + |x|)" },
  {
    name: "Hardswish",
    functional: "hardswish",
    summary: "x · relu6(x + 3) / 6",
    params: [inplace],
    repr: () => NONE,
  },
  {
    name: "Hardsigmoid",
    functional: "hardsigmoid",
    summary: "relu6(x + 3) / 6",
    params: [inplace],
    repr: () => NONE,
  },
  {
    name: "Hardtanh",
    functional: "hardtanh",
    summary: "x between two bounds",
    params: [real("minVal", -1, "Lower bound."), real("maxVal", 1, "Upper bound."), inplace],
    repr: (a) => `min_val=${float(a.minVal)}, max_val=${float(a.maxVal)}`,
    check({ args, fail }) {
      const [low, high] = [numberOf(args.minVal), numberOf(args.maxVal)];
      if (low === undefined || high === undefined || high > low) return;
      fail({
        code: "argument-value",
        stage: "construct",
        at: { arg: "maxVal" },
        message: `needs a maxVal above its minVal ${low}, not ${high}`,
        runtime: `max_val (${high}) must be larger than min_val (${low})`,
        exception: "AssertionError",
      });
    },
  },
  {
    name: "Hardshrink",
    functional: "hardshrink",
    summary: "x, and 0 from −λ to λ",
    params: [real("lambd", 0.5, "The λ of the formula.")],
    repr: (a) => String(a.lambd),
  },
  { name: "Tanhshrink", functional: "tanhshrink", summary: "x − tanh x" },
  {
    name: "Threshold",
    functional: "threshold",
    summary: "x above a threshold, another value up to it",
    params: [
      needNumber("threshold", "Values above it stay."),
      needNumber("value", "Stands for all others."),
      inplace,
    ],
    repr: (a) => `threshold=${a.threshold}, value=${a.value}`,
  },
  {
    name: "Softplus",
    functional: "softplus",
    summary: "log(1 + eᵝˣ) / β",
    params: [real("beta", 1, "Sharpness."), real("threshold", 20, "Above it the function is linear.")],
    repr: (a) => `beta=${a.beta}, threshold=${a.threshold}`,
  },
  {
    name: "Softshrink",
    functional: "softshrink",
    summary: "x drawn towards 0 by λ, and 0 between −λ and λ",
    params: [real("lambd", 0.5, "The λ of the formula, not below 0.")],
    check({ args, fail }) {
      const lambd = numberOf(args.lambd);
      if (lambd === undefined || lambd >= 0) return;
      fail({
        code: "argument-value",
        stage: "forward",
        at: { arg: "lambd" },
        message: `needs a lambd of at least 0, not ${lambd}`,
        runtime: `lambda must be greater or equal to 0, but found to be ${lambd}.`,
        exception: "RuntimeError",
      });
    },
    repr: (a) => String(a.lambd),
  },
];

const float0 = (value: unknown): string => (value === 0 ? "0.0" : float(value));

function activationSpec({ name, functional, summary, params = [], repr, check }: Activation): LayerSpec {
  return {
    name,
    kind: "layer",
    summary,
    docs: torchDocs(name),
    params,
    ...(functional && { functional: { name: functional } }),
    ...(check && { check }),
    infer: ({ inputs }) => [inputs[0]!],
    macs: () => 0,
    repr(args) {
      const own = repr?.(args);
      if (own === NONE) return NONE;
      return [own, flagOf(args.inplace) ? "inplace=True" : ""].filter(Boolean).join(", ");
    },
  };
}

const gelu: LayerSpec = {
  ...activationSpec({
    name: "GELU",
    functional: "gelu",
    summary: "x · Φ(x), the Gaussian error linear unit",
  }),
  params: [
    word("approximate", "“none” for the exact function, “tanh” for its approximation.", {
      default: "none",
      choices: ["none", "tanh"],
    }),
  ],
  infer(call) {
    const approximate = wordOf(call.args.approximate);
    if (approximate !== undefined && approximate !== "none" && approximate !== "tanh") {
      call.fail({
        code: "argument-value",
        stage: "forward",
        at: { arg: "approximate" },
        message: `knows the approximations none and tanh, not "${approximate}"`,
        runtime: "approximate argument must be either none or tanh.",
        exception: "RuntimeError",
      });
    }
    return [call.inputs[0]!];
  },
  repr: (args) => `approximate='${args.approximate}'`,
};

const prelu: LayerSpec = {
  ...activationSpec({ name: "PReLU", summary: "x, or a learned slope below zero" }),
  initial: "slope",
  functional: {
    name: "prelu",
    params: [needTensor("weight", "One slope, or one a channel.")],
    behind: { numParameters: "weight" },
    layer(given) {
      const weight = given.sizes("weight");
      if (!weight) return undefined;
      if (weight.length > 1) {
        given.ranked("weight", 1);
        return undefined;
      }
      return { args: { numParameters: weight[0] ?? 1 } };
    },
  },
  params: [
    int("numParameters", "1, or one slope a channel.", { default: 1 }),
    number("init", "First value of the slopes.", { default: 0.25 }),
  ],
  infer(call) {
    const [input] = call.inputs;
    const slopes = dimOf(call.args.numParameters);
    if (input) {
      const channels: Dim = input.length > 1 ? input[1]! : 1;
      call.require(any(eq(slopes, 1), eq(slopes, channels)), () => ({
        code: "norm-features",
        stage: "forward",
        at: { arg: "numParameters" },
        message: `has ${show(slopes)} slopes for ${show(channels)} channels`,
        runtime: `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${show(slopes)} and channel size = ${show(channels)}.`,
        exception: "RuntimeError",
        expected: channels,
        received: slopes,
      }));
    }
    return [input!];
  },
  check({ args, require }) {
    const slopes = dimOf(args.numParameters);
    require(ge(slopes, 0), () => ({
      code: "argument-negative",
      stage: "construct",
      at: { arg: "numParameters" },
      message: `cannot have numParameters ${show(slopes)}: sizes are not negative`,
      runtime: `Trying to create tensor with negative dimension ${show(slopes)}: [${show(slopes)}]`,
      exception: "RuntimeError",
    }));
  },
  parameters: (args) => ({ weight: [dimOf(args.numParameters)] }),
  repr: (args) => `num_parameters=${show(dimOf(args.numParameters))}`,
};

const softmaxSpec = (name: string, functional: string, summary: string): LayerSpec => ({
  ...activationSpec({ name, functional, summary }),
  params: [int("dim", "The axis whose values sum to one.", { default: null })],
  infer(call: Call) {
    const [input] = call.inputs;
    if (input && call.args.dim !== null) checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
    return [input!];
  },
  repr: (args) => `dim=${args.dim === null ? "None" : show(dimOf(args.dim))}`,
});

export const activationSpecs: readonly LayerSpec[] = [
  ...activations.map(activationSpec),
  gelu,
  prelu,
  softmaxSpec("Softmax", "softmax", "Values of one axis as probabilities"),
  softmaxSpec("LogSoftmax", "logSoftmax", "Logarithm of Softmax"),
  softmaxSpec("Softmin", "softmin", "Softmax of the negated values"),
];
