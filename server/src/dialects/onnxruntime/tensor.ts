/**
 * `new ort.Tensor(type, data, dims)` and what a tensor can do, with the checks of its constructor.
 * https://github.com/microsoft/onnxruntime/blob/main/js/common/lib/tensor-impl.ts
 *
 *   new ort.Tensor("float32", new Float32Array(7), [2, 4])   // tensor-data-length: needs 8 values, receives 7
 */
import {
  type Dim,
  decide,
  eq,
  isUnknown,
  prettyShape,
  product,
  type Shape,
  unknown,
} from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { BuiltinValue, CallSite, TensorValue, Value } from "../../facts/values.ts";
import { asString, toDim } from "../../facts/vocabulary.ts";
import { reportAt } from "../loaded/report.ts";
import { type Data, dataOf, isAbsent } from "./data.ts";
import { holderOf, holds, typeOfArray } from "./element-types.ts";
import { imageTensor } from "./image.ts";

export const DIALECT = "onnxruntime";

export const method = (name: string, call: (site: CallSite) => Value): BuiltinValue => ({
  kind: "builtin",
  name,
  call,
});

export const tensorClass: BuiltinValue = {
  kind: "builtin",
  name: "Tensor",
  construct: (site) => makeTensor(site),
  call: (site) => {
    const problem: Problem = {
      code: "tensor-arguments",
      stage: "construct",
      at: { arg: "argument" },
      message: "is a class: make one with new",
      runtime: "Class constructor Tensor cannot be invoked without 'new'",
      exception: "TypeError",
    };
    reportAt(site, "Tensor", problem, "argument", site.calleeSpan);
    return made(site, null, undefined);
  },
  get: (name) => {
    if (name === "fromImage") return method(name, imageTensor);
    return /^from[A-Z]/.test(name) ? method(name, (site) => fromElsewhere(site)) : undefined;
  },
};

/** `Tensor.fromGpuBuffer(buffer, { dataType, dims })` and its like. */
function fromElsewhere({ args: [first, second, third], world, span }: CallSite): Value {
  const options = second?.kind === "object" ? second : third?.kind === "object" ? third : undefined;
  const type = asString(options?.fields.get("dataType")) ?? asString(first);
  const shape = dimsOf(options?.fields.get("dims") ?? third);
  return world.tensor(shape ?? null, span, { dialect: DIALECT, ...(type && { elementType: type }) });
}

/** A tensor of onnxruntime, or of a library (`dialect`) whose tensors are made in the same way. */
export function makeTensor(site: CallSite, dialect = DIALECT): Value {
  const { args, argSpans, span } = site;
  const report = (
    code: Problem["code"],
    message: string,
    runtime: string,
    at: number,
    facts: Partial<Problem> = {},
  ): void =>
    reportAt(
      site,
      "Tensor",
      {
        code,
        stage: "construct",
        at: { arg: "argument" },
        message,
        runtime,
        exception: "TypeError",
        ...facts,
      },
      "argument",
      argSpans[at] ?? span,
      [],
      dialect,
    );
  const [first] = args;
  const named = asString(first);
  // what is neither text nor data may be either
  if (isPlace(first) || (named === undefined && dataOf(first).kind === "unknown"))
    return made(site, dimsOf(args[2]) ?? null, undefined, dialect);
  const [dataAt, dimsAt] = named === undefined ? [0, 1] : [1, 2];
  const data = dataOf(args[dataAt]);
  const type = named ?? typeOfData(data);
  const shape = checkDims(args[dimsAt], (message, runtime, code = "tensor-dims") =>
    report(code, message, runtime, dimsAt),
  );
  if (shape === "refused") return made(site, null, type, dialect);
  if (
    named === undefined &&
    data.kind === "list" &&
    data.of !== "string" &&
    data.of !== "boolean" &&
    data.of !== undefined
  )
    report(
      "tensor-arguments",
      `needs the element type in front of a list of ${data.of}s`,
      `Invalid element type of data array: ${data.of}.`,
      0,
    );
  else if (named !== undefined)
    checkType(named, data, (message, runtime, at, facts) =>
      report("tensor-data-type", message, runtime, at, facts),
    );
  if (shape && data.length !== undefined && !isUnknown(data.length)) {
    const count = product(shape);
    const packed = type === "int4" || type === "uint4";
    if (!packed && decide(eq(count, data.length)) === false)
      report(
        "tensor-data-length",
        `needs ${text(count)} values for ${prettyShape(shape)}, receives ${text(data.length)}${hint(data.length, shape)}`,
        `Tensor's size(${text(count)}) does not match data length(${text(data.length)}).`,
        dataAt,
        { expected: count, received: data.length, exception: "Error" },
      );
  }
  return made(site, shape === undefined ? [data.length ?? unknown] : shape, type, dialect);
}

/** `{ location: "gpu-buffer", … }`: a tensor whose data lies elsewhere. */
const isPlace = (value: Value | undefined): boolean =>
  value?.kind === "object" && value.fields.has("location");

