/**
 * The seeded source of random numbers: MT19937 (Matsumoto and Nishimura, 1998) and the ways in which PyTorch's CPU
 * generator makes floats of its bits, so that a seed gives PyTorch's numbers.
 *
 *   manualSeed(0); rand(3)   // [0.4963, 0.7682, 0.0885], as torch.manual_seed(0); torch.rand(3)
 */

import { type UniformKernel, uniformKernel } from "./uniform-kernel.ts";

const N = 624;
const M = 397;
/** From this many values on PyTorch draws normal ones in blocks. */
const BLOCK = 16;
/** Blocks of N values from which the kernel pays for copying the state. */
const FEWEST_BLOCKS = 2;

/** Made by the first that draws much; null where there is none. */
let kernel: UniformKernel | null | undefined;

export class Generator {
  private readonly state = new Uint32Array(N);
  private next = N;
  private spare: number | undefined; // the second of a pair of normal values

  constructor(seed = 5489) {
    this.seed(seed);
  }

  seed(seed: number): void {
    this.state[0] = seed >>> 0;
    for (let i = 1; i < N; i++) {
      const previous = this.state[i - 1]! ^ (this.state[i - 1]! >>> 30);
      this.state[i] = Math.imul(1812433253, previous) + i;
    }
    this.next = N;
    this.spare = undefined;
  }

  /** 32 random bits. */
  bits(): number {
    if (this.next >= N) this.twist();
    return tempered(this.state[this.next++]!) >>> 0;
  }

  private twist(): void {
    const { state } = this;
    for (let i = 0; i < N - M; i++) state[i] = state[i + M]! ^ mixed(state[i]!, state[i + 1]!);
    for (let i = N - M; i < N - 1; i++) state[i] = state[i + M - N]! ^ mixed(state[i]!, state[i + 1]!);
    state[N - 1] = state[M - 1]! ^ mixed(state[N - 1]!, state[0]!);
    this.next = 0;
  }

  /** Uniform in [0, 1) with 24 random bits, as PyTorch draws floats. */
  uniform(): number {
    return (this.bits() & 0xffffff) / 0x1000000;
  }

  /** Uniform in [0, 1) with 53 random bits, as PyTorch draws doubles. */
  private uniformDouble(): number {
    const high = this.bits() & 0x1fffff;
    return (high * 0x100000000 + this.bits()) / 0x20000000000000;
  }

  /** Uniform in [low, high), computed in float32. */
  fillUniform(data: Float32Array, low: number, high: number): void {
    const f = Math.fround;
    const [from, width] = [f(low), f(f(high) - f(low))];
    const { state } = this;
    // a whole model's weights are drawn here: block by block, what `uniform` does one by one
    for (let i = 0; i < data.length; ) {
      if (this.next >= N) {
        i = this.fillBlocks(data, i, from, width);
        if (i === data.length) return;
        this.twist();
      }
      const end = Math.min(data.length, i + N - this.next);
      let at = this.next;
      for (; i < end; i++) data[i] = f(((tempered(state[at++]!) & 0xffffff) / 0x1000000) * width) + from;
      this.next = at;
    }
  }

  /** As many whole blocks as `data` has room for from `at` on, where kernels run. Returns where it stopped. */
  private fillBlocks(data: Float32Array, at: number, low: number, width: number): number {
    const blocks = Math.floor((data.length - at) / N);
    if (blocks < FEWEST_BLOCKS) return at;
    if (kernel === undefined) kernel = uniformKernel() ?? null;
    if (!kernel) return at;
    kernel.fill(data, at, blocks, this.state, { low, width });
    return at + blocks * N;
  }

  /** Standard normal values by Box and Muller: few one by one in double precision, many in blocks. */
  fillNormal(data: Float32Array): void {
    if (data.length < BLOCK) {
      for (let i = 0; i < data.length; i++) data[i] = this.normal();
      return;
    }
    this.fillUniform(data, 0, 1);
    for (let from = 0; from + BLOCK <= data.length; from += BLOCK) toNormal(data, from);
    if (data.length % BLOCK === 0) return;
    // the last values are drawn anew, so that they make a whole block
    const from = data.length - BLOCK;
    this.fillUniform(data.subarray(from), 0, 1);
    toNormal(data, from);
  }

  private normal(): number {
    const kept = this.spare;
    if (kept !== undefined) {
      this.spare = undefined;
      return kept;
    }
    const angle = 2 * Math.PI * this.uniformDouble();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniformDouble()));
    this.spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/** Spreads the bits of a word of the state. */
function tempered(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}

/** The high bit of one word and the low ones of the next, multiplied by the twist. */
function mixed(high: number, low: number): number {
  const y = (high & 0x80000000) | (low & 0x7fffffff);
  return (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
}

/** Eight pairs of uniform values, eight apart, become pairs of normal ones. */
function toNormal(data: Float32Array, from: number): void {
  const half = BLOCK / 2;
  for (let i = from; i < from + half; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - data[i]!));
    const angle = 2 * Math.PI * data[i + half]!;
    data[i] = radius * Math.cos(angle);
    data[i + half] = radius * Math.sin(angle);
  }
}

/** The generator behind randn, rand and initial weights. */
export const generator = new Generator();

/** Seeds it: what follows is the same in every run. */
export const manualSeed = (seed: number): void => generator.seed(seed);
