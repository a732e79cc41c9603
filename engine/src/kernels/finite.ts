/** Whether all numbers are finite: kernels of sums spread NaN and Inf over what they do not concern. */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { argument, inMemory, KernelPlan, uploadIntegers } from "./plan.ts";

/** Fewer numbers are looked at one by one. */
const FEW = 1 << 14;
/** Numbers of a task, a multiple of four. */
const TASK = 1 << 16;

export function allFinite(runtime: Runtime, values: ArrayLike<number>): boolean {
  const whole = host.simd && values.length > FEW ? values.length - (values.length % 4) : 0;
  let sum = 0;
  for (let i = whole; i < values.length; i++) sum += values[i]! * 0;
  return sum === 0 && (whole === 0 || allZeroTimes(runtime, values, whole));
}

/** The sum of 0 · x in four lanes a task: NaN where one is not finite. */
function allZeroTimes(runtime: Runtime, values: ArrayLike<number>, count: number): boolean {
  const kernel = runtime.kernels.get("finite", (module) => {
    const body = module.function(3, (f, [task, , args]) => {
      const left = f.i32(argument(args!, "tables").i32Load().sub(task!.mul(TASK)));
      f.if(left.gt(TASK), () => left.set(TASK));
      const at = f.i32(argument(args!, "input").add(task!.mul(TASK * 4)));
      const sum = f.v128();
      const zero = f.constant(0);
      f.countDown(left, 4, () => {
        sum.set(sum.add(at.v128Load().mul(zero)));
        at.increase(16);
      });
      f.v128Store(argument(args!, "output").add(task!.shl(4)), sum);
    });
    exportParallel(module, "finite", body);
  });
  const tasks = Math.ceil(count / TASK);
  const tables = uploadIntegers(runtime, [count]);
  const stages = [{ entry: kernel.entry("finite"), tasks, tables }];
  const sums = runtime.memory.allocate(tasks * 4);
  const plan = new KernelPlan(runtime, { algorithm: "finite", outputShape: [tasks, 4], macs: 0, stages });
  inMemory(runtime, values, (source) => plan.run(source, sums));
  const areFinite = sums.array.every((value) => value === 0);
  plan.dispose();
  sums.free();
  return areFinite;
}
