/**
 * A plan: everything about one layer at one shape that can be settled before the numbers come. It holds the packed
 * weights and tables, and its stages run one after the other, each in parallel.
 *
 *     const plan = planConv(runtime, geometry, weights, bias, "relu");
 *     plan.run(x, y);        // x, y: FloatBuffer
 *     plan.dispose();
 */
import type { FloatBuffer, RunOptions, Runtime } from "../runtime/index.ts";
import type { KernelEntry } from "../runtime/kernel-cache.ts";
import type { I32, LocalI32 } from "../wasm/index.ts";

/** Byte offsets in a stage's argument block, which every kernel gets the address of. */
export const ARGUMENT = {
  input: 0,
  output: 4,
  weights: 8,
  bias: 12,
  tables: 16,
  /** Memory of this run, shared by all threads. */
  workspace: 20,
  /** Memory of this run, `scratchBytes` for each thread. */
  scratch: 24,
  /** Second input of a binary operation. */
  second: 28,
  /** Set to 1 by a kernel that met a number that is not finite. */
  notFinite: 32,
} as const;
const ARGUMENT_FLOATS = 16;

/** Reads a pointer from the argument block. */
export function argument(args: LocalI32, name: keyof typeof ARGUMENT) {
  return args.i32Load(ARGUMENT[name]);
}

/** What a plan holds for a kernel. */
export interface Constants {
  readonly weights?: FloatBuffer;
  readonly bias?: FloatBuffer;
  readonly tables?: FloatBuffer;
}

/** One parallel pass over tasks 0 … tasks − 1. */
export interface Stage extends Constants {
  readonly entry: KernelEntry;
  readonly tasks: number;
  /** Further argument blocks, which lie behind the stage's own one: see `furtherArguments`. */
  readonly others?: readonly Constants[];
}

/** Address of the `index`-th argument block of a stage that has several. */
export function furtherArguments(args: LocalI32, index: number): I32 {
  return args.add(index * ARGUMENT_FLOATS * 4);
}

export interface PlanParts {
  readonly algorithm: string;
  readonly outputShape: readonly number[];
  /** Multiply-adds of one run. */
  readonly macs: number;
  readonly stages: readonly Stage[];
  readonly workspaceBytes?: number;
  readonly scratchBytes?: number;
  /** What computes the output when the first stage met NaN or Inf. */
  readonly fallback?: () => Plan;
}

export interface Plan {
  readonly algorithm: string;
  readonly outputShape: readonly number[];
  readonly macs: number;
  /** y = layer(x). Throws LimitError, WorkerError, or the signal's reason. */
  run(x: FloatBuffer, y: FloatBuffer, options?: PlanOptions): void;
  /** The same on the workers, while this thread goes on. Leave x and y alone until it resolves. */
  runAsync(x: FloatBuffer, y: FloatBuffer, options?: PlanOptions): Promise<void>;
  /** Frees the weights and tables; the garbage collector would do so later. */
  dispose(): void;
}

export interface PlanOptions extends RunOptions {
  /** The other operand, for plans of two inputs. */
  second?: FloatBuffer;
}

/** What a kernel is generated from, as text: JSON would not tell infinities, NaN and −0 from other values. */
export const keyOf = (shape: object): string =>
  JSON.stringify(shape, (_, value: unknown) =>
    typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0))
      ? `${Object.is(value, -0) ? "-" : ""}${value}`
      : value,
  );

