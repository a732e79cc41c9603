/**
 * The dimension algebra: integers, symbols and exact arithmetic on them, in one canonical form.
 *
 *   const H = symbol("H");
 *   format(add(floorDiv(sub(H, 2), 2), 1));   // "floor(H/2)"
 *   decide(eq(mul(2, H), add(H, H)));         // true
 */
export {
  add,
  ceilDiv,
  divideExactly,
  evaluate,
  floorDiv,
  gcd,
  max,
  min,
  mod,
  mul,
  neg,
  product,
  sub,
  substitute,
  sum,
} from "./arithmetic.ts";
export { lowerBound, upperBound } from "./bounds.ts";
export * from "./condition.ts";
export { type Dim, type Expr, freeSymbols, isOpen, isUnknown, open, symbol, unknown } from "./expr.ts";
export { format, formatShape, pretty, prettyShape } from "./format.ts";
export { isParseError, type ParseError, parse } from "./parse.ts";
export { isShapeError, type ParsedShape, parseShape, type ShapeError } from "./parse-shape.ts";
export { type Requirement, solve } from "./requirement.ts";
