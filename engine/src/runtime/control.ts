/**
 * The control block at the start of the shared memory, through which the caller and its workers agree
 * on a parallel region. Every field that threads write at the same time has a cache line of its own.
 */
import { type FunctionBuilder, type FunctionRef, i32, type ModuleBuilder } from "../wasm/index.ts";

/** Threads that one region can have, the caller included. */
export const MAX_THREADS = 64;
const LINE = 64;

/** Byte addresses. The block begins above address 0, which stays free to mean "none". */
export const CONTROL = {
  /** Counts the regions; workers wait for it to change. */
  generation: 1 * LINE,
  /** The generation of the region that may be entered, 0 when none. */
  open: 2 * LINE,
  /** The region: five words. */
  module: 3 * LINE,
  entry: 3 * LINE + 4,
  modulePointer: 3 * LINE + 8,
  moduleLength: 3 * LINE + 12,
  tasks: 4 * LINE,
  threads: 4 * LINE + 4,
  args: 4 * LINE + 8,
  /** 1 asks all threads to take no further task. */
  cancel: 5 * LINE,
  /** 1 when a worker's kernel trapped. */
  failed: 6 * LINE,
  /** For each thread: the next task of its own range. */
  cursors: 8 * LINE,
  /** For each thread: 1 while it is inside a region. */
  inside: (8 + MAX_THREADS) * LINE,
} as const;

export const CONTROL_LINE = LINE;
export const CONTROL_END = (8 + 2 * MAX_THREADS) * LINE;

/**
 * Exports `name(thread)`: runs the body for tasks 0 … tasks − 1, those of the thread's own range first, then what
 * is left of the others'. Ranges keep a thread on the same data run after run; taking from others evens out the rest.
 */
export function exportParallel(module: ModuleBuilder, name: string, body: FunctionRef): void {
  const drive = module.function(1, (f, [thread]) => driveTasks(f, thread!, body));
  module.export(name, drive);
}

function driveTasks(f: FunctionBuilder, thread: ReturnType<FunctionBuilder["i32"]>, body: FunctionRef): void {
  const control = i32(0);
  const tasks = f.i32(control.i32Load(CONTROL.tasks));
  const threads = f.i32(control.i32Load(CONTROL.threads));
  const args = f.i32(control.i32Load(CONTROL.args));
  const owner = f.i32(thread);
  const left = f.i32(threads);
  const task = f.i32();
  const end = f.i32();
  const cursor = f.i32();
  f.countDown(left, 1, () => {
    end.set(owner.add(1).mul(tasks).divU(threads));
    cursor.set(owner.mul(LINE).add(CONTROL.cursors));
    task.set(cursor.i32AtomicAdd(1));
    f.while(
      () => task.lt(end),
      () => {
        f.if(control.i32AtomicLoad(CONTROL.cancel), () => f.return());
        f.call(body, task, thread, args);
        task.set(cursor.i32AtomicAdd(1));
      },
    );
    owner.increase(1);
    f.if(owner.ge(threads), () => owner.set(0));
  });
}
