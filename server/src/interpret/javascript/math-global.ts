/** `Math`, on numbers that are known, symbolic, or neither. */
import { ceilDiv, type Dim, floorDiv, isUnknown, lowerBound, max, min } from "@convlens/engine/specs";
import type { CallSite, Value } from "../../facts/values.ts";
import { constant, SOME_NUMBER, size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { namespace } from "./namespace.ts";

export const onNumber =
  (test: (value: number) => boolean) =>
  ({ args: [value] }: CallSite): Value =>
    value?.kind === "const"
      ? constant(typeof value.value === "number" && test(value.value))
      : value?.kind === "size"
        ? constant(test === Number.isInteger || test === Number.isFinite)
        : UNKNOWN;

// ── Math ────────────────────────────────────────────────────────────────────────────────────────────────────────

const rounded =
  (name: "floor" | "ceil" | "trunc" | "round") =>
  ({ args: [value] }: CallSite): Value => {
    if (value?.kind === "const") return constant(Math[name](value.value as number));
    if (value?.kind === "ratio") {
      if (name === "ceil") return size(ceilDiv(value.numerator, value.denominator));
      // sizes are not negative, so that truncation is flooring; rounding is ⌊x + ½⌋
      if (name === "round") return SOME_NUMBER;
      return size(floorDiv(value.numerator, value.denominator));
    }
    // whoever rounds a multiple of a parameter takes that for a fraction
    return value?.kind === "size" && lowerBound(value.dim) > 0 ? value : SOME_NUMBER;
  };

const extreme =
  (name: "min" | "max") =>
  ({ args }: CallSite): Value => {
    if (args.every((arg) => arg.kind === "const"))
      return constant(Math[name](...args.map((arg) => (arg.kind === "const" ? (arg.value as number) : 0))));
    const dims = args.map(toDim);
    if (dims.some((dim: Dim) => isUnknown(dim) || (typeof dim === "number" && !Number.isInteger(dim))))
      return SOME_NUMBER;
    return size((name === "min" ? min : max)(...dims));
  };

const onConstants =
  (
    name:
      | "abs"
      | "sqrt"
      | "cbrt"
      | "log"
      | "log2"
      | "log10"
      | "exp"
      | "sign"
      | "pow"
      | "hypot"
      | "sin"
      | "cos"
      | "tan",
  ) =>
  ({ args }: CallSite): Value =>
    args.every((arg) => arg.kind === "const")
      ? constant(
          (Math[name] as (...values: number[]) => number)(
            ...args.map((arg) => (arg.kind === "const" ? (arg.value as number) : 0)),
          ),
        )
      : SOME_NUMBER;

export const mathGlobal = namespace("Math", {
  floor: rounded("floor"),
  ceil: rounded("ceil"),
  trunc: rounded("trunc"),
  round: rounded("round"),
  min: extreme("min"),
  max: extreme("max"),
  random: () => SOME_NUMBER,
  PI: constant(Math.PI),
  E: constant(Math.E),
  ...Object.fromEntries(
    (
      [
        "abs",
        "sqrt",
        "cbrt",
        "log",
        "log2",
        "log10",
        "exp",
        "sign",
        "pow",
        "hypot",
        "sin",
        "cos",
        "tan",
      ] as const
    ).map((name) => [name, onConstants(name)]),
  ),
});
