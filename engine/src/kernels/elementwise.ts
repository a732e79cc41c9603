/**
 * Operations on each element: activations, and arithmetic of two tensors of one shape.
 * Buffers are whole cache lines, so the last two vectors may reach past the last element.
 *
 *     planUnary(runtime, { op: "clamp", min: 0, max: Infinity }, 1000).run(x, y);
 *     planBinary(runtime, "add", 1000).run(x, y, { second: z });
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import type { FunctionBuilder, V128 } from "../wasm/index.ts";
import { applyEpilogue, type Epilogue } from "./arithmetic.ts";
import { emitExp, emitExpMinusOne, emitNormalTail, emitSigmoid, emitTanh } from "./exponential.ts";
import { argument, KernelPlan, type Plan, uploadIntegers } from "./plan.ts";

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

/** 64 KiB of each operand. */
const FLOATS_PER_TASK = 16384;

/** y = op(x) for `count` elements. Null without SIMD. */
export function planUnary(runtime: Runtime, op: UnaryOp, count: number): Plan | null {
  return planElements(runtime, `unary ${Object.values(op).join(" ")}`, count, (x, _, f) =>
    emitUnary(f, x, op),
  );
}

/**
 * y = op(x, second) for `count` elements; `second` goes in with the run's options, with as many elements or, as a scalar,
 * with one. Null without SIMD.
 */
export function planBinary(
  runtime: Runtime,
  name: BinaryName,
  count: number,
  { scalar = false } = {},
): Plan | null {
  const key = `binary ${name}${scalar ? " scalar" : ""}`;
  return planElements(runtime, key, count, (x, second) => BINARY[name](x, second()), scalar);
}

/** y = x + second, within the epilogue's bounds. y may be x. Null without SIMD. */
export function planSum(runtime: Runtime, count: number, epilogue: Epilogue): Plan | null {
  return planElements(runtime, `sum ${JSON.stringify(epilogue)}`, count, (x, second) =>
    applyEpilogue(x.add(second()), epilogue),
  );
}

function planElements(
  runtime: Runtime,
  key: string,
  count: number,
  op: (x: V128, second: () => V128, f: FunctionBuilder) => V128,
  isScalar = false,
): Plan | null {
  if (!host.simd) return null;
  const kernel = runtime.kernels.get(key, (module) => {
    const body = module.function(3, (f, [task, , args]) => {
      const start = f.i32(task!.mul(FLOATS_PER_TASK));
      const end = f.i32(start.add(FLOATS_PER_TASK));
      const total = f.i32(argument(args!, "tables").i32Load());
      f.if(end.gt(total), () => end.set(total));
      const x = f.i32(argument(args!, "input").add(start.shl(2)));
      const y = f.i32(argument(args!, "output").add(start.shl(2)));
      const second = f.i32(argument(args!, "second"));
      if (!isScalar) second.increase(start.shl(2));
      const scalar = f.v128();
      if (isScalar) scalar.set(second.v128LoadSplat());
      // two vectors at a time: their chains of operations overlap, or are one of twice the width
      f.range(start, end, 8, () => {
        const values = [0, 16].map((offset) => {
          const value = f.v128(x.v128Load(offset));
          return f.v128(op(value, () => (isScalar ? scalar : second.v128Load(offset)), f));
        });
        for (const [i, value] of values.entries()) f.v128Store(y, value, i * 16);
        for (const pointer of [x, y, second]) pointer.increase(32);
      });
    });
    exportParallel(module, "map", body);
  });
  return new KernelPlan(runtime, {
    algorithm: "vectors",
    outputShape: [count],
    macs: count,
    stages: [
      {
        entry: kernel.entry("map"),
        tasks: Math.ceil(count / FLOATS_PER_TASK),
        tables: uploadIntegers(runtime, [count]),
      },
    ],
  });
}

function hardSigmoid(f: FunctionBuilder, x: V128): V128 {
  const six = f.constant(6);
  return x.add(f.constant(3)).max(f.constant(0)).min(six).div(six);
}
