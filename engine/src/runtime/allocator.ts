/**
 * First-fit allocation over one growing range of addresses; neighbouring free blocks join again.
 *
 *     const allocator = new Allocator(65536, (end) => grow(end));
 *     const pointer = allocator.allocate(4096);
 *     allocator.free(pointer);
 */

/** Cache line, so that threads do not share lines of different blocks. */
const ALIGNMENT = 64;

interface Block {
  start: number;
  size: number;
}

export class Allocator {
  /** Free blocks below `#end`, by address; no two touch. */
  readonly #free: Block[] = [];
  readonly #sizes = new Map<number, number>();
  readonly #ensure: (end: number) => void;
  #end: number;
  #used = 0;

  /** `ensure(end)` must make all addresses below `end` usable, or throw. */
  constructor(start: number, ensure: (end: number) => void) {
    this.#end = start;
    this.#ensure = ensure;
  }

  /** Bytes in use. */
  get used(): number {
    return this.#used;
  }

  /** Address of a new block, a multiple of 64. */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const index = this.#free.findIndex((block) => block.size >= size);
    const start = index >= 0 ? this.#take(index, size) : this.#extend(size);
    this.#sizes.set(start, size);
    this.#used += size;
    return start;
  }

  free(start: number): void {
    const size = this.#sizes.get(start);
    if (size === undefined) throw new RangeError(`No block is allocated at address ${start}`);
    this.#sizes.delete(start);
    this.#used -= size;
    this.#insert({ start, size });
  }

  #take(index: number, size: number): number {
    const block = this.#free[index]!;
    const { start } = block;
    block.start += size;
    block.size -= size;
    if (block.size === 0) this.#free.splice(index, 1);
    return start;
  }

  /** Takes from the top, together with a free block that ends there. */
  #extend(size: number): number {
    const last = this.#free.at(-1);
    const start = last && last.start + last.size === this.#end ? last.start : this.#end;
    this.#ensure(start + size);
    if (start !== this.#end) this.#free.pop();
    this.#end = start + size;
    return start;
  }

  #insert(block: Block): void {
    let low = 0;
    let high = this.#free.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#free[middle]!.start < block.start) low = middle + 1;
      else high = middle;
    }
    this.#free.splice(low, 0, block);
    if (low + 1 < this.#free.length) this.#joinNext(low);
    if (low > 0) this.#joinNext(low - 1);
  }

  #joinNext(index: number): void {
    const block = this.#free[index]!;
    const next = this.#free[index + 1]!;
    if (block.start + block.size !== next.start) return;
    block.size += next.size;
    this.#free.splice(index + 1, 1);
  }
}
