/**
 * How every fuzzer here runs: a seed, and so many tries or so many seconds. `npm test` takes a slice with the seed that
 * stands here; `npm run fuzz -- sources --seed 7 --runs 100000` goes on for as long as one likes.
 *
 *   fuzz({ runs: 300 }, (random, run) => { … });     // throws `seed 1, run 17: …` for the first try that fails
 */

/** A seeded source of choices: mulberry32, https://github.com/cprosche/mulberry32 (public domain). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to `end`, which is not one of them. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }
}

const given = (name: string): number | undefined => {
  const text = process.env[`FUZZ_${name}`];
  return text === undefined ? undefined : Number(text);
};
const SEED = given("SEED") ?? 1;

/**
 * Each run has a seed of its own, so that the one which failed can be had alone: `--seed 1 --from 17 --runs 1`. `body` returns
 * how many inputs it tried where that is not one. Returns the number of runs.
 */
export async function fuzz(
  { runs }: { readonly runs: number },
  body: (random: Random, run: number) => unknown,
): Promise<number> {
  const seconds = given("SECONDS");
  const from = given("FROM") ?? 0;
  const end = from + (given("RUNS") ?? (seconds === undefined ? runs : Number.POSITIVE_INFINITY));
  const start = performance.now();
  const deadline = start + 1000 * (seconds ?? Number.POSITIVE_INFINITY);
  const keepsGoing = process.env.FUZZ_ALL !== undefined;
  let [failures, inputs] = [0, 0];
  let run = from;
  const tell = (): void => {
    const took = `${((performance.now() - start) / 1000).toFixed(0)} s, ${(process.cpuUsage().user / 1e6).toFixed(0)} s of them computing`;
    console.log(`seed ${SEED}: ${run - from} runs, ${inputs} inputs, ${failures} failures in ${took}`);
  };
  const tellsAll = seconds !== undefined || given("RUNS") !== undefined;
  for (; run < end && performance.now() < deadline; run++) {
    try {
      const tried = await body(new Random(SEED * 1_000_003 + run), run);
      inputs += typeof tried === "number" ? tried : 1;
    } catch (error) {
      const sentence = `seed ${SEED}, run ${run}: ${error instanceof Error ? error.message : error}`;
      if (!keepsGoing) throw new Error(sentence, { cause: error });
      failures++;
      console.log(
        `${sentence}\n${error instanceof Error ? error.stack?.split("\n").slice(0, 8).join("\n") : ""}`,
      );
    }
    if (tellsAll && (run - from) % 1000 === 999) tell();
  }
  if (tellsAll) tell();
  if (failures > 0) throw new Error(`${failures} of ${run - from} runs failed`);
  return run - from;
}
