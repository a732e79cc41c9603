/**
 * V8 can fuse neighbouring 128-bit operations into 256-bit ones on x64 (`--experimental-wasm-revectorize`), which nearly
 * doubles dense kernels whose tile has four vectors side by side. The flag is experimental, so it is taken only when it
 * was asked for, and only if a trial shows the same numbers and more speed.
 *
 *     useWideKernels(runtime, true)   // true if plans made from now on are wide
 */
import { type FloatBuffer, host, type Runtime } from "../runtime/index.ts";
import type { Kernel } from "../runtime/kernel-cache.ts";
import { emitMicroKernel, NARROW_TILE, type Tile, WIDE_TILE } from "./micro-kernel.ts";

const FLAG = "--experimental-wasm-revectorize";
/** The wide kernel must be that much faster to be taken. */
const GAIN_WANTED = 1.1;

let isWide: boolean | undefined;

/** The tile of dense kernels: wide where that was asked for and holds its promise. */
export function denseTile(runtime: Runtime): Tile {
  isWide ??= wasAskedFor() && holdsPromise(runtime);
  return isWide ? WIDE_TILE : NARROW_TILE;
}

/**
 * Switches wide kernels on or off for the plans made from now on, and tells whether they are on. Call it before the first
 * layer runs: the flag is set for the whole process and reaches only what is compiled afterwards.
 */
export function useWideKernels(runtime: Runtime, wanted: boolean): boolean {
  if (wanted && canBeWide && !wasAskedFor()) host.node?.v8.setFlagsFromString(FLAG);
  isWide = wanted && holdsPromise(runtime);
  return isWide;
}

/** Older engines do not know the flag; without a fused multiply-add the tile does not fit the registers. */
const canBeWide = host.simd && host.relaxedSimd && host.schedulesInOrder;

/** The process was started with the flag. */
function wasAskedFor(): boolean {
  const { execArgv = [], env = {} } = host.node ? globalThis.process : {};
  return execArgv.includes(FLAG) || (env.NODE_OPTIONS ?? "").includes(FLAG);
}

/** The product that both kernels compute: tiles of 6×8 and of 6×16 both divide it. */
const [ROWS, COLUMNS, DEPTH] = [12, 16, 128];
const REPETITIONS = 30;
/** V8 optimises in the background, so the trial goes on for some time, and on a busy machine for some runs. */
const TRIAL_MS = 30;
const TRIAL_RUNS = 100;
/** On a machine so busy that no gain is seen by then, it goes on for so long. */
const LONGEST_TRIAL_MS = 250;

/** Both kernels multiply the same numbers for a while; results must agree to the last bit. */
function holdsPromise(runtime: Runtime): boolean {
  if (!canBeWide) return false;
  const [narrow, wide] = [new Trial(runtime, NARROW_TILE), new Trial(runtime, WIDE_TILE)];
  const isFaster = () => wide.fastest * GAIN_WANTED < narrow.fastest;
  const start = performance.now();
  const isOver = (runs: number) => {
    const spent = performance.now() - start;
    return runs >= TRIAL_RUNS && spent >= (isFaster() ? TRIAL_MS : LONGEST_TRIAL_MS);
  };
  for (let runs = 0; !isOver(runs); runs++) {
    narrow.run();
    wide.run();
  }
  const isSame = narrow.result().every((value, i) => value === wide.result()[i]);
  const isChosen = isSame && isFaster();
  narrow.free();
  wide.free();
  return isChosen;
}

/** One micro-kernel at work on a small product. */
class Trial {
  fastest = Number.POSITIVE_INFINITY;
  readonly #kernel: Kernel;
  readonly #memory: FloatBuffer;

  constructor(runtime: Runtime, tile: Tile) {
    this.#memory = runtime.memory.allocate(ROWS + ROWS * DEPTH + COLUMNS * DEPTH + ROWS * COLUMNS);
    const columns = tile.vectors * 4;
    const { array } = this.#memory;
    array.fill(0);
    // [panel][k][rows] behind the biases, then [panel][k][columns]
    for (let row = 0; row < ROWS; row++) {
      const at = ROWS + Math.floor(row / tile.rows) * tile.rows * DEPTH + (row % tile.rows);
      for (let k = 0; k < DEPTH; k++) array[at + k * tile.rows] = Math.sin(row + 3 * k);
    }
    for (let column = 0; column < COLUMNS; column++) {
      const at = ROWS + ROWS * DEPTH + Math.floor(column / columns) * columns * DEPTH + (column % columns);
      for (let k = 0; k < DEPTH; k++) array[at + k * columns] = Math.cos(column - 2 * k);
    }
    this.#kernel = runtime.kernels.get(`trial ${JSON.stringify(tile)}`, (module) => {
      const micro = emitMicroKernel(module, tile, "none");
      const run = module.function(1, (f, [base]) => {
        f.repeat(REPETITIONS, () => {
          for (let row = 0; row < ROWS; row += tile.rows) {
            for (let column = 0; column < COLUMNS; column += columns) {
              const a = base!.add((ROWS + row * DEPTH) * 4);
              const b = base!.add((ROWS + ROWS * DEPTH + column * DEPTH) * 4);
              const c = base!.add((ROWS + ROWS * DEPTH + COLUMNS * DEPTH + row * COLUMNS + column) * 4);
              f.call(micro, a, b, c, DEPTH, COLUMNS * 4, base!, 0);
            }
          }
        });
      });
      module.export("run", run);
    });
  }

  run(): void {
    const start = performance.now();
    this.#kernel.entry("run").call(this.#memory.pointer);
    this.fastest = Math.min(this.fastest, performance.now() - start);
  }

  result(): Float32Array {
    return this.#memory.array.slice(-ROWS * COLUMNS);
  }

  free(): void {
    this.#memory.free();
  }
}
