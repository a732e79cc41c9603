/** The data of a tensor as a program gives it: a typed array, a plain list, or something else. */
import { type Dim, unknown } from "@convlens/engine/specs";
import { countOf } from "../../facts/join.ts";
import type { TypedArrayType } from "../../facts/typed-array.ts";
import type { Value } from "../../facts/values.ts";

export type Data =
  | { readonly kind: "typed"; readonly type: TypedArrayType; readonly length: Dim }
  | {
      readonly kind: "list";
      /** Of its elements, where that is known: "number", "string", "bigint", "boolean". */
      readonly of: string | undefined;
      readonly length: Dim;
    }
  | { readonly kind: "other"; readonly what: string; readonly length?: undefined }
  | { readonly kind: "unknown"; readonly length?: undefined };

export function dataOf(value: Value | undefined): Data {
  switch (value?.kind) {
    case undefined:
      return { kind: "other", what: "nothing" };
    case "typed-array":
      return { kind: "typed", type: value.type, length: value.length };
    case "array": {
      const kinds = new Set(value.elements.map(kindOf));
      const [kind] = kinds;
      return {
        kind: "list",
        of: kinds.size === 1 ? kind : undefined,
        length: countOf(value) ?? unknown,
      };
    }
    case "const":
      return value.value === undefined
        ? { kind: "other", what: "undefined" }
        : { kind: "other", what: typeof value.value === "string" ? "a text" : String(value.value) };
    case "size":
    case "ratio":
      return { kind: "other", what: "a number" };
    case "tensor":
      return { kind: "other", what: "a tensor" };
    case "object":
      return value.base && /^(Shared)?ArrayBuffer$/.test(value.base.name)
        ? { kind: "other", what: `bare bytes, the ${value.base.name}` }
        : { kind: "unknown" };
    default:
      return { kind: "unknown" };
  }
}

/** A nested list is one element of its own kind. */
const kindOf = (value: Value): string | undefined =>
  value.kind === "const"
    ? typeof value.value
    : value.kind === "size" || value.kind === "ratio"
      ? "number"
      : value.kind === "array"
        ? "object"
        : undefined;

export const isAbsent = (value: Value | undefined): value is undefined =>
  value === undefined || (value.kind === "const" && value.value === undefined);
