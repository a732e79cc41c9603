/**
 * Arguments of a call as a layer's parameters: positional ones in the library's order, options by name. Shared by all
 * dialects.
 */
import { type Arg, type Args, type Dim, type Param, symbol, UNKNOWN_ARG } from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { Value } from "../../facts/values.ts";
import { toDim, UNKNOWN } from "../../facts/vocabulary.ts";

export interface Decoded {
  readonly args: Args;
  readonly argSpans: Readonly<Record<string, Span>>;
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/**
 * Decodes `values` against `params`: a plain object in any place after the required ones (or alone) is the options.
 * Options under snake_case names are understood too, unless the library takes its own names alone.
 */
export function decodeArguments(
  params: readonly Param[],
  values: readonly Value[],
  spans: readonly Span[],
  spelling: "any case" | "exact" = "any case",
): Decoded {
  const args: Record<string, Arg> = {};
  const argSpans: Record<string, Span> = {};
  let next = 0;
  for (const [i, value] of values.entries()) {
    if (value.kind === "object" && !value.base && !value.cls) {
      for (const [name, option] of value.fields) {
        if (name === "__proto__") continue; // no option, in JavaScript neither
        const key = spelling === "exact" ? name : camel(name);
        const param = params.find((candidate) => candidate.name === key);
        args[key] = decodeArg(withoutPlaceholders(key, option, value.places?.get(name) ?? spans[i]), param);
        // of an option that there is not, its name is at fault
        const named = param ? undefined : value.keyPlaces?.get(name);
        const span = named ?? spanOf(option) ?? value.places?.get(name) ?? spans[i];
        if (span) argSpans[key] = span;
        spanElements(key, option, argSpans);
      }
      if (!value.complete)
        for (const param of params.slice(next)) if (!(param.name in args)) args[param.name] = UNKNOWN_ARG;
      continue;
    }
    const param = params[next++];
    if (!param) continue; // more arguments than the library has: JavaScript ignores them
    if (
      value.kind === "unknown" &&
      (value.free === undefined || value.fields) &&
      !param.required &&
      i === values.length - 1 &&
      next > params.filter((p) => p.required).length
    ) {
      // probably the options object itself, of which nothing is known
      for (const rest of params.slice(next - 1)) args[rest.name] = UNKNOWN_ARG;
      continue;
    }
    args[param.name] = decodeArg(withoutPlaceholders(param.name, value, spans[i]), param);
    if (spans[i]) argSpans[param.name] = spans[i];
    spanElements(param.name, value, argSpans);
  }
  return { args, argSpans };
}

/** Arguments that are numbers of something. */
const COUNTS =
  /^(units|filters|depth|n|shape|(in|out)(Features|Channels)|(input|output)Dim|(input|batchInput|target)Shape|num(Embeddings|Features)|embeddingDim|inputSize|hiddenSize)$/;

/**
 * Nobody counts nothing: a zero that does not stand in the call itself is what a variable holds, or a list's length, until
 * somebody fills it.
 */
export function withoutPlaceholders(name: string, value: Value, place: Span | undefined): Value {
  if (!COUNTS.test(name)) return value;
  if (value.kind === "array" && value.elements.some((element) => isPlaceholder(element, place)))
    return {
      ...value,
      elements: value.elements.map((element) => (isPlaceholder(element, place) ? UNKNOWN : element)),
    };
  return isPlaceholder(value, place) ? UNKNOWN : value;
}

function isPlaceholder(value: Value, place: Span | undefined): boolean {
  if (value.kind !== "const" || value.value !== 0) return false;
  const { span } = value;
  return (
    value.read === true ||
    !span ||
    !place ||
    span.file !== place.file ||
    span.start < place.start ||
    span.end > place.end
  );
}

/** The values themselves by the names of their parameters, options among them. */
export function valuesByName(
  params: readonly Param[],
  values: readonly Value[],
): readonly (readonly [name: string, value: Value])[] {
  let next = 0;
  return values.flatMap((value): (readonly [string, Value])[] => {
    if (value.kind === "object" && !value.base && !value.cls)
      return [...value.fields].map(([name, option]) => [camel(name), option] as const);
    const param = params[next++];
    return param ? [[param.name, value]] : [];
  });
}

/** Elements of a list that the source spells out have places of their own. */
function spanElements(name: string, value: Value, argSpans: Record<string, Span>): void {
  if (value.kind !== "array") return;
  for (const [i, element] of value.elements.entries()) {
    const span = spanOf(element);
    if (span) argSpans[`${name}.${i}`] = span;
  }
}

const spanOf = (value: Value): Span | undefined =>
  "span" in value ? (value.span as Span | undefined) : undefined;

const LISTS: ReadonlySet<Param["kind"]> = new Set(["ints", "shape"]);

/** One value as an argument of the given kind. */
export function decodeArg(value: Value, param?: Pick<Param, "kind">): Arg {
  switch (value.kind) {
    case "const":
      if (typeof value.value === "bigint") return Number(value.value);
      return Number.isNaN(value.value) ? UNKNOWN_ARG : value.value;
    case "size":
      return value.dim;
    case "layer":
      return { spec: value.spec, args: value.args };
    case "array":
      if (!value.complete) return UNKNOWN_ARG;
      // what stands in a list of sizes is a size, and no list
      return value.elements.map((element): Dim | Arg =>
        decodeArg(element, param && LISTS.has(param.kind) ? { kind: "int" } : param),
      ) as Arg;
    case "unknown":
      if (
        value.free !== undefined &&
        param &&
        (value.fields ? ["int"] : ["int", "ints", "shape", "number"]).includes(param.kind)
      )
        return symbol(value.free, { min: 0 });
      return UNKNOWN_ARG;
    default:
      return UNKNOWN_ARG;
  }
}

/** A list of sizes from `(2, 3)` or `([2, 3])`; undefined where not even their number is known. */
export function decodeSizes(values: readonly Value[]): Dim[] | undefined {
  const [first] = values;
  if (values.length === 1 && first?.kind === "array")
    return first.complete ? first.elements.map(toDim) : undefined;
  if (values.length === 1 && first?.kind === "unknown" && (first.free === undefined || first.fields))
    return undefined;
  if (values.some((value) => value.kind === "union")) return undefined;
  return values.map(toDim);
}
