/**
 * The exponential function and what is made of it, four floats at a time, right to a few units in the last place.
 *
 * exp(x) = 2ⁿ · (1 + p(r)) with n = round(x / ln 2) and r = x − n · ln 2, |r| ≤ ln 2 / 2 (coefficients of Cephes' expf and
 * tanhf, S. Moshier). 2ⁿ is made in two halves, so that results may be subnormal. NaN goes through.
 */
import type { FunctionBuilder, LocalV128, V128 } from "../wasm/index.ts";
import { multiplyAdd } from "./arithmetic.ts";

const LOG2_E = Math.LOG2E;
/** ln 2 in two parts, of which the first times n is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
/** Added to a small number it leaves the nearest integer, in the last bits: V8 has a wide form of that, not of rounding. */
const ROUNDING = 1.5 * 2 ** 23;
/** Beyond these exp is infinite or 0 in any case. */
const [LOWEST, HIGHEST] = [-104, 89];
const EXP = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];
const TANH = [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1];
const ERFC = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
];
/** From here on nothing of a normal distribution is left in float32. */
const NO_TAIL = 15;
/** 2¹² + 1: times a number it parts the number's bits in two halves (Veltkamp). */
const SPLIT = 4097;
/** Below that tanh is a polynomial, above it comes from exp. */
const TANH_SMALL = 0.625;
/** From twice x on tanh is 1. */
const TANH_ONE = 20;

/** exp(x) */
export function emitExp(f: FunctionBuilder, x: V128): V128 {
  const { low, high, fraction } = parts(f, x);
  return fraction.add(f.constant(1)).mul(low).mul(high);
}

/** exp(x) − 1 for x ≤ 0, without loss near 0. */
export function emitExpMinusOne(f: FunctionBuilder, x: V128): V128 {
  const { low, high, fraction } = parts(f, x);
  const scale = f.v128(low.mul(high));
  return fraction.mul(scale).add(scale.sub(f.constant(1)));
}

/** 1 / (1 + exp(−x)) */
export function emitSigmoid(f: FunctionBuilder, x: V128): V128 {
  return f.constant(1).div(emitExp(f, x.neg()).add(f.constant(1)));
}

/** tanh(x) */
export function emitTanh(f: FunctionBuilder, x: V128): V128 {
  const size = f.v128(x.abs());
  const square = f.v128(x.mul(x));
  const small = f.v128(sum(f, polynomial(f, square, TANH).mul(square), x, x));
  const double = f.v128(size.add(size).pseudoMin(f.constant(TANH_ONE)));
  const { exponent, fraction } = split(f, double, double);
  const power = sum(f, fraction.add(f.constant(1)), powerOfTwo(f, exponent), f.constant(1));
  const large = f.v128(f.constant(1).sub(f.constant(2).div(power)));
  return small.select(large.or(x.and(f.constant(-0))), size.lt(f.constant(TANH_SMALL)));
}

/**
 * Half of erfc(|x| / √2): how much of a normal distribution lies beyond |x| (Press et al., erfcc, to 1.2e-7 of itself).
 * The exponent −x²/2 is taken in two parts, of which the first is exact: far out, its last bit would be worth 4e-6.
 */
export function emitNormalTail(f: FunctionBuilder, x: V128): V128 {
  const size = f.v128(x.abs().pseudoMin(f.constant(NO_TAIL)));
  const t = f.v128(f.constant(1).div(size.mul(f.constant(Math.SQRT1_2 / 2)).add(f.constant(1))));
  const spread = f.v128(size.mul(f.constant(SPLIT)));
  const upper = f.v128(spread.sub(spread.sub(size))); // its first twelve bits
  const rest = size.sub(upper).mul(size.add(upper)).mul(f.constant(0.5));
  const exponent = upper.mul(upper).mul(f.constant(-0.5));
  const { low, high, fraction } = parts(f, exponent, f.v128(polynomial(f, t, ERFC).sub(rest)));
  return fraction.add(f.constant(1)).mul(low).mul(high).mul(t).mul(f.constant(0.5));
}

/** exp(x + rest) = low · high · (1 + fraction), where `rest` is small. */
function parts(f: FunctionBuilder, x: V128, rest?: V128): { low: V128; high: V128; fraction: V128 } {
  const clamped = f.v128(x.pseudoMax(f.constant(LOWEST)).pseudoMin(f.constant(HIGHEST)));
  const { exponent, fraction } = split(f, clamped, rest ? clamped.add(rest) : clamped, rest);
  const half = f.v128(exponent.shiftRightI32(1));
  const low = f.v128(powerOfTwo(f, half));
  const high = f.v128(powerOfTwo(f, exponent.subI32(half)));
  return { low, high, fraction };
}

/** exp(x + rest) = 2 to the power of an integer · (1 + fraction), `whole` being the sum. */
function split(
  f: FunctionBuilder,
  x: V128,
  whole: V128,
  rest?: V128,
): { exponent: LocalV128; fraction: LocalV128 } {
  const rounded = f.v128(sum(f, whole, f.constant(LOG2_E), f.constant(ROUNDING)));
  const n = f.v128(rounded.sub(f.constant(ROUNDING)));
  const near = sum(f, n, f.constant(-LN2_LOW), sum(f, n, f.constant(-LN2_HIGH), x));
  const r = f.v128(rest ? near.add(rest) : near);
  const fraction = f.v128(sum(f, polynomial(f, r, EXP).mul(r), r, r));
  return { exponent: f.v128(rounded.subI32(f.constant(ROUNDING))), fraction };
}

/** a · b + c */
function sum(f: FunctionBuilder, a: V128, b: V128, c: V128): LocalV128 {
  const result = f.v128(c);
  multiplyAdd(result, a, b);
  return result;
}

/** 2 to the power of integers in −126 … 127, by their bits. */
function powerOfTwo(f: FunctionBuilder, exponent: V128): V128 {
  return exponent.shiftLeftI32(23).addI32(f.constant(1));
}

/** Horner's rule, highest coefficient first. */
const polynomial = (f: FunctionBuilder, x: V128, [first, ...others]: readonly number[]): V128 =>
  others.reduce<V128>((value, coefficient) => sum(f, value, x, f.constant(coefficient)), f.constant(first!));
