/** Softmax of rows: exp(x − max) / Σ exp(x − max). */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { type FunctionBuilder, type FunctionRef, f32x4, type ModuleBuilder } from "../wasm/index.ts";
import { copyFloats } from "./arithmetic.ts";
import { emitExp } from "./exponential.ts";
import { aligned, argument, EmptyPlan, KernelPlan, type Plan } from "./plan.ts";

/** Numbers that a task should have, so that waking a thread pays. */
const TASK_FLOATS = 4096;

/** A plan over `rows` rows of `length` numbers each. Null without SIMD. */
export function planSoftmax(runtime: Runtime, g: { rows: number; length: number }): Plan | null {
  const { rows, length } = g;
  if (!host.simd) return null;
  if (rows * length === 0) return new EmptyPlan([rows, length]);
  const perTask = Math.max(1, Math.floor(TASK_FLOATS / length));
  const scratch = aligned(length * 4 + 32);
  const kernel = runtime.kernels.get(`softmax ${rows} ${length}`, (module) => {
    const softmax = emitSoftmax(module, length);
    const body = module.function(3, (f, [task, thread, args]) => {
      const first = f.i32(task!.mul(perTask));
      const end = f.i32(first.add(perTask));
      f.if(end.gt(rows), () => end.set(rows));
      const x = f.i32(argument(args!, "input").add(first.mul(length * 4)));
      const y = f.i32(argument(args!, "output").add(first.mul(length * 4)));
      // aside, because what lies behind a row is overwritten
      const aside = f.i32(argument(args!, "scratch").add(thread!.mul(scratch)));
      const at = f.i32();
      f.range(first, end, 1, () => {
        at.set(aside);
        copyFloats(f, at, x, length);
        f.call(softmax, aside);
        at.set(aside);
        copyFloats(f, y, at, length);
      });
    });
    exportParallel(module, "softmax", body);
  });
  return new KernelPlan(runtime, {
    algorithm: "row by row",
    outputShape: [rows, length],
    macs: rows * length,
    stages: [{ entry: kernel.entry("softmax"), tasks: Math.ceil(rows / perTask) }],
    scratchBytes: scratch,
  });
}

/** Function (row): exp(x − max) / Σ of `count` floats in place; up to seven more behind them are overwritten. */
export function emitSoftmax(module: ModuleBuilder, count: number): FunctionRef {
  const bytes = Math.ceil(count / 8) * 32;
  return module.function(1, (f, [row]) => {
    for (let i = count; i < bytes / 4; i++) f.v128StoreLane(row!, f32x4(Number.NEGATIVE_INFINITY), 0, i * 4);
    const end = f.i32(row!.add(bytes));
    const both = [0, 16];
    // a NaN need not be found here: its own power makes the total NaN
    const most = both.map((offset) => f.v128(row!.v128Load(offset)));
    f.range(row!, end, 32, (at) => {
      for (const [i, largest] of most.entries()) largest.set(largest.pseudoMax(at.v128Load(i * 16)));
    });
    const largest = f.v128(most[0]!.pseudoMax(most[1]!));
    fold(f, largest, (a, b) => a.pseudoMax(b));
    const totals = both.map(() => f.v128(f32x4(0)));
    f.range(row!, end, 32, (at) => {
      const powers = both.map((offset) => f.v128(emitExp(f, f.v128(at.v128Load(offset).sub(largest)))));
      for (const [i, power] of powers.entries()) {
        totals[i]!.set(totals[i]!.add(power));
        f.v128Store(at, power, i * 16);
      }
    });
    const total = f.v128(totals[0]!.add(totals[1]!));
    fold(f, total, (a, b) => a.add(b));
    total.set(f32x4(1).div(total));
    f.range(row!, end, 32, (at) => {
      for (const offset of both) f.v128Store(at, at.v128Load(offset).mul(total), offset);
    });
  });
}

type Vector = ReturnType<FunctionBuilder["v128"]>;

/** The four lanes of a vector combined, in all of them. */
function fold(
  f: FunctionBuilder,
  vector: Vector,
  combine: (a: Vector, b: Vector) => ReturnType<typeof f32x4>,
): void {
  const turned = f.v128(vector.shuffle(vector, [2, 3, 0, 1]));
  vector.set(combine(vector, turned));
  turned.set(vector.shuffle(vector, [1, 0, 3, 2]));
  vector.set(combine(vector, turned));
}