/** Rounded up to whole cache lines, so that what follows is aligned. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}

export class KernelPlan implements Plan {
  readonly algorithm: string;
  readonly outputShape: readonly number[];
  readonly macs: number;
  readonly #runtime: Runtime;
  readonly #parts: PlanParts;
  /** Bytes of memory of a run that all threads share, and that each has. */
  readonly #shared: number;
  readonly #scratch: number;
  readonly #arguments: FloatBuffer;
  /** One argument block each. */
  readonly #blocks: readonly Constants[];
  readonly #regions: { entry: KernelEntry; tasks: number; args: number }[];
  #fallback: Plan | null = null;

  constructor(runtime: Runtime, parts: PlanParts) {
    this.#runtime = runtime;
    this.algorithm = parts.algorithm;
    this.outputShape = parts.outputShape;
    this.macs = parts.macs;
    this.#parts = parts;
    this.#shared = aligned(parts.workspaceBytes ?? 0);
    this.#scratch = aligned(parts.scratchBytes ?? 0);
    this.#blocks = parts.stages.flatMap((stage) => [stage, ...(stage.others ?? [])]);
    this.#arguments = this.#runtime.memory.allocate(this.#blocks.length * ARGUMENT_FLOATS);
    this.#regions = parts.stages.map((stage) => ({
      entry: stage.entry,
      tasks: stage.tasks,
      args: this.#arguments.pointer + this.#blocks.indexOf(stage) * ARGUMENT_FLOATS * 4,
    }));
    for (const [index, { weights, bias, tables }] of this.#blocks.entries()) {
      this.#writeConstant(index, "weights", weights);
      this.#writeConstant(index, "bias", bias);
      this.#writeConstant(index, "tables", tables);
    }
  }

  run(x: FloatBuffer, y: FloatBuffer, options: PlanOptions = {}): void {
    this.#prepare(x, y, options);
    this.#runtime.run(this.#regions, options);
    if (this.#sawNotFinite) this.#otherPlan().run(x, y, options);
  }

  async runAsync(x: FloatBuffer, y: FloatBuffer, options: PlanOptions = {}): Promise<void> {
    this.#prepare(x, y, options);
    await this.#runtime.runAsync(this.#regions, options);
    if (this.#sawNotFinite) await this.#otherPlan().runAsync(x, y, options);
  }

  dispose(): void {
    for (const { weights, bias, tables } of this.#blocks) {
      weights?.free();
      bias?.free();
      tables?.free();
    }
    this.#arguments.free();
    this.#fallback?.dispose();
  }

  #prepare(x: FloatBuffer, y: FloatBuffer, { second }: PlanOptions): void {
    this.#runtime.finish(); // an asynchronous run may still be using the workspace
    this.#runtime.checkOperations(this.algorithm, this.macs);
    const workspace = this.#runtime.workspace(this.#shared + this.#scratch * this.#runtime.pool.threads);
    const { words } = this.#runtime.memory;
    let block = this.#arguments.pointer >> 2;
    for (let i = 0; i < this.#blocks.length; i++) {
      words[block + (ARGUMENT.input >> 2)] = x.pointer;
      words[block + (ARGUMENT.output >> 2)] = y.pointer;
      words[block + (ARGUMENT.second >> 2)] = second?.pointer ?? 0;
      words[block + (ARGUMENT.workspace >> 2)] = workspace;
      words[block + (ARGUMENT.scratch >> 2)] = workspace + this.#shared;
      words[block + (ARGUMENT.notFinite >> 2)] = 0;
      block += ARGUMENT_FLOATS;
    }
  }

  #writeConstant(block: number, name: keyof typeof ARGUMENT, buffer: FloatBuffer | undefined): void {
    const address = this.#arguments.pointer + block * ARGUMENT_FLOATS * 4 + ARGUMENT[name];
    this.#runtime.memory.words[address >> 2] = buffer?.pointer ?? 0;
  }

  get #sawNotFinite(): boolean {
    if (!this.#parts.fallback) return false;
    return this.#runtime.memory.words[(this.#arguments.pointer + ARGUMENT.notFinite) >> 2] !== 0;
  }

  #otherPlan(): Plan {
    this.#fallback ??= this.#parts.fallback!();
    return this.#fallback;
  }
}

/** Copies floats into the shared memory. */
export function upload(runtime: Runtime, values: ArrayLike<number>): FloatBuffer {
  const buffer = runtime.memory.allocate(values.length);
  buffer.array.set(values);
  return buffer;
}

/**
 * Values where kernels read them: their own place in the shared memory, or a copy for as long as `use` runs, which finds it
 * when it asks for the same values.
 */
export function inMemory<T>(runtime: Runtime, values: ArrayLike<number>, use: (values: FloatBuffer) => T): T {
  const array = values instanceof Float32Array ? values : Float32Array.from(values);
  const own = runtime.memory.bufferOf(array);
  if (own) return use(own);
  const copy = upload(runtime, array);
  runtime.memory.lend(array, copy);
  try {
    return use(copy);
  } finally {
    runtime.memory.takeBack(array);
    copy.free();
  }
}

/** Copies integers (offset tables) into the shared memory. */
export function uploadIntegers(runtime: Runtime, ...tables: readonly ArrayLike<number>[]): FloatBuffer {
  const buffer = runtime.memory.allocate(tables.reduce((total, table) => total + table.length, 0));
  let at = buffer.pointer >> 2;
  for (const table of tables) {
    runtime.memory.words.set(table, at);
    at += table.length;
  }
  return buffer;
}

/** Two plans, the second on what the first gives. */
export function chain(runtime: Runtime, first: Plan, second: Plan): Plan {
  const length = first.outputShape.reduce((total, size) => total * size, 1);
  return {
    algorithm: second.algorithm,
    outputShape: second.outputShape,
    macs: first.macs + second.macs,
    run(x, y, options) {
      const between = runtime.memory.allocate(length);
      try {
        first.run(x, between, options);
        second.run(between, y, options);
      } finally {
        between.free();
      }
    },
    async runAsync(x, y, options) {
      const between = runtime.memory.allocate(length);
      try {
        await first.runAsync(x, between, options);
        await second.runAsync(between, y, options);
      } finally {
        between.free();
      }
    },
    dispose() {
      first.dispose();
      second.dispose();
    },
  };
}

/** A plan, and a second one in place on what it gave. */
export function inPlace(first: Plan, second: Plan): Plan {
  return {
    algorithm: first.algorithm,
    outputShape: first.outputShape,
    macs: first.macs + second.macs,
    run(x, y, options) {
      first.run(x, y, options);
      second.run(y, y, options);
    },
    async runAsync(x, y, options) {
      await first.runAsync(x, y, options);
      await second.runAsync(y, y, options);
    },
    dispose() {
      first.dispose();
      second.dispose();
    },
  };
}

/** Nothing to compute: an output without elements. */
export class EmptyPlan implements Plan {
  readonly algorithm = "empty";
  readonly macs = 0;
  readonly outputShape: readonly number[];

  constructor(outputShape: readonly number[]) {
    this.outputShape = outputShape;
  }
  run(): void {}
  async runAsync(): Promise<void> {}
  dispose(): void {}
}
