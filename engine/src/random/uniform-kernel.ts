/**
 * Whole blocks of MT19937 as uniform floats, four at a time: the same numbers as word by word, in a tenth of the time.
 *
 *   const kernel = uniformKernel();              // undefined where WebAssembly or its SIMD is missing or forbidden
 *   kernel?.fill(data, from, blocks, state, low, width);
 */
import {
  type FunctionBuilder,
  f32x4,
  i32x4,
  type LocalI32,
  ModuleBuilder,
  type V128,
} from "../wasm/index.ts";

/** Words of the state, and how far behind it the twist looks. */
const N = 624;
const M = 397;
/** Blocks of N floats that one call makes: they and the state fit into one page. */
const MOST_BLOCKS = 24;
/** Byte offsets: the state, with its first four words once more behind it; the range; the floats. */
const AT = { state: 0, low: 2560, width: 2564, floats: 2624 } as const;

export interface UniformKernel {
  /** Twists `state` once for each block, and writes each block's words as low + width · [0, 1) from `from` on. */
  fill(
    data: Float32Array,
    from: number,
    blocks: number,
    state: Uint32Array,
    range: { readonly low: number; readonly width: number },
  ): void;
}

export function uniformKernel(): UniformKernel | undefined {
  if (typeof WebAssembly === "undefined") return undefined;
  const builder = new ModuleBuilder({ shared: false, maximumPages: 1 });
  build(builder);
  let make: (blocks: number) => void;
  let memory: WebAssembly.Memory;
  try {
    memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.bytes()), { env: { memory } });
    make = instance.exports.uniform as (blocks: number) => void;
  } catch {
    return undefined; // no SIMD, or a page that forbids to compile
  }
  const words = new Uint32Array(memory.buffer, AT.state, N);
  const bounds = new Float32Array(memory.buffer, AT.low, 2);
  const floats = new Float32Array(memory.buffer, AT.floats, MOST_BLOCKS * N);
  return {
    fill(data, from, blocks, state, { low, width }) {
      words.set(state);
      bounds[0] = low;
      bounds[1] = width;
      for (let done = 0; done < blocks; done += MOST_BLOCKS) {
        const count = Math.min(MOST_BLOCKS, blocks - done);
        make(count);
        data.set(floats.subarray(0, count * N), from + done * N);
      }
      state.set(words);
    },
  };
}

/** Exports "uniform" (blocks). */
function build(module: ModuleBuilder): void {
  const body = module.function(1, (f, [blocks]) => {
    const target = f.i32(AT.floats);
    const [low, width] = [f.v128(), f.v128()];
    const base = f.i32(0);
    low.set(base.v128LoadSplat(AT.low));
    width.set(base.v128LoadSplat(AT.width));
    const at = f.i32();
    f.countDown(blocks!, 1, () => {
      at.set(AT.state);
      twist(f, at);
      f.v128Store(base, base.v128Load(AT.state), AT.state + N * 4);
      f.repeat(Math.ceil((N - M) / 4) - 1, () => twist(f, at));
      f.repeat((N - Math.ceil((N - M) / 4) * 4) / 4, () => twist(f, at, M - N));
      at.set(AT.state);
      f.repeat(N / 4, () => {
        const word = temper(f, at.v128Load());
        const unit = word
          .and(i32x4(0xffffff))
          .convertI32()
          .mul(f32x4(2 ** -24));
        f.v128Store(target, unit.mul(width).add(low));
        at.increase(16);
        target.increase(16);
      });
    });
  });
  module.export("uniform", body);
}

/** Four words of the next state, whose other part lies `ahead` words on. */
function twist(f: FunctionBuilder, at: LocalI32, ahead = M): void {
  const y = f.v128(at.v128Load().select(at.v128Load(4), i32x4(0x80000000)));
  const odd = y.shiftLeftI32(31).shiftRightI32(31).and(i32x4(0x9908b0df));
  f.v128Store(
    at,
    at
      .v128Load(ahead * 4)
      .xor(y.shiftRightUnsignedI32(1))
      .xor(odd),
  );
  at.increase(16);
}

/** Spreads the bits of words of the state. */
function temper(f: FunctionBuilder, word: V128): V128 {
  const y = f.v128(word);
  y.set(y.xor(y.shiftRightUnsignedI32(11)));
  y.set(y.xor(y.shiftLeftI32(7).and(i32x4(0x9d2c5680))));
  y.set(y.xor(y.shiftLeftI32(15).and(i32x4(0xefc60000))));
  return y.xor(y.shiftRightUnsignedI32(18));
}
