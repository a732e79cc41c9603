/**
 * Operations on each element: activations that need no exponential, and arithmetic of two tensors of one shape.
 * Buffers are whole cache lines, so the last vector may reach past the last element.
 *
 *     planUnary("relu", 1000).run(x, y);
 *     planBinary("add", 1000).run(x, y, { second: z });
 */
import { exportParallel } from "../runtime/control.ts";
import { host, runtime } from "../runtime/index.ts";
import { f32x4, type V128 } from "../wasm/index.ts";
import { argument, KernelPlan, type Plan, uploadIntegers } from "./plan.ts";

const ZERO = f32x4(0);

const UNARY = {
  relu: (x: V128) => x.max(ZERO),
  relu6: (x: V128) => x.max(ZERO).min(f32x4(6)),
  hardtanh: (x: V128) => x.max(f32x4(-1)).min(f32x4(1)),
  hardsigmoid: (x: V128) => hardSigmoid(x),
  hardswish: (x: V128) => x.mul(hardSigmoid(x)),
  leakyRelu: (x: V128) => x.mul(f32x4(0.01)).select(x, x.lt(ZERO)),
  neg: (x: V128) => x.neg(),
  sqrt: (x: V128) => x.sqrt(),
} satisfies Record<string, (x: V128) => V128>;

const BINARY = {
  add: (a: V128, b: V128) => a.add(b),
  sub: (a: V128, b: V128) => a.sub(b),
  mul: (a: V128, b: V128) => a.mul(b),
  div: (a: V128, b: V128) => a.div(b),
  maximum: (a: V128, b: V128) => a.max(b),
  minimum: (a: V128, b: V128) => a.min(b),
} satisfies Record<string, (a: V128, b: V128) => V128>;

export type UnaryName = keyof typeof UNARY;
export type BinaryName = keyof typeof BINARY;

/** 64 KiB of each operand. */
const FLOATS_PER_TASK = 16384;

/** y = op(x) for `count` elements. Null without SIMD. */
export function planUnary(name: UnaryName, count: number): Plan | null {
  return planElements(`unary ${name}`, count, (x) => UNARY[name](x));
}

/** y = op(x, second) for `count` elements; `second` goes in with the run's options. Null without SIMD. */
export function planBinary(name: BinaryName, count: number): Plan | null {
  return planElements(`binary ${name}`, count, (x, second) => BINARY[name](x, second()));
}

function planElements(key: string, count: number, op: (x: V128, second: () => V128) => V128): Plan | null {
  if (!host.simd) return null;
  const kernel = runtime.kernels.get(key, (module) => {
    const body = module.function(3, (f, [task, , args]) => {
      const start = f.i32(task!.mul(FLOATS_PER_TASK));
      const end = f.i32(start.add(FLOATS_PER_TASK));
      const total = f.i32(argument(args!, "tables").i32Load());
      f.if(end.gt(total), () => end.set(total));
      const x = f.i32(argument(args!, "input").add(start.shl(2)));
      const y = f.i32(argument(args!, "output").add(start.shl(2)));
      const second = f.i32(argument(args!, "second").add(start.shl(2)));
      const value = f.v128();
      f.range(start, end, 4, () => {
        value.set(x.v128Load());
        f.v128Store(
          y,
          op(value, () => second.v128Load()),
        );
        for (const pointer of [x, y, second]) pointer.increase(16);
      });
    });
    exportParallel(module, "map", body);
  });
  return new KernelPlan({
    algorithm: key,
    outputShape: [count],
    macs: count,
    stages: [
      {
        entry: kernel.entry("map"),
        tasks: Math.ceil(count / FLOATS_PER_TASK),
        tables: uploadIntegers([count]),
      },
    ],
  });
}

function hardSigmoid(x: V128): V128 {
  return x.add(f32x4(3)).max(ZERO).min(f32x4(6)).div(f32x4(6));
}
