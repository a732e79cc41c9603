/** Random choices from a seed, so that a program that was found once is found again. */
export interface Random {
  /** A whole number below `n`. */
  below(n: number): number;
  of<T>(options: readonly T[]): T;
  /** True in one of `n` cases. */
  oneIn(n: number): boolean;
}

/** Mulberry32: 32 bits of state, good enough to pick statements. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, of: (options) => options[below(options.length)]!, oneIn: (n) => below(n) === 0 };
}

/**
 * How many programs a test looks at, and from which seed: a fixed slice, or with RANDOM_PROGRAMS=n as many new ones,
 * whose seed is printed.
 */
export function programsToTry(slice: number): { readonly seed: number; readonly count: number } {
  const wanted = Number(process.env.RANDOM_PROGRAMS ?? 0);
  if (!wanted) return { seed: 1, count: slice };
  const seed = Number(process.env.RANDOM_SEED ?? Date.now() % 1_000_000_000);
  console.log(`${wanted} random programs from RANDOM_SEED=${seed}`);
  return { seed, count: wanted };
}
