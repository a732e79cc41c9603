/** Operators on constants and sizes: exact, or unknown. */
import {
  add,
  decide,
  divideExactly,
  eq,
  floorDiv,
  le,
  lowerBound,
  lt,
  mod,
  mul,
  neg,
  not,
  sub,
} from "@convlens/engine/specs";
import type { ConstValue, Value } from "../../facts/values.ts";
import {
  constant,
  isNullish,
  isSizeLike,
  SOME_NUMBER,
  size,
  toDim,
  UNKNOWN,
} from "../../facts/vocabulary.ts";
import type { Node } from "../../syntax/ir.ts";
import type { Frame } from "../machine/run.ts";
import { joinTexts } from "./locations.ts";
import { truth } from "./truth.ts";

export function unary(operator: string, value: Value): Value {
  if (operator === "!") {
    const decided = truth(value);
    return decided === undefined ? UNKNOWN : constant(!decided);
  }
  if (operator === "void") return constant(undefined);
  if (operator === "typeof") return typeOf(value);
  if (value.kind === "const") {
    if (operator === "-") return constant(-(value.value as number), value.span);
    if (operator === "+") return constant(Number(value.value), value.span);
    if (operator === "~") return constant(~(value.value as number));
  }
  if (operator === "-" && value.kind === "size") return size(neg(value.dim));
  return operator === "+" && value.kind === "size" ? value : UNKNOWN;
}

function typeOf(value: Value): Value {
  switch (value.kind) {
    case "const":
      return constant(typeof value.value);
    case "size":
    case "ratio":
      return constant("number");
    case "function":
    case "class":
      return constant("function");
    case "array":
    case "object":
    case "tensor":
    case "typed-array":
      return constant("object");
    default:
      return UNKNOWN;
  }
}

export function binary(operator: string, left: Value, right: Value, frame: Frame, _node: Node): Value {
  if (operator === "+" && (isText(left) || isText(right))) return joinTexts([left, right], frame.file);
  const value = combine(operator, left, right);
  return value.kind === "unknown" && ARITHMETIC.has(operator) ? SOME_NUMBER : value;
}

/** Paths are followed through sums of texts; what stands in front of them need not be known. */
const isText = (value: Value): boolean =>
  value.kind === "location" || (value.kind === "const" && typeof value.value === "string");

/** Operators that give a number, whatever they are applied to. */
const ARITHMETIC: ReadonlySet<string> = new Set(["-", "*", "/", "%", "**", "<<", ">>", ">>>", "|", "&", "^"]);

function combine(operator: string, left: Value, right: Value): Value {
  if (left.kind === "const" && right.kind === "const") return onConstants(operator, left.value, right.value);
  if (isEquality(operator)) return equality(operator, left, right);
  if (left.kind === "ratio" || right.kind === "ratio") return onRatios(operator, left, right);
  if (isSizeLike(left) && isSizeLike(right)) return onSizes(operator, left, right);
  // a fraction times a size is no whole number until it is rounded
  return UNKNOWN;
}

type Primitive = ConstValue["value"];
// biome-ignore lint/suspicious/noExplicitAny: JavaScript's own operators on whatever the source has
type Operator = (a: any, b: any) => Primitive;

const operators: Readonly<Record<string, Operator>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
  "|": (a, b) => a | b,
  "&": (a, b) => a & b,
  "^": (a, b) => a ^ b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
  // biome-ignore lint/suspicious/noDoubleEquals: what the source says
  "==": (a, b) => a == b,
  // biome-ignore lint/suspicious/noDoubleEquals: what the source says
  "!=": (a, b) => a != b,
};

/** Bigints are compared alone: computed with they grow without end, and beside a number they throw. */
function onConstants(operator: string, a: Primitive, b: Primitive): Value {
  const apply = operators[operator];
  const isBig = typeof a === "bigint";
  if (!apply || isBig !== (typeof b === "bigint") || (isBig && !/^[<>=!]=*$/.test(operator))) return UNKNOWN;
  return constant(apply(a, b));
}

const isEquality = (operator: string): boolean =>
  operator === "==" || operator === "===" || operator === "!=" || operator === "!==";

