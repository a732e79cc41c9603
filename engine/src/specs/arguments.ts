/**
 * Arguments of layers: defaults filled in, one size an axis, and what every library refuses alike.
 *
 *   const args = complete(conv2d, { inChannels: 3, outChannels: 16, kernelSize: 3 });
 *   axesOf(args.kernelSize, 2)   // [3, 3]
 */
import { type Dim, unknown } from "../dims/index.ts";
import {
  type Arg,
  type Args,
  type Call,
  type LayerSpec,
  type Param,
  type Problem,
  UNKNOWN_ARG,
  type Unknown,
} from "./spec.ts";

export const isUnknownArg = (arg: unknown): arg is Unknown =>
  typeof arg === "object" && arg !== null && "unknown" in arg;
export const isDim = (arg: unknown): arg is Dim =>
  typeof arg === "number" || (typeof arg === "object" && arg !== null && "kind" in arg && "key" in arg);
export const isList = (arg: unknown): arg is readonly unknown[] => Array.isArray(arg);

/** The argument as a size: true counts as 1, as in Python; anything that is no number is unknown. */
export function dimOf(arg: unknown): Dim {
  if (isDim(arg)) return arg;
  return typeof arg === "boolean" ? Number(arg) : unknown;
}

/** One size an axis: a single value (or a list of one) serves all axes. A list of another length answers undefined. */
export function axesOf(arg: unknown, rank: number): Dim[] | undefined {
  if (!isList(arg)) return new Array<Dim>(rank).fill(dimOf(arg));
  if (arg.length === 1) return new Array<Dim>(rank).fill(dimOf(arg[0]));
  return arg.length === rank ? arg.map(dimOf) : undefined;
}

/** The same where windows are drawn, whatever was found wrong with them: a list of another length makes unknown sizes. */
export const drawnAxesOf = (arg: unknown, rank: number): Dim[] =>
  axesOf(arg, rank) ?? new Array<Dim>(rank).fill(unknown);

/** The sizes of a shape argument; a single integer is a shape of one axis. */
export const shapeOf = (arg: unknown): Dim[] => (isList(arg) ? arg.map(dimOf) : [dimOf(arg)]);

/** A flag as Python's truth value; undefined where it is not known. */
export const flagOf = (arg: unknown): boolean | undefined => (isUnknownArg(arg) ? undefined : Boolean(arg));
export const wordOf = (arg: unknown): string | undefined => (typeof arg === "string" ? arg : undefined);
export const numberOf = (arg: unknown): number | undefined => (typeof arg === "number" ? arg : undefined);

/** `given` with the defaults of all parameters that it leaves out. */
export function complete(spec: LayerSpec, given: Args): Args {
  const args: Record<string, Arg> = {};
  for (const param of spec.params) {
    const value = given[param.name];
    args[param.name] = value === undefined ? param.default : value;
  }
  return args;
}

/** The arguments as rules may count with them: a size or an axis that is no whole number is refused, and unknown. */
export function countable(spec: LayerSpec, args: Args, fail: (problem: Problem) => void): Args {
  let sound: Record<string, Arg> | undefined;
  for (const param of spec.params) {
    const { name, kind } = param;
    const value = args[name];
    if (kind !== "int" && kind !== "ints" && kind !== "shape") continue;
    if (isList(value) ? value.every(isCount) : isCount(value)) continue;
    fail(mistyped(spec, param, value!));
    sound ??= { ...args };
    sound[name] = isList(value) ? (value.map((v) => (isCount(v) ? v : unknown)) as Arg) : UNKNOWN_ARG;
  }
  return sound ?? args;
}

const isCount = (value: unknown): boolean => typeof value !== "number" || Number.isSafeInteger(value);

/** What a constructor refuses before it looks at values: missing, unknown and mistyped arguments. */
export function checkArguments(spec: LayerSpec, given: Args, fail: (problem: Problem) => void): void {
  for (const param of spec.params) {
    const value = given[param.name];
    if (value === undefined) {
      if (param.required) fail(missing(spec, param));
    } else if (!fits(param, value)) fail(mistyped(spec, param, value));
  }
  const known = new Set(spec.params.map((param) => param.name));
  for (const name of Object.keys(given)) if (!known.has(name)) fail(notKnown(spec, name, known));
}

const missing = (spec: LayerSpec, param: Param): Problem => ({
  code: "argument-missing",
  stage: "construct",
  at: "call",
  message: `needs ${param.name}: ${param.doc.replace(/\.$/, "")}`,
  runtime: `${spec.name}.__init__() missing 1 required positional argument: '${snake(param.name)}'`,
  exception: "TypeError",
});

