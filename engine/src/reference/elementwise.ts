/** Functions of each value alone, and of two values with broadcasting. NaN goes through all of them. */

import { forEachIndex, stepsOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import type { Args } from "../specs/spec.ts";
import { erf } from "./erf.ts";
import { type Loops, mapValues } from "./loops.ts";

type Unary = (x: number, args: Args) => number;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const clamp = (x: number, low: number, high: number): number => (x < low ? low : Math.min(x, high));
const relu6 = (x: number): number => clamp(x, 0, 6);
const softplus = (x: number, beta = 1, threshold = 20): number =>
  x * beta > threshold ? x : Math.log1p(Math.exp(x * beta)) / beta;
const elu = (x: number, alpha: number): number => (x > 0 ? x : alpha * Math.expm1(x));

function halfToEven(x: number): number {
  const down = Math.floor(x);
  return x - down === 0.5 ? (down % 2 === 0 ? down : down + 1) : Math.round(x);
}

const functions: Readonly<Record<string, Unary>> = {
  ReLU: (x) => Math.max(x, 0),
  ReLU6: relu6,
  LeakyReLU: (x, a) => (x >= 0 || Number.isNaN(x) ? x : x * (a.negativeSlope as number)),
  ELU: (x, a) => elu(x, a.alpha as number),
  CELU: (x, a) => (x > 0 ? x : (a.alpha as number) * Math.expm1(x / (a.alpha as number))),
  SELU: (x) => 1.0507009873554805 * elu(x, 1.6732632423543772),
  GELU: (x, a) =>
    a.approximate === "tanh"
      ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : x === Number.NEGATIVE_INFINITY
        ? Number.NaN
        : 0.5 * x * (1 + erf(x / Math.SQRT2)),
  SiLU: (x) => x * sigmoid(x),
  Mish: (x) => x * Math.tanh(softplus(x)),
  Sigmoid: sigmoid,
  LogSigmoid: (x) => -softplus(-x),
  Tanh: Math.tanh,
  // https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html; NaN stays NaN
  Softshrink(x, a) {
    const lambd = a.lambd as number;
    return x > lambd ? x - lambd : x < -lambd ? x + lambd : Number.isNaN(x) ? x : 0;
  },
  // NaN is on neither side of a bound, and stays
  Hardshrink: (x, a) => (x >= -(a.lambd as number) && x <= (a.lambd as number) ? 0 : x),
  Tanhshrink: (x) => x - Math.tanh(x),
  Threshold: (x, a) => (x <= (a.threshold as number) ? (a.value as number) : x),
  Softsign: (x) => x / (1 + Math.abs(x)),
  Hardswish: (x) => (x * relu6(x + 3)) / 6,
  Hardsigmoid: (x) => relu6(x + 3) / 6,
  Hardtanh: (x, a) => clamp(x, a.minVal as number, a.maxVal as number),
  Softplus: (x, a) => softplus(x, a.beta as number, a.threshold as number),
  Identity: (x) => x,
  clamp: (x, { min, max }) =>
    Math.min(
      Math.max(x, (min as number | null) ?? Number.NEGATIVE_INFINITY),
      (max as number | null) ?? Number.POSITIVE_INFINITY,
    ),
  exp: Math.exp,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  abs: Math.abs,
  neg: (x) => -x,
  sin: Math.sin,
  cos: Math.cos,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0), // of NaN too
  floor: Math.floor,
  ceil: Math.ceil,
  round: halfToEven,
  contiguous: (x) => x,
  detach: (x) => x,
  clone: (x) => x,
};

const mapped =
  (fn: Unary) =>
  ({ args, inputs: [x], outputs: [y] }: Job): void => {
    for (let i = 0; i < x!.data.length; i++) y!.data[i] = fn(x!.data[i]!, args);
  };

type Binary = (a: number, b: number, args: Args) => number;
const operators: Readonly<Record<string, Binary>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  maximum: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Math.max(a, b)),
  minimum: (a, b) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : Math.min(a, b)),
  // Python's remainder has the sign of the divisor, C's fmod that of the dividend
  remainder: (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  fmod: (a, b) => a % b,
  atan2: Math.atan2,
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  maskedFill: (a, mask, args) => (mask === 0 ? a : (args.value as number)),
};

const combined =
  (operator: Binary) =>
  ({ args, inputs: [a, b], outputs: [y] }: Job): void => {
    const [stepsA, stepsB] = [stepsOf(a!.shape, y!.shape.length), stepsOf(b!.shape, y!.shape.length)];
    const width = y!.shape.at(-1) ?? 1;
    const [alongA, alongB] = [stepsA.at(-1) ?? 0, stepsB.at(-1) ?? 0];
    const [left, right, results] = [a!.data, b!.data, y!.data];
    forEachIndex(y!.shape.slice(0, -1), (index, row) => {
      let [i, j] = [0, 0];
      for (let axis = 0; axis < index.length; axis++) {
        i += index[axis]! * stepsA[axis]!;
        j += index[axis]! * stepsB[axis]!;
      }
      for (let at = row * width; at < (row + 1) * width; at++, i += alongA, j += alongB)
        results[at] = operator(left[i]!, right[j]!, args);
    });
  };

export const elementwiseLoops: Loops = {
  ...mapValues(functions, mapped),
  PReLU: ({ state, inputs: [x], outputs: [y] }) => {
    const slopes = state.weight!.data;
    const channels = x!.shape.length > 1 ? x!.shape[1]! : 1;
    const plane = x!.shape.slice(2).reduce((a, b) => a * b, 1);
    for (let i = 0; i < x!.data.length; i++) {
      const value = x!.data[i]!;
      y!.data[i] =
        value >= 0 || Number.isNaN(value)
          ? value
          : value * slopes[slopes.length === 1 ? 0 : Math.floor(i / plane) % channels]!;
    }
  },
  ...mapValues(operators, combined),
};
