/** Random numbers of a seed, drawn with the engine's generator: `randn` of seed 7 here is `manualSeed(7); randn(…)` there. */
import { manualSeed, rand, randn } from "@convlens/engine";

export class Noise {
  constructor(seed: number) {
    manualSeed(seed);
  }

  /** Normal with mean 0. */
  normal(count: number, deviation = 1): Float32Array {
    const { data } = randn([count]);
    return deviation === 1 ? data : data.map((value) => value * deviation);
  }

  /** Whole numbers from 0 to below `limit`. */
  below(count: number, limit: number): Float32Array {
    return rand([count]).data.map((value) => Math.min(limit - 1, Math.floor(value * limit)));
  }
}

/** A seed for one of several things that are drawn apart: FNV-1a of the name, started at the seed. */
export function seedFor(seed: number, name: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
