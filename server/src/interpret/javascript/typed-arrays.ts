/**
 * Typed arrays: how many elements of which type, never which.
 *
 *   new Float32Array(3 * 224 * 224)          // 150528 of them
 *   Float32Array.from(rows.flat()), pixels.subarray(0, n).map(f), BigInt64Array.of(1n, 2n)
 */
import { type Dim, divideExactly, isUnknown, max, mul, sub, unknown } from "@convlens/engine/specs";
import { countOf } from "../../facts/join.ts";
import { TYPED_ARRAYS, type TypedArrayType } from "../../facts/typed-array.ts";
import type { BuiltinValue, CallSite, TypedArrayValue, Value } from "../../facts/values.ts";
import {
  constant,
  ELEMENTS,
  isSizeLike,
  SOME_NUMBER,
  size,
  toDim,
  UNDEFINED,
  UNKNOWN,
} from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";
import { further } from "./array.ts";
import { keptOf } from "./kept.ts";

/** The constructors, by name. */
export const typedArrayGlobals = (run: Run): Record<string, Value> =>
  Object.fromEntries(
    (Object.keys(TYPED_ARRAYS) as TypedArrayType[]).map((type) => [type, constructorOf(type, run)]),
  );

export const typedArray = (type: TypedArrayType, length: Dim): TypedArrayValue => ({
  kind: "typed-array",
  type,
  length,
});

function constructorOf(type: TypedArrayType, run: Run): BuiltinValue {
  const make = (name: string, length: (site: CallSite) => Dim): BuiltinValue => ({
    kind: "builtin",
    name,
    call: (site) => typedArray(type, length(site)),
  });
  return {
    kind: "builtin",
    name: type,
    // the bytes of a file stay what they are
    construct: (site) => {
      const [source] = site.args;
      return source?.kind === "location" ? source : typedArray(type, lengthOfNew(type, site));
    },
    get: (name) => {
      if (name === "BYTES_PER_ELEMENT") return constant(TYPED_ARRAYS[type]);
      if (name === "of") return make(name, ({ args }) => args.length);
      if (name !== "from") return undefined;
      return make(name, (site) => {
        const [source, map] = site.args;
        if (map) further([SOME_NUMBER, SOME_NUMBER], site, run, map);
        return lengthOfSource(source);
      });
    },
  };
}

/** `new Float32Array(…)` of a length, a list, another typed array, or a part of a buffer. */
function lengthOfNew(type: TypedArrayType, { args }: CallSite): Dim {
  const [source, offset, length] = args;
  if (!source) return 0;
  if (length) return asLength(length);
  if (source.kind === "const" || source.kind === "size" || source.kind === "ratio") return asLength(source);
  // a name that nobody typed may be a list as well as a length
  if (source.kind === "unknown") return source.free !== undefined && !source.fields ? toDim(source) : unknown;
  const bytes = source.kind === "object" && !source.cls ? source.fields.get("byteLength") : undefined;
  if (!bytes) return lengthOfSource(source);
  const [all, from] = [asLength(bytes), offset ? asLength(offset) : 0];
  // what is left over is an error, and none of ours
  return isUnknown(all) || isUnknown(from)
    ? unknown
    : (divideExactly(sub(all, from), TYPED_ARRAYS[type]) ?? unknown);
}

export function asLength(value: Value): Dim {
  if (value.kind === "const" && !isLength(value.value)) return unknown;
  return isSizeLike(value) ? toDim(value) : unknown;
}

const isLength = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;

/** Elements that a list, or whatever has a length, gives. */
export function lengthOfSource(source: Value | undefined): Dim {
  switch (source?.kind) {
    case "typed-array":
      return source.length;
    case "array":
      return countOf(source) ?? unknown;
    case "const":
      return typeof source.value === "string" ? [...source.value].length : unknown;
    case "object": {
      const length = source.fields.get("length");
      return length && !source.base ? asLength(length) : unknown;
    }
    default:
      return unknown;
  }
}

