/**
 * The one WebAssembly.Memory of kernels and tensors, and buffers of floats in it.
 *
 *     const buffer = memory.allocate(1024);
 *     buffer.array.fill(1);
 *     buffer.free();          // or leave it to the garbage collector
 */

import { LimitError } from "../errors/limit-error.ts";
import { Allocator } from "./allocator.ts";
import { CONTROL_END } from "./control.ts";
import { host } from "./host.ts";

const PAGE = 65536;
/** 2 GiB: addresses stay positive as signed 32-bit integers, which kernels compare. */
export const MAXIMUM_PAGES = 32768;
/** Where the system refuses that much address space, a memory of less is asked for. */
const LADDER = [MAXIMUM_PAGES, 16384, 4096, 1024];
/** Smaller arrays are copied in and out faster than they are allocated here. */
const LEAST_SHARED = 512;
/**
 * Bytes of tensors up to which they live here, while no more than a share of the limit is in use, or these very bytes: beside
 * the weights of a large model its activations have room, and beside tensors that nobody disposes of the weights of the
 * next. What is more goes on in the garbage-collected heap, from where kernels need a copy.
 */
const [MOST_SHARED, SHARE_WITH_TENSORS] = [2 ** 28, 3 / 4];
/** Arrays given back that wait for a tensor of the same size, and their bytes: a loop's outputs are made once. */
const MOST_RECYCLED = 16;
const MOST_RECYCLED_BYTES = 2 ** 25;
/** Vector loads may read this far past a buffer's end (what they read there is not used). */
const GUARD = 256;

/** Floats in the shared memory. The memory is returned on `free()`, or after this object was collected. */
export class FloatBuffer {
  readonly pointer: number;
  readonly length: number;
  readonly #memory: Memory;
  #freed = false;

  /** Use `Memory.allocate`. */
  constructor(memory: Memory, pointer: number, length: number) {
    this.#memory = memory;
    this.pointer = pointer;
    this.length = length;
  }