/** A tensor of this shape and type, made at the call. */
export const made = (
  { world, span }: CallSite,
  shape: Shape,
  type: string | undefined,
  dialect = DIALECT,
): TensorValue => world.tensor(shape, span, { dialect, ...(type !== undefined && { elementType: type }) });

export const text = (dim: Dim): string => prettyShape([dim]).slice(1, -1);

/** Where a picture came with its alpha channel, or without the batch. */
function hint(length: Dim, shape: NonNullable<Shape>): string {
  const count = product(shape);
  if (typeof length !== "number" || typeof count !== "number") return "";
  if (length * 3 === count * 4 && shape.includes(3))
    return ": four values a pixel, as canvases have them, where three are meant";
  return count > 0 && length > count && length % count === 0 ? `, ${length / count} times as many` : "";
}

export type Tell = (message: string, runtime: string, code?: Problem["code"]) => void;

/** The sizes as given; undefined where none are, "refused" where the runtime takes none of that. */
export function checkDims(value: Value | undefined, tell: Tell): Shape | undefined | "refused" {
  if (isAbsent(value)) return undefined;
  if (value.kind === "unknown" || value.kind === "union" || value.kind === "object") return null;
  if (value.kind !== "array") {
    tell(
      "takes the sizes as a list of numbers, behind the data",
      "A tensor's dims must be a number array",
      "tensor-arguments",
    );
    return "refused";
  }
  for (const [i, element] of value.elements.entries()) {
    if (element.kind === "array") {
      tell(
        `takes the sizes in one list, receives a list within it on axis ${i}`,
        `dims[${i}] must be an integer, got: …`,
      );
      return "refused";
    }
    if (element.kind !== "const") continue;
    const { value: dim } = element;
    if (!Number.isSafeInteger(dim)) {
      tell(
        `takes whole numbers as sizes, receives ${String(dim)} on axis ${i}`,
        `dims[${i}] must be an integer, got: ${String(dim)}`,
      );
      return "refused";
    }
    if ((dim as number) < 0) {
      tell(
        `takes no size below 0, receives ${String(dim)} on axis ${i}`,
        `dims[${i}] must be a non-negative integer, got: ${String(dim)}`,
      );
      return "refused";
    }
  }
  return dimsOf(value) ?? null;
}

export const dimsOf = (value: Value | undefined): Dim[] | undefined =>
  value?.kind === "array" && value.complete ? value.elements.map(toDim) : undefined;

const typeOfData = (data: Data): string | undefined => {
  if (data.kind === "typed") return typeOfArray(data.type);
  if (data.kind !== "list") return undefined;
  return data.of === "boolean" ? "bool" : data.of === "string" ? "string" : undefined;
};

/** Whether the data can hold elements of the type that is named. */
function checkType(
  type: string,
  data: Data,
  tell: (message: string, runtime: string, at: number, facts?: Partial<Problem>) => void,
): void {
  if (data.kind === "unknown") return;
  const holder = holderOf(type);
  if (type === "string") {
    if (data.kind !== "list")
      tell("holds texts in a plain list", "A string tensor's data must be a string array.", 1);
    else if (data.of !== undefined && data.of !== "string")
      tell(`holds texts, receives ${data.of}s`, "Tensor.data[0] must be a string.", 1);
    return;
  }
  if (!holder) {
    const likely = Object.hasOwn(ALIASES, type) ? ALIASES[type] : undefined;
    tell(
      `has no element type "${type}"${likely ? `; "${likely}" is meant` : ""}`,
      `Unsupported tensor type: ${type}.`,
      0,
      likely ? { expected: likely, received: type } : {},
    );
    return;
  }
  const runtime = `A ${type} tensor's data must be type of function ${holder}() { [native code] }`;
  if (data.kind === "typed") {
    if (!holds(data.type, type))
      tell(
        `holds ${type} in ${article(holder)}, receives ${article(data.type)}`,
        data.type === "Uint8ClampedArray"
          ? "A Uint8ClampedArray tensor's data must be type of uint8"
          : runtime,
        1,
        {
          expected: holder,
          received: data.type,
        },
      );
  } else if (data.kind === "other")
    tell(`holds ${type} in ${article(holder)}, receives ${data.what}`, runtime, 1, { expected: holder });
  else if (type === "float16")
    tell(
      "makes float16 of plain numbers only where JavaScript has a Float16Array",
      "Creating a float16 tensor from number array is not supported. Please use Uint16Array as data.",
      1,
      {
        severity: "warning",
      },
    );
  else if (data.of === "bigint" && type !== "int64" && type !== "uint64")
    tell(`makes ${type} of plain numbers, receives bigints`, "Cannot convert a BigInt value to a number", 1);
}

const article = (name: string): string => `${/^[AEIOU](?!int)/.test(name) ? "an" : "a"} ${name}`;

/** Names of other libraries. */
const ALIASES: Readonly<Record<string, string>> = {
  float: "float32",
  double: "float64",
  int: "int32",
  long: "int64",
  half: "float16",
  boolean: "bool",
  Float32: "float32",
  byte: "int8",
};
