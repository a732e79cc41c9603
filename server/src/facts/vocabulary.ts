/** Making values and reading them: the small vocabulary of the interpreter. */
import { type Dim, isUnknown, symbol, unknown as unknownDim } from "@convlens/engine/specs";
import type { Span } from "./span.ts";
import type { State } from "./state.ts";
import type { ConstValue, ObjectValue, RatioValue, SizeValue, UnknownValue, Value } from "./values.ts";

export const UNKNOWN: UnknownValue = { kind: "unknown" };
/** The member that gives what is in a value, one by one: what loops and spreads ask for. */
export const ELEMENTS = "[elements]";
/** The method that runs a module, in all libraries that have modules. */
export const RUN_METHOD = "forward";
export const UNDEFINED: ConstValue = { kind: "const", value: undefined };
/** What a list has where nothing was put, `new Array(3)`: read, it is undefined; `forEach` and its like pass over it. */
export const HOLE: ConstValue = { kind: "const", value: undefined };

/** A number of which nothing else is known: what arithmetic and Math give in any case. */
export const SOME_NUMBER: RatioValue = { kind: "ratio", numerator: unknownDim, denominator: 1 };

export const constant = (value: ConstValue["value"], span?: Span): ConstValue =>
  span ? { kind: "const", value, span } : { kind: "const", value };
export const notKnown = (why: string): UnknownValue => ({ kind: "unknown", why });

/** What is read where a value stands: of state that somebody else sets, and of getters, what it is by then. */
export const currentOf = (value: Value): Value =>
  value.kind === "unknown" && value.current ? value.current() : value;

/** A size as a value: plain numbers are constants. */
export function size(dim: Dim): ConstValue | SizeValue | UnknownValue {
  if (typeof dim === "number") return constant(dim);
  return isUnknown(dim) ? UNKNOWN : { kind: "size", dim };
}

/** The value as a dimension: a free parameter is a symbol of its own name; no number is unknown. */
export function toDim(value: Value | undefined): Dim {
  // what is not a number came of something absent, and says nothing of a size
  if (value?.kind === "const" && value.value === 0 && (value.read || !value.span)) return unknownDim; // of what is not filled yet
  if (value?.kind === "const")
    return typeof value.value === "number" && !Number.isNaN(value.value) ? value.value : unknownDim;
  if (value?.kind === "size") return value.dim;
  return value?.kind === "unknown" && value.free ? symbol(value.free, { min: 0 }) : unknownDim;
}

/** A layer or object takes the name of the first place that it is stored in. */
export function giveName(state: State, value: Value, name: string, span?: Span): Value {
  if ((value.kind !== "layer" && value.kind !== "object") || value.name !== undefined) return value;
  state.set(value, "name", name);
  if (value.kind === "layer" && span) state.set(value, "nameSpan", span);
  return value;
}

/** The fields of an object in their order, up to the first that need not be there or not there; then the list is not whole. */
export function fieldsIn({ fields, complete, optional, misplaced, base }: ObjectValue): {
  readonly entries: readonly (readonly [string, Value])[];
  readonly complete: boolean;
} {
  const all = [...fields];
  // an index would stand in front, if it is there
  if (!base && [...(optional ?? []), ...(misplaced ?? [])].some((name) => INDEX.test(name)))
    return { entries: [], complete: false };
  const end = all.findIndex(([name]) => optional?.has(name) || misplaced?.has(name));
  return end < 0 ? { entries: all, complete } : { entries: all.slice(0, end), complete: false };
}

/** Fields as JavaScript lists those of an object: names that are indices first, in their order. */
export function listedOrder<T>(
  entries: readonly (readonly [string, T])[],
): readonly (readonly [string, T])[] {
  const indices = entries.filter(([name]) => INDEX.test(name));
  if (indices.length === 0) return entries;
  return [
    ...indices.toSorted(([a], [b]) => Number(a) - Number(b)),
    ...entries.filter(([name]) => !INDEX.test(name)),
  ];
}

const INDEX = /^(0|[1-9]\d{0,9})$/;

/** Whether the value may be part of arithmetic on sizes. */
export const isSizeLike = (value: Value): boolean =>
  (value.kind === "const" && typeof value.value === "number" && Number.isInteger(value.value)) ||
  value.kind === "size" ||
  (value.kind === "unknown" && value.free !== undefined);

/** null or undefined; undefined where it is not decided. */
export function isNullish(value: Value): boolean | undefined {
  if (value.kind === "const") return value.value === null || value.value === undefined;
  if (value.kind === "unknown") return undefined;
  if (value.kind !== "union") return false;
  const verdicts = new Set(value.options.map(isNullish));
  return verdicts.size === 1 ? [...verdicts][0] : undefined;
}

export const asString = (value: Value | undefined): string | undefined =>
  value?.kind === "const" && typeof value.value === "string" ? value.value : undefined;
export const asNumber = (value: Value | undefined): number | undefined =>
  value?.kind === "const" && typeof value.value === "number" ? value.value : undefined;
/** A property name: strings and numbers alike. */
export const asKey = (value: Value): string | undefined =>
  value.kind === "const" && value.value !== null && (value.value !== undefined || value.absent)
    ? String(value.value)
    : undefined;