const mistyped = (spec: LayerSpec, param: Param, value: Arg): Problem => ({
  code: "argument-type",
  stage: param.checkedAt ?? (param.required ? "construct" : "forward"),
  at: { arg: param.name },
  message: `takes ${wanted[param.kind]} as ${param.name}, not ${shown(value)}`,
  runtime: `${spec.name}: ${snake(param.name)} must be ${wanted[param.kind]}, but got ${shown(value)}`,
  exception: "TypeError",
  received: value,
});

/** As the source would write it: JSON has no NaN and no Infinity. */
const shown = (value: unknown): string =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "symbol"
    ? String(value)
    : typeof value === "object" && value !== null && !isList(value)
      ? "an object"
      : (JSON.stringify(value, (_, part) => (typeof part === "bigint" ? String(part) : part)) ??
        typeof value);

function notKnown(spec: LayerSpec, name: string, known: ReadonlySet<string>): Problem {
  const close = meant(name, known);
  return {
    code: "argument-unknown",
    stage: "construct",
    at: { arg: name },
    message: `has no option ${name}${close ? `; did you mean ${close}?` : ""}`,
    runtime: `${spec.name}.__init__() got an unexpected keyword argument '${snake(name)}'${close ? `; did you mean ${close}?` : ""}`,
    exception: "TypeError",
  };
}

/** PyTorch's own spelling (`padding_mode`), a beginning, or a letter too many or too few. */
export function meant(name: string, known: Iterable<string>): string | undefined {
  const plain = (word: string): string => word.toLowerCase().replaceAll("_", "");
  const given = plain(name);
  const all = [...known];
  return (
    all.find((other) => plain(other) === given) ??
    all.find((other) => plain(other).startsWith(given.slice(0, 4)) && given.length >= 3) ??
    all.find((other) => without(plain(other)).has(given) || without(given).has(plain(other)))
  );
}

/** The word with one letter taken out, for each letter. */
const without = (word: string): ReadonlySet<string> =>
  new Set(Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1)));

const wanted: Readonly<Record<Param["kind"], string>> = {
  int: "a whole number",
  ints: "a whole number or one an axis",
  shape: "a list of whole numbers",
  number: "a number",
  bool: "true or false",
  word: "a word",
  tensor: "a tensor",
  any: "a value",
};

function fits(param: Param, value: Arg): boolean {
  if (isUnknownArg(value) || (value === null && param.default === null)) return true;
  if (["bigint", "symbol", "function"].includes(typeof value)) return false;
  switch (param.kind) {
    case "int":
      return isWhole(value);
    case "ints":
      // a kernel size of True counts as 1, every other flag is refused
      return (
        (isWhole(value) && (typeof value !== "boolean" || param.required === true)) ||
        (isList(value) && value.every((v) => isWhole(v) || v === null)) ||
        (typeof value === "string" && param.choices !== undefined)
      );
    case "shape":
      // a kernel size of True counts as 1, every other flag is refused
      return (
        (isWhole(value) && (typeof value !== "boolean" || param.required === true)) ||
        (isList(value) && value.every(isWhole))
      );
    case "number":
      return isDim(value) || typeof value === "boolean";
    case "word":
      return typeof value === "string";
    case "tensor":
      return typeof value === "number"; // its place
    default:
      return true;
  }
}

const isWhole = (value: unknown): boolean =>
  isUnknownArg(value) ||
  typeof value === "boolean" ||
  (isDim(value) && (typeof value !== "number" || Number.isInteger(value)));

export const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `arg` as one size an axis; a list of another length is a problem of the call. */
export function axes(call: Call, name: string, rank: number, stage: Problem["stage"] = "forward"): Dim[] {
  const value = call.args[name];
  const sizes = axesOf(value, rank);
  if (sizes) return sizes;
  const length = (value as readonly unknown[]).length;
  call.fail({
    code: "tuple-length",
    stage,
    at: { arg: name },
    message: `takes one ${name} or ${rank}, not ${length}`,
    runtime: `expected ${snake(name)} to be a single integer value or a list of ${rank} values to match the convolution dimensions, but got ${snake(name)}=[${(value as readonly unknown[]).join(", ")}]`,
    exception: "RuntimeError",
  });
  return new Array<Dim>(rank).fill(unknown);
}

// ── parameters in short ─────────────────────────────────────────────────────────────────────────────────────────

type Extra = Partial<Omit<Param, "name" | "kind" | "doc">>;
const param =
  (kind: Param["kind"]) =>
  (name: string, doc: string, extra: Extra = {}): Param => ({ name, kind, doc, ...extra });
const required =
  (make: (name: string, doc: string, extra?: Extra) => Param) =>
  (name: string, doc: string): Param =>
    make(name, doc, { required: true });

export const int = param("int");
export const ints = param("ints");
export const shape = param("shape");
export const number = param("number");
export const needNumber = required(number);
export const bool = param("bool");
export const word = param("word");
export const tensor = param("tensor");
export const needTensor = required(tensor);
export const needInt = required(int);
export const needInts = required(ints);
export const needShape = required(shape);
export { UNKNOWN_ARG };
