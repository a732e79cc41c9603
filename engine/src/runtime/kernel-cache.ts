/**
 * Compiled kernel modules by key: plans of equal geometry share one. The bytes also lie in the shared memory,
 * where workers find them.
 *
 *     const kernel = cache.get("relu/1024", (module) => exportParallel(module, "run", …));
 *     kernel.entry("run");
 */
import { ModuleBuilder } from "../wasm/index.ts";
import { host } from "./host.ts";
import { type FloatBuffer, MAXIMUM_PAGES, type Memory } from "./memory.ts";

/** One exported function of a kernel module, driving all its tasks. */
export interface KernelEntry {
  readonly call: (thread: number) => void;
  /** Where workers find it. */
  readonly moduleId: number;
  readonly modulePointer: number;
  readonly moduleLength: number;
  /** Position among the module's exports. */
  readonly index: number;
  /** Holds the bytes as long as something can run them. */
  readonly bytes: FloatBuffer;
}

/** Kernels that are kept while no plan holds them. */
const KEPT = 512;

export class Kernel {
  readonly #entries: ReadonlyMap<string, KernelEntry>;

  constructor(entries: ReadonlyMap<string, KernelEntry>) {
    this.#entries = entries;
  }

  entry(name: string): KernelEntry {
    const entry = this.#entries.get(name);
    if (!entry) throw new ReferenceError(`The kernel has no entry "${name}"`);
    return entry;
  }
}

export class KernelCache {
  readonly #memory: Memory;
  readonly #kernels = new Map<string, Kernel>();
  #nextId = 1;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** The kernel of that key, built and compiled on first use. The key must determine what `build` emits. */
  get(key: string, build: (module: ModuleBuilder) => void): Kernel {
    const kernel = this.#kernels.get(key) ?? this.#compile(build);
    this.#kernels.delete(key); // to be set anew, as the latest
    this.#kernels.set(key, kernel);
    if (this.#kernels.size > KEPT) this.#kernels.delete(this.#kernels.keys().next().value!);
    return kernel;
  }

  #compile(build: (module: ModuleBuilder) => void): Kernel {
    const builder = new ModuleBuilder({ shared: host.sharedMemory, maximumPages: MAXIMUM_PAGES });
    build(builder);
    const bytes = builder.bytes();
    const imports = { env: { memory: this.#memory.wasm } };
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    // freed with the last plan that runs it; a worker that reads it late finds its region closed and drops what it read
    const copy = this.#memory.allocate(Math.ceil(bytes.length / 4));
    new Uint8Array(this.#memory.buffer, copy.pointer, bytes.length).set(bytes);
    const moduleId = this.#nextId++;
    const entries = Object.entries(instance.exports).map(([name, call], index): [string, KernelEntry] => [
      name,
      {
        call: call as (thread: number) => void,
        moduleId,
        modulePointer: copy.pointer,
        moduleLength: bytes.length,
        index,
        bytes: copy,
      },
    ]);
    return new Kernel(new Map(entries));
  }
}