  /** A live view; take a fresh one after any allocation (growing the memory may detach it). */
  get array(): Float32Array {
    if (this.#freed) throw new ReferenceError("This buffer was freed");
    return new Float32Array(this.#memory.buffer, this.pointer, this.length);
  }

  get freed(): boolean {
    return this.#freed;
  }

  /** Returns the memory; a second call does nothing. */
  free(): void {
    if (this.#freed) return;
    this.#freed = true;
    this.#memory.release(this);
  }
}

export class Memory {
  readonly wasm: WebAssembly.Memory;
  /** Bytes that may be allocated in all. */
  limit = 2 ** 30;
  /** Asked when memory is short: gives up something that can be made anew, if wanted only what is idle; or says that there is nothing. */
  reclaim: (onlyIdle?: boolean) => boolean = () => false;
  readonly #allocator: Allocator;
  readonly #maximum: number; // pages
  readonly #finalizer = new FinalizationRegistry<number>((pointer) => this.#free(pointer));
  readonly #holders = new WeakMap<Float32Array, FloatBuffer>();
  readonly #identified = new WeakSet<Float32Array>();
  readonly #tensors = new Map<number, number>(); // bytes of their arrays by where they lie
  #tensorBytes = 0;
  #recycled: Float32Array[] = [];
  #recycledBytes = 0;
  #buffer: ArrayBufferLike;
  #words: Int32Array;

  constructor() {
    [this.wasm, this.#maximum] = firstGranted();
    this.#buffer = this.wasm.buffer;
    this.#words = new Int32Array(this.#buffer);
    this.#allocator = new Allocator(CONTROL_END, (end) => this.#grow(end + GUARD));
  }

  get buffer(): ArrayBufferLike {
    return this.#buffer;
  }
  /** The whole memory as 32-bit words. */
  get words(): Int32Array {
    return this.#words;
  }
  /** Bytes allocated now. */
  get used(): number {
    return this.#allocator.used;
  }

  /** Room for `length` floats, not cleared. Throws LimitError over the budget. */
  allocate(length: number): FloatBuffer {
    const pointer = this.#place(length * 4, `A buffer of ${length} floats`);
    const buffer = new FloatBuffer(this, pointer, length);
    this.#finalizer.register(buffer, pointer, buffer);
    return buffer;
  }

  /** An address for so many bytes. What others can do without goes before anything is refused. */
  #place(bytes: number, what: string): number {
    if (!(this.used + bytes <= this.limit)) this.#dropRecycled();
    while (!(this.used + bytes <= this.limit)) {
      if (bytes > this.limit || !this.reclaim())
        throw new LimitError(what, this.used + bytes, this.limit, "bytes");
    }
    for (;;)
      try {
        return this.#allocator.allocate(bytes);
      } catch (error) {
        // no stretch of addresses is long enough
        if (!(error instanceof LimitError) || bytes > this.limit || !this.reclaim()) throw error;
      }
  }

  /**
   * An array for a tensor's values, not cleared: in this memory where kernels read it without a copy, or on the heap.
   * Lives as long as the array is referenced, or until `discard`.
   */
  floats(length: number): Float32Array {
    const known = this.#recycle(length);
    if (known) return known;
    if (!this.#takesTensor(length)) return new Float32Array(length);
    const buffer = this.allocate(length);
    this.#tensors.set(buffer.pointer, length * 4);
    this.#tensorBytes += length * 4;
    const { array } = buffer;
    this.#holders.set(array, buffer);
    return array;
  }

  #takesTensor(length: number): boolean {
    if (!host.sharedMemory || length < LEAST_SHARED) return false; // growing would detach arrays in memory that is not shared
    const bytes = length * 4;
    if (this.#tensorBytes + bytes > MOST_SHARED) return false;
    const most = Math.max(MOST_SHARED, this.limit * SHARE_WITH_TENSORS);
    while (this.used + bytes > most) if (!this.reclaim(true)) return false;
    return true;
  }

  #free(pointer: number): void {
    this.#tensorBytes -= this.#tensors.get(pointer) ?? 0;
    this.#tensors.delete(pointer);
    this.#allocator.free(pointer);
  }

  /** The buffer behind an array of `floats`, if it lies in this memory. */
  bufferOf(array: Float32Array): FloatBuffer | undefined {
    return this.#holders.get(array);
  }

  /** Whether the array lies in this memory. */
  owns(array: Float32Array): boolean {
    return this.#holders.has(array);
  }

  /** An array of the heap has a copy here until `takeBack`. */
  lend(array: Float32Array, copy: FloatBuffer): void {
    this.#holders.set(array, copy);
  }
  takeBack(array: Float32Array): void {
    this.#holders.delete(array);
  }

  /** Gives an array of `floats` back before the garbage collector does. */
  discard(array: Float32Array): void {
    const holder = this.#holders.get(array);
    if (!holder || holder.freed || this.#recycled.includes(array)) return;
    const bytes = this.#recycledBytes + array.byteLength;
    const isFull = this.#recycled.length >= MOST_RECYCLED || bytes > MOST_RECYCLED_BYTES;
    if (isFull || this.#identified.has(array)) holder.free();
    else {
      this.#recycled.push(array);
      this.#recycledBytes = bytes;
    }
  }

  /** This very array will never be handed out again, with other numbers: somebody knows the numbers by it. */
  keepIdentity(array: Float32Array): void {
    this.#identified.add(array);
  }

  #recycle(length: number): Float32Array | undefined {
    for (let i = this.#recycled.length - 1; i >= 0; i--) {
      const array = this.#recycled[i]!;
      if (array.length !== length) continue;
      this.#recycled.splice(i, 1);
      this.#recycledBytes -= array.byteLength;
      return array;
    }
    return undefined;
  }

  /** Frees what waits to be used again. */
  #dropRecycled(): void {
    for (const array of this.#recycled) this.#holders.get(array)!.free();
    this.#recycled = [];
    this.#recycledBytes = 0;
  }

  /** Called by `FloatBuffer.free`. */
  release(buffer: FloatBuffer): void {
    this.#finalizer.unregister(buffer);
    this.#free(buffer.pointer);
  }

  #grow(end: number): void {
    const missing = Math.ceil((end - this.wasm.buffer.byteLength) / PAGE);
    if (missing <= 0) return;
    const pages = this.wasm.buffer.byteLength / PAGE;
    const ample = Math.min(Math.max(missing, pages >> 2), this.#maximum - pages);
    if (ample < missing) throw new LimitError("The memory", end, this.#maximum * PAGE, "bytes");
    if (!this.#grows(ample) && !this.#grows(missing))
      throw new LimitError("The memory, which the system does not let grow,", end, pages * PAGE, "bytes");
    this.#buffer = this.wasm.buffer;
    this.#words = new Int32Array(this.#buffer);
  }

  #grows(pages: number): boolean {
    try {
      this.wasm.grow(pages);
      return true;
    } catch {
      return false; // the machine has no more
    }
  }
}

/** The largest memory that the system grants, and its pages. Throws the system's RangeError where it grants none. */
function firstGranted(): [memory: WebAssembly.Memory, pages: number] {
  const initial = Math.ceil(CONTROL_END / PAGE) + 15;
  let refused: unknown;
  for (const maximum of LADDER)
    try {
      return [new WebAssembly.Memory({ initial, maximum, shared: host.sharedMemory }), maximum];
    } catch (error) {
      refused = error;
    }
  throw refused;
}
