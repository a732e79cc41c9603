/**
 * Config fields of TensorFlow.js layers: how they decode, and what constructors refuse of them.
 *
 *   requireTuple(call, "strides", 2);   // The strides argument must be an integer or tuple of 2 integers. …
 */
import { type Dim, open, unknown } from "../../dims/index.ts";
import { isDim, isList, isUnknownArg, meant, word } from "../arguments.ts";
import type { SpecCode } from "../codes.ts";
import type { Arg, LayerSpec, Param, Problem } from "../spec.ts";
import { json } from "./text.ts";

export type CheckCall = Parameters<NonNullable<LayerSpec["check"]>>[0];

/** One size of a shape: null is the size TensorFlow.js leaves open. */
export function sizeOf(arg: unknown): Dim {
  if (isDim(arg)) return typeof arg === "number" && !Number.isFinite(arg) ? unknown : arg;
  return arg === null || arg === undefined ? open : unknown;
}

/** The sizes of a shape field; undefined where they are not known. A bare number n means [n]. */
export function sizesOf(arg: Arg): Dim[] | undefined {
  if (isUnknownArg(arg)) return undefined;
  return isList(arg) ? arg.map(sizeOf) : [sizeOf(arg)];
}

/** One number an axis from a number or a list; what a list lacks is not a number, as in JavaScript. */
export function perAxis(arg: Arg, rank: number): Dim[] {
  if (isUnknownArg(arg)) return new Array<Dim>(rank).fill(unknown);
  if (!isList(arg)) return new Array<Dim>(rank).fill(sizeOf(arg));
  return Array.from({ length: rank }, (_, axis) => (axis < arg.length ? sizeOf(arg[axis]) : Number.NaN));
}

export const isGiven = (arg: Arg): boolean => arg !== undefined && arg !== null;

/** A problem of one config field. `message` is the predicate, `runtime` TensorFlow.js's own text. */
export const fieldProblem = (
  field: string,
  code: SpecCode,
  message: string,
  runtime: string,
  exception = "ValueError",
): Problem => ({
  code,
  stage: "construct",
  at: { arg: field },
  message,
  runtime,
  exception,
});

/** A field that must be a positive integer: units, filters, inputDim. */
export function requirePositive({ args, given, fail }: CheckCall, field: string): void {
  const value = args[field];
  if (isUnknownArg(value) || (isDim(value) && typeof value !== "number")) return;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return;
  const missing = given[field] === undefined;
  fail({
    ...fieldProblem(
      field,
      missing ? "argument-missing" : "argument-value",
      missing ? `needs ${field}` : `needs a positive whole number as ${field}, not ${json(value)}`,
      `Expected ${field} to be a positive integer, but got ${json(value)}.`,
      "Error",
    ),
    received: value,
  });
}

/** A number or exactly `rank` whole numbers. */
export function requireTuple({ args, fail }: CheckCall, field: string, rank: number): void {
  const value = args[field];
  if (!isGiven(value) || isUnknownArg(value) || isDim(value)) return;
  const text = `The ${field} argument must be an integer or tuple of ${rank} integers. Received: `;
  const length = isList(value) || typeof value === "string" ? value.length : undefined;
  if (length !== rank) {
    fail(
      fieldProblem(
        field,
        "tuple-length",
        `takes one number or ${rank} as ${field}, not ${isList(value) ? value.length : json(value)}`,
        `${text}${length} elements.`,
      ),
    );
    return;
  }
  const wrong = [...(value as readonly unknown[])].findIndex((size) => !isWhole(size));
  if (wrong < 0) return;
  fail(
    fieldProblem(
      field,
      "argument-value",
      `takes whole numbers as ${field}, not ${json(value)}`,
      `${text}${json(value)} including a non-integer number ${json((value as readonly unknown[])[wrong])}`,
    ),
  );
}

/** A whole number, or a size that may be one. */
const isWhole = (size: unknown): boolean =>
  isUnknownArg(size) || (isDim(size) && (typeof size !== "number" || Number.isInteger(size)));

const PADDINGS = ["valid", "same", "causal"];
const FORMATS = ["channelsFirst", "channelsLast"];

export function requirePadding({ args, fail }: CheckCall): void {
  const { padding } = args;
  if (!isGiven(padding) || isUnknownArg(padding) || PADDINGS.includes(padding as string)) return;
  const close =
    typeof padding === "string" ? PADDINGS.find((mode) => mode === padding.toLowerCase()) : "same";
  fail({
    ...fieldProblem(
      "padding",
      "padding-mode",
      `takes padding "valid" or "same", not ${json(padding)}`,
      `${typeof padding === "string" ? padding : json(padding)} is not a valid PaddingMode.  Valid values are ${PADDINGS.join(",")} or null/undefined.`,
    ),
    ...(close && { expected: close }),
    received: padding,
  });
}

export function requireDataFormat({ args, fail }: CheckCall): void {
  const { dataFormat } = args;
  if (!isGiven(dataFormat) || isUnknownArg(dataFormat) || FORMATS.includes(dataFormat as string)) return;
  fail({
    ...fieldProblem(
      "dataFormat",
      "data-format",
      `takes dataFormat "channelsLast" or "channelsFirst", not ${json(dataFormat)}`,
      `${typeof dataFormat === "string" ? dataFormat : json(dataFormat)} is not a valid DataFormat.  Valid values are ${FORMATS.join(",")} or null/undefined.`,
    ),
    expected: /first|NC/i.test(json(dataFormat)) ? "channelsFirst" : "channelsLast",
    received: dataFormat,
  });
}

const ACTIVATIONS =
  "elu hardSigmoid linear relu relu6 selu sigmoid softmax softplus softsign tanh swish mish logSoftmax gelu gelu_new".split(
    " ",
  );
