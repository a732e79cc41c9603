/**
 * Operations on each element: activations, arithmetic of two tensors of one shape, and several of them in one pass.
 * Buffers are whole cache lines, so the last two vectors may reach past the last element.
 *
 *     planUnary(runtime, { op: "clamp", min: 0, max: Infinity }, 1000).run(x, y);
 *     planBinary(runtime, "add", 1000).run(x, y, { second: z });
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { type BinaryName, type ElementStep, emitSteps, type UnaryOp } from "./element-steps.ts";
import { argument, KernelPlan, keyOf, type Plan, uploadIntegers } from "./plan.ts";

/** 64 KiB of each operand. */
const FLOATS_PER_TASK = 16384;

/** y = op(x) for `count` elements. Null without SIMD. */
export const planUnary = (runtime: Runtime, op: UnaryOp, count: number): Plan | null =>
  planSteps(runtime, [op], count);

/**
 * y = op(x, second) for `count` elements; `second` goes in with the run's options, with as many elements or, as a scalar,
 * with one. Null without SIMD.
 */
export const planBinary = (
  runtime: Runtime,
  name: BinaryName,
  count: number,
  { scalar = false } = {},
): Plan | null => planSteps(runtime, [{ with: name }], count, scalar);

/** All steps in one pass; y may be x. Null without SIMD. */
export function planSteps(
  runtime: Runtime,
  steps: readonly ElementStep[],
  count: number,
  isScalar = false,
): Plan | null {
  if (!host.simd) return null;
  const key = keyOf({ steps, isScalar });
  const kernel = runtime.kernels.get(`steps ${key}`, (module) => {
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
          return f.v128(emitSteps(f, value, () => (isScalar ? scalar : second.v128Load(offset)), steps));
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
