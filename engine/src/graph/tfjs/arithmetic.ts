/** Core operations on values: alone, in pairs with broadcasting, and as matrices. https://js.tensorflow.org/api/latest/#Operations */

import { ConvLensError } from "../../errors/convlens-error.ts";
import { product, stridesOf } from "../../jobs/grid.ts";
import { callFunction } from "../../tensor/function.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";
import { provideOperation } from "./job.ts";
import { mapped, paired, together } from "./values.ts";

// ── one value ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Of two whole numbers that are equally near, the even one. */
function round(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  return rest < 0.5 || (rest === 0.5 && low % 2 === 0) ? low : low + 1;
}

/** Abramowitz and Stegun 7.1.26, as the library computes it. */
function erf(value: number): number {
  const x = Math.abs(value);
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(value) * (1 - series * Math.exp(-x * x));
}

const ONE: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  erf,
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  isFinite: (x) => Number(Number.isFinite(x)),
  isInf: (x) => Number(Math.abs(x) === Number.POSITIVE_INFINITY),
  isNaN: (x) => Number(Number.isNaN(x)),
  log: Math.log,
  log1p: Math.log1p,
  logSigmoid: (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  logicalNot: (x) => Number(x === 0),
  neg: (x) => -x,
  reciprocal: (x) => 1 / x,
  round,
  rsqrt: (x) => 1 / Math.sqrt(x),
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  square: (x) => x * x,
  tan: Math.tan,
};
for (const [name, fn] of Object.entries(ONE))
  provideOperation([name], [], ({ inputs: [x] }) => mapped(x!, fn));

provideOperation(["step"], ["alpha"], ({ args, inputs: [x] }) => {
  const below = (args.alpha as number | null | undefined) ?? 0;
  return mapped(x!, (value) => (value > 0 ? 1 : Number.isNaN(value) ? value : below));
});
provideOperation(["clipByValue"], ["clipValueMin", "clipValueMax"], ({ args, inputs: [x] }) => {
  const [low, high] = [args.clipValueMin as number, args.clipValueMax as number];
  return mapped(x!, (value) => Math.min(Math.max(value, low), high));
});
provideOperation(["cast"], ["dtype"], ({ args, inputs: [x] }) => {
  if (args.dtype === "int32") return mapped(x!, Math.trunc);
  return args.dtype === "bool" ? mapped(x!, (value) => Number(value !== 0)) : x!;
});
provideOperation(["softmax"], ["dim"], ({ args, inputs: [x] }) =>
  callFunction("softmax", [x!], { dim: args.dim ?? -1 }),
);
provideOperation(["logSoftmax"], ["axis"], ({ args, inputs: [x] }) =>
  callFunction("logSoftmax", [x!], { dim: args.axis ?? -1 }),
);
/** x · (bias + alpha · Σ of the squares of the channels nearby)^−beta */
provideOperation(
  ["localResponseNormalization"],
  ["depthRadius", "bias", "alpha", "beta"],
  ({ args, inputs: [x] }) => {
    const [radius, bias, alpha, beta] = [args.depthRadius, args.bias, args.alpha, args.beta] as [
      number,
      number,
      number,
      number,
    ];
    const channels = x!.shape.at(-1)!;
    const data = new Float32Array(x!.raw.length);
    for (let at = 0; at < data.length; at++) {
      const c = at % channels;
      let squares = 0;
      for (let near = Math.max(0, c - radius); near <= Math.min(c + radius, channels - 1); near++)
        squares += x!.raw[at - c + near]! ** 2;
      data[at] = x!.raw[at]! * (bias + alpha * squares) ** -beta;
    }
    return Tensor.wrap(data, [...x!.shape]);
  },
);

// ── two values ──────────────────────────────────────────────────────────────────────────────────────────────────────

const NAMED: Readonly<Record<string, string>> = {
  add: "add",
  sub: "sub",
  mul: "mul",
  div: "div",
  pow: "pow",
  maximum: "maximum",
  minimum: "minimum",
  equal: "eq",
  notEqual: "ne",
  greater: "gt",
  greaterEqual: "ge",
  less: "lt",
  lessEqual: "le",
};
for (const [name, own] of Object.entries(NAMED))
  provideOperation([name], [], ({ inputs }) => callFunction(own, inputs, {}));