/** Layer classes stand in the same registry, so that these names build too. */
const LAYER_CLASSES = "ELU ReLU LeakyReLU PReLU Softmax ThresholdedReLU Activation".split(" ");
const INITIALIZERS =
  "constant glorotNormal glorotUniform heNormal heUniform identity leCunNormal leCunUniform ones orthogonal randomNormal randomUniform truncatedNormal varianceScaling zeros".split(
    " ",
  );

const REGULARIZERS = ["l1l2"];
const CONSTRAINTS = ["maxNorm", "minMaxNorm", "nonNeg", "unitNorm"];

/** Each thing is registered under its name and its class's name. */
const withClasses = (names: readonly string[]): string[] => [
  ...names,
  ...names.map((name) => (name === "l1l2" ? "L1L2" : name[0]!.toUpperCase() + name.slice(1))),
];
const REGISTERED = {
  initializers: withClasses(INITIALIZERS),
  regularizers: withClasses(REGULARIZERS),
  constraints: withClasses(CONSTRAINTS),
  activations: [...ACTIVATIONS, ...LAYER_CLASSES],
};

export function requireActivation(call: CheckCall, field = "activation"): void {
  requireRegistered(call, field, "activation", REGISTERED.activations, ACTIVATIONS);
}

/** Names of initializers, regularizers and constraints, wherever a layer takes them: three fields a weight. */
export function requireInitializers(call: CheckCall): void {
  for (const field in call.args) {
    if (!field.endsWith("Initializer")) continue;
    const weight = field.slice(0, -"Initializer".length);
    requireInitializer(call, field);
    requireRegistered(call, `${weight}Regularizer`, "regularizer", REGISTERED.regularizers, REGULARIZERS);
    requireRegistered(call, `${weight}Constraint`, "constraint", REGISTERED.constraints, CONSTRAINTS);
  }
}

function requireInitializer(call: CheckCall, field: string): void {
  const name = call.given[field];
  if (!name) return; // what is false is replaced by the default
  requireRegistered(call, field, "initializer", REGISTERED.initializers, INITIALIZERS);
  if (name === "constant" || name === "Constant")
    call.fail(
      fieldProblem(
        field,
        "initializer-name",
        "needs a value for a constant initializer: tf.initializers.constant({ value })",
        "config must have value set but got [object Object]",
      ),
    );
}

/** Read by the constructor, refused when the layer is applied. */
export function refuseActivityRegularizer({ given, fail }: CheckCall): void {
  if (typeof given.activityRegularizer !== "string") return;
  fail(
    fieldProblem(
      "activityRegularizer",
      "argument-value",
      "cannot be applied with an activityRegularizer",
      "Layer invocation in the presence of activity regularizer(s) is not supported yet.",
      "NotImplementedError",
    ),
  );
}

function requireRegistered(
  { given, fail }: CheckCall,
  field: string,
  kind: "activation" | "initializer" | "regularizer" | "constraint",
  known: readonly string[],
  offered: readonly string[],
): void {
  const name = given[field];
  if (!isGiven(name) || isUnknownArg(name) || known.includes(name as string)) return;
  if (typeof name !== "string") {
    if (typeof name === "object" && !isList(name)) return;
    fail({
      ...fieldProblem(
        field,
        `${kind}-name`,
        `takes the name of ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind} as ${field}, not ${json(name)}`,
        `${kind}: Improper config format: ${json(name)}.\n'className' and 'config' must set.`,
      ),
      received: name,
    });
    return;
  }
  const close = meant(name, offered);
  fail({
    ...fieldProblem(
      field,
      `${kind}-name`,
      `knows no ${kind} "${name}"${close ? `; did you mean "${close}"?` : ""}`,
      `Unknown ${kind}: ${name}. This may be due to one of the following reasons:\n1. The ${kind} is defined in Python, in which case it needs to be ported to TensorFlow.js or your JavaScript code.\n2. The custom ${kind} is defined in JavaScript, but is not registered properly with tf.serialization.registerClass().`,
    ),
    ...(close && { expected: close }),
    received: name,
  });
}

/** Options of other libraries that TensorFlow.js passes over without a word, and what it calls them. */
const FOREIGN: Readonly<Record<string, string>> = {
  groups: "TensorFlow.js has no grouped convolution",
  stride: "it is called strides here",
  dilation: "it is called dilationRate here",
  dilations: "it is called dilationRate here",
  inChannels: "TensorFlow.js takes the channels from the input",
  outChannels: "it is called filters here",
  outputPadding: "TensorFlow.js derives the size from strides and kernelSize",
  bias: "it is called useBias here",
};

/** Keras's spelling of an option of this layer. */
function inSnakeCase(field: string, params: readonly Param[]): string | undefined {
  if (!field.includes("_")) return undefined;
  const own = field.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return params.some(({ name }) => name === own) ? `it is called ${own} here` : undefined;
}

/** Warns of options that are not this layer's and that people expect to work. */
export function warnIgnored({ given, fail }: CheckCall, spec: { readonly params: readonly Param[] }): void {
  for (const [field, value] of Object.entries(given)) {
    const why = (Object.hasOwn(FOREIGN, field) && FOREIGN[field]) || inSnakeCase(field, spec.params);
    if (!why || value === undefined || spec.params.some((param) => param.name === field)) continue;
    fail({
      code: "option-ignored",
      stage: "construct",
      at: { arg: field },
      message: `ignores ${field}: ${why}`,
      severity: "warning",
      ...(/called (\w+)/.test(why) && { expected: /called (\w+)/.exec(why)![1]! }),
    });
  }
}

export const activation = word("activation", "Function applied to the output.", { choices: ACTIVATIONS });