function equality(operator: string, left: Value, right: Value): Value {
  // an object beside a primitive is made one first: `[] == false`
  const made = operator.length === 2 && isPrimitive(left) !== isPrimitive(right);
  const equal = made && !isNullish(left) && !isNullish(right) ? undefined : equalValues(left, right);
  if (equal === undefined) return UNKNOWN;
  return constant(operator.startsWith("!") ? !equal : equal);
}

const isPrimitive = ({ kind }: Value): boolean => kind === "const" || kind === "size" || kind === "ratio";

function equalValues(left: Value, right: Value): boolean | undefined {
  if (left.kind === "unknown" || right.kind === "unknown") return undefined;
  const nullishRight = isNullish(right);
  if (nullishRight === true) return isNullish(left) ?? undefined;
  if (isNullish(left) === true) return nullishRight;
  if (left.kind === "union" || right.kind === "union") return undefined;
  if (isSizeLike(left) && isSizeLike(right)) return decide(eq(toDim(left), toDim(right)));
  if ("id" in left && "id" in right) return left.kind === right.kind && left.id === right.id;
  if (left.kind === "tensor" && right.kind === "tensor")
    return left.tensor === right.tensor ? true : undefined;
  if (left.kind === "class" && right.kind === "class") return left.cls === right.cls;
  if (left.kind === "location" || right.kind === "location") return undefined;
  if (left.kind !== right.kind && left.kind !== "ratio" && right.kind !== "ratio") return false;
  return left === right ? true : undefined;
}

function onSizes(operator: string, left: Value, right: Value): Value {
  const [a, b] = [toDim(left), toDim(right)];
  switch (operator) {
    case "+":
      return size(add(a, b));
    case "-":
      return size(sub(a, b));
    case "*":
      return size(mul(a, b));
    case "/": {
      if (b === 0) return UNKNOWN;
      const exact = divideExactly(a, b);
      return exact === undefined ? { kind: "ratio", numerator: a, denominator: b } : size(exact);
    }
    case "%":
      return lowerBound(a) >= 0 && lowerBound(b) > 0 ? size(mod(a, b)) : UNKNOWN;
    case ">>":
      return typeof b === "number" && b >= 0 ? size(floorDiv(a, 2 ** b)) : UNKNOWN;
    case "<<":
      return typeof b === "number" && b >= 0 ? size(mul(a, 2 ** b)) : UNKNOWN;
    case "|":
      return b === 0 ? size(a) : UNKNOWN;
    case "**":
      return typeof b === "number" && b >= 0 && b <= 8
        ? size(Array.from({ length: b }).reduce<typeof a>((power) => mul(power, a), 1))
        : UNKNOWN;
    case "<":
      return verdict(decide(lt(a, b)));
    case "<=":
      return verdict(decide(le(a, b)));
    case ">":
      return verdict(decide(not(le(a, b))));
    case ">=":
      return verdict(decide(not(lt(a, b))));
    default:
      return UNKNOWN;
  }
}

const verdict = (decided: boolean | undefined): Value =>
  decided === undefined ? UNKNOWN : constant(decided);

/** (n / d) · k and (n / d) / k stay quotients; `| 0` and `>> 0` round down. */
function onRatios(operator: string, left: Value, right: Value): Value {
  if (left.kind === "ratio" && isSizeLike(right)) {
    const b = toDim(right);
    if (operator === "*") return quotient(mul(left.numerator, b), left.denominator);
    if (operator === "/" && b !== 0) return quotient(left.numerator, mul(left.denominator, b));
    if (operator === "+" || operator === "-")
      return quotient(
        (operator === "+" ? add : sub)(left.numerator, mul(b, left.denominator)),
        left.denominator,
      );
    if ((operator === "|" || operator === ">>") && b === 0)
      return size(floorDiv(left.numerator, left.denominator));
  }
  if (right.kind === "ratio" && isSizeLike(left)) {
    const a = toDim(left);
    if (operator === "*") return quotient(mul(right.numerator, a), right.denominator);
    if (operator === "+") return quotient(add(right.numerator, mul(a, right.denominator)), right.denominator);
    if (operator === "-") return quotient(sub(mul(a, right.denominator), right.numerator), right.denominator);
  }
  return UNKNOWN;
}

function quotient(numerator: ReturnType<typeof toDim>, denominator: ReturnType<typeof toDim>): Value {
  const exact = divideExactly(numerator, denominator);
  return exact === undefined ? { kind: "ratio", numerator, denominator } : size(exact);
}