/** The rest of a division, with the sign of the divisor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return a < 0 === b < 0 ? rest : (rest + b) % b;
}

const TWO: Readonly<Record<string, (a: number, b: number) => number>> = {
  divNoNan: (a, b) => (b === 0 ? 0 : a / b),
  floorDiv: (a, b) => Math.floor(a / b),
  mod: modulo,
  squaredDifference: (a, b) => (a - b) ** 2,
  atan2: Math.atan2,
  logicalAnd: (a, b) => Number(a !== 0 && b !== 0),
  logicalOr: (a, b) => Number(a !== 0 || b !== 0),
  logicalXor: (a, b) => Number((a !== 0) !== (b !== 0)),
};
for (const [name, fn] of Object.entries(TWO))
  provideOperation([name], [], ({ inputs: [a, b] }) => paired(a!, b!, fn));

provideOperation(["where"], [], ({ inputs }) => {
  const [condition, a, b] = together(inputs) as [Tensor, Tensor, Tensor];
  const data = new Float32Array(a.raw.length);
  for (let i = 0; i < data.length; i++) data[i] = condition.raw[i] !== 0 ? a.raw[i]! : b.raw[i]!;
  return Tensor.wrap(data, [...a.shape]);
});

provideOperation(["addN"], [], ({ inputs }) => inputs.reduce((a, b) => a.add(b)));

// ── matrices ────────────────────────────────────────────────────────────────────────────────────────────────────────

provideOperation(["matMul"], ["transposeA", "transposeB"], ({ args, inputs: [a, b] }) =>
  turned(a!, args.transposeA === true).matmul(turned(b!, args.transposeB === true)),
);
const turned = (x: Tensor, turn: boolean): Tensor => (turn ? x.transpose(-2, -1) : x);
provideOperation(["dot"], [], ({ inputs: [a, b] }) => a!.matmul(b!));

provideOperation(["outerProduct"], [], ({ inputs: [a, b] }) => a!.unsqueeze(1).mul(b!.unsqueeze(0)));

/** "bij,bjk->bik": each result sums the products over the letters that it does not name. */
provideOperation(["einsum"], ["equation"], ({ args, inputs }) => {
  const [left, right] = String(args.equation).replaceAll(" ", "").split("->") as [string, string];
  const named = left.split(",");
  const letters = [...new Set([...right, ...left.replaceAll(",", "")])];
  const sizes = letters.map((letter) => {
    const at = named.findIndex((names) => names.includes(letter));
    if (at < 0) throw new ConvLensError(`einsum: no input has the axis ${letter}`, "einsum");
    return inputs[at]!.shape[named[at]!.indexOf(letter)]!;
  });
  /** How far one step along each letter leads in a tensor with these axes; a letter named twice walks a diagonal. */
  const stepsIn = (names: string, shape: readonly number[]): number[] => {
    const steps = stridesOf(shape);
    return letters.map((letter) =>
      [...names].reduce((sum, name, axis) => (name === letter ? sum + steps[axis]! : sum), 0),
    );
  };
  const shape = sizes.slice(0, right.length);
  const out = new Float64Array(countOf(shape));
  const walks = [stepsIn(right, shape), ...inputs.map((input, i) => stepsIn(named[i]!, input.shape))];
  const values = inputs.map((input) => input.raw);
  const last = letters.length - 1;
  const walk = (letter: number, places: readonly number[]): void => {
    const at = [...places];
    for (let i = 0; i < (sizes[letter] ?? 1); i++) {
      if (letter < last) walk(letter + 1, at);
      else out[at[0]!]! += values.reduce((factor, data, input) => factor * data[at[input + 1]!]!, 1);
      for (let t = 0; t < at.length; t++) at[t]! += walks[t]![letter] ?? 0;
    }
  };
  if (product(sizes) > 0)
    walk(
      0,
      walks.map(() => 0),
    );
  return Tensor.wrap(Float32Array.from(out), shape);
});