const SAME: ReadonlySet<string> = new Set([
  "fill",
  "sort",
  "reverse",
  "copyWithin",
  "toSorted",
  "toReversed",
  "with",
]);
const NUMBERS: ReadonlySet<string> = new Set(["at", "indexOf", "lastIndexOf", "findIndex", "byteOffset"]);
const MOST_LISTED = 64;

/** `array.name` of a typed array. */
export function typedArrayMember(self: TypedArrayValue, name: string, run: Run): Value {
  if (name === "length") return isUnknown(self.length) ? SOME_NUMBER : size(self.length);
  if (name === "byteLength") return size(mul(self.length, TYPED_ARRAYS[self.type]));
  if (name === "BYTES_PER_ELEMENT") return constant(TYPED_ARRAYS[self.type]);
  if (/^\d+$/.test(name)) return isBig(self) ? UNKNOWN : SOME_NUMBER;
  const call = methodOf(self, name, run);
  return call ? { kind: "builtin", name, call } : UNKNOWN;
}

function methodOf(self: TypedArrayValue, name: string, run: Run): ((site: CallSite) => Value) | undefined {
  const visit = (site: CallSite): void => {
    if (site.args[0]?.kind === "function") further([element(self), SOME_NUMBER, self], site, run);
  };
  if (SAME.has(name)) return () => self;
  if (NUMBERS.has(name)) return () => SOME_NUMBER;
  switch (name) {
    case "slice":
    case "subarray":
      return ({ args }) => typedArray(self.type, partLength(self.length, args[0], args[1]));
    case "map":
      return (site) => {
        visit(site);
        return self;
      };
    case "filter":
      return (site) => {
        visit(site);
        return typedArray(self.type, keptOf(self.length, site, run) ?? unknown);
      };
    case "forEach":
    case "find":
    case "some":
    case "every":
      return (site) => {
        visit(site);
        return name === "forEach" ? UNDEFINED : UNKNOWN;
      };
    case "reduce":
    case "reduceRight":
      return (site) => {
        // what is gathered may be anything: a number only where it starts from one
        const [, start] = site.args;
        const gathered = start && !isSizeLike(start) ? UNKNOWN : SOME_NUMBER;
        further([gathered, element(self), SOME_NUMBER, self], site, run);
        return gathered;
      };
    case "set":
      return () => UNDEFINED;
    case "values":
    case ELEMENTS:
      return () => listOf(self, run);
    default:
      return undefined;
  }
}

const isBig = ({ type }: TypedArrayValue): boolean => type.startsWith("Big");
const element = (self: TypedArrayValue): Value => (isBig(self) ? UNKNOWN : SOME_NUMBER);

/** The elements as a list: as many, where they are few. */
function listOf(self: TypedArrayValue, run: Run): Value {
  const { length } = self;
  return typeof length === "number" && length <= MOST_LISTED
    ? run.world.array(new Array<Value>(length).fill(element(self)))
    : run.world.array([], false);
}

/** `array.slice(from, to)`, with JavaScript's reading of what is negative or too far. */
export function partLength(length: Dim, from: Value | undefined, to: Value | undefined): Dim {
  const given = (value: Value | undefined): value is Value =>
    value !== undefined && !(value.kind === "const" && value.value === undefined);
  const start = given(from) ? asOffset(from) : 0;
  const end = given(to) ? asOffset(to) : length;
  if (isUnknown(start) || isUnknown(end)) return unknown;
  if (typeof length === "number" && typeof start === "number" && typeof end === "number") {
    const at = (offset: number): number =>
      Math.min(Math.max(offset < 0 ? length + offset : offset, 0), length);
    return Math.max(0, at(end) - at(start));
  }
  // with symbols: only what certainly lies inside
  if (start === 0 && end === length) return length;
  if (end === length && typeof start === "number" && start >= 0) return max(sub(length, start), 0);
  return unknown;
}

const asOffset = (value: Value): Dim =>
  value.kind === "const"
    ? Number.isSafeInteger(value.value)
      ? (value.value as number)
      : unknown
    : toDim(value);
