/**
 * Operations on one number, four at a time: activations, and arithmetic with a second operand. They are kernels of their own
 * (elementwise.ts), or steps behind another kernel (steps.ts).
 */
import type { FunctionBuilder, V128 } from "../wasm/index.ts";
import { applyEpilogue } from "./arithmetic.ts";
import { emitExp, emitExpMinusOne, emitNormalTail, emitSigmoid, emitTanh } from "./exponential.ts";

/** From there on Mish is x. */
const MISH_LINEAR = 20;

/** An operation on one number, with its constants. */
export type UnaryOp =
  | { readonly op: "clamp"; readonly min: number; readonly max: number }
  | { readonly op: "leaky"; readonly slope: number }
  /** `scale` · x above 0, `scale` · `alpha` · (exp(x) − 1) below. */
  | { readonly op: "elu"; readonly alpha: number; readonly scale: number }
  | { readonly op: "hardsigmoid" | "hardswish" | "neg" | "sqrt" | "abs" | "square" }
  | { readonly op: "exp" | "sigmoid" | "silu" | "tanh" | "mish" }
  /** x · Φ(x), or its approximation by tanh. */
  | { readonly op: "gelu" | "gelu-tanh" };

/** NaN goes through all of them. */
function emitUnary(f: FunctionBuilder, x: V128, op: UnaryOp): V128 {
  const zero = f.constant(0);
  switch (op.op) {
    case "clamp":
      return applyEpilogue(x, op);
    case "leaky":
      return x.mul(f.constant(op.slope)).select(x, x.lt(zero));
    case "hardsigmoid":
      return hardSigmoid(f, x);
    case "hardswish":
      return x.mul(hardSigmoid(f, x));
    case "neg":
      return x.neg();
    case "sqrt":
      return x.sqrt();
    case "abs":
      return x.abs();
    case "square":
      return x.mul(x);
    case "exp":
      return emitExp(f, x);
    case "sigmoid":
      return emitSigmoid(f, x);
    case "silu":
      return x.mul(emitSigmoid(f, x));
    case "tanh":
      return emitTanh(f, x);
    case "gelu": {
      const tail = f.v128(emitNormalTail(f, x));
      return x.mul(f.constant(1).sub(tail).select(tail, x.gt(zero)));
    }
    case "gelu-tanh": {
      const cubed = x.mul(x).mul(x).mul(f.constant(0.044715));
      return x.mul(emitSigmoid(f, f.v128(x.add(cubed).mul(f.constant(2 * Math.sqrt(2 / Math.PI))))));
    }
    case "mish": {
      const power = f.v128(emitExp(f, f.v128(x.min(f.constant(MISH_LINEAR)))));
      const part = f.v128(power.mul(power.add(f.constant(2))));
      return x.select(x.mul(part.div(part.add(f.constant(2)))), x.gt(f.constant(MISH_LINEAR)));
    }
    case "elu": {
      const below = emitExpMinusOne(f, x).mul(f.constant(op.alpha * op.scale));
      return x.mul(f.constant(op.scale)).select(below, x.gt(zero));
    }
  }
}

const BINARY = {
  add: (a: V128, b: V128) => a.add(b),
  sub: (a: V128, b: V128) => a.sub(b),
  mul: (a: V128, b: V128) => a.mul(b),
  div: (a: V128, b: V128) => a.div(b),
  maximum: (a: V128, b: V128) => a.max(b),
  minimum: (a: V128, b: V128) => a.min(b),
} satisfies Record<string, (a: V128, b: V128) => V128>;

export type BinaryName = keyof typeof BINARY;

/** An operation behind another: of the number alone, or with the plan's second operand. */
export type ElementStep = UnaryOp | { readonly with: BinaryName };

/** The steps, one after the other; `second` loads what lies at the same place in the second operand. */
export function emitSteps(
  f: FunctionBuilder,
  x: V128,
  second: () => V128,
  steps: readonly ElementStep[],
): V128 {
  return steps.reduce(
    (value, step) =>
      "with" in step ? BINARY[step.with](value, second()) : emitUnary(f, f.v128(value), step),
    x,
  );
}

function hardSigmoid(f: FunctionBuilder, x: V128): V128 {
  const six = f.constant(6);
  return x.add(f.constant(3)).max(f.constant(0)).min(six).div(six);
}
