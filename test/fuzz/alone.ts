/**
 * What fuzzers use of vitest, for `npm run fuzz`: there they are bundled and run by Node alone, without the wrappers that
 * vitest puts around every import, which takes half of the time.
 */
const before: (() => unknown)[] = [];
const after: (() => unknown)[] = [];

export const beforeAll = (work: () => unknown): void => void before.push(work);
export const afterAll = (work: () => unknown): void => void after.push(work);

/** Runs a test; one that fails makes the process end with 1. */
export function test(name: string, body: () => unknown): void {
  setImmediate(async () => {
    try {
      for (const work of before) await work();
      await body();
    } catch (error) {
      console.error(`${name}: ${(error as Error).message}`);
      process.exitCode = 1;
    }
    for (const work of after) await work();
  });
}
