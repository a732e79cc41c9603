/**
 * Property tests draw the same cases each time, so that a commit that did nothing cannot fail. RANDOM_TESTS=10 draws ten
 * times as many new ones: their seed is printed, RANDOM_SEED=… draws them again, and what fails is kept in .cache/random/.
 */
import { appendFileSync, mkdirSync } from "node:fs";
import fc from "fast-check";

const FIXED = 20261128;
const wanted = Number(process.env.RANDOM_TESTS ?? 0);
const given = process.env.RANDOM_SEED;
const seed = given !== undefined ? Number(given) : wanted > 0 ? Date.now() % 2 ** 31 : FIXED;
const folder = new URL("../../.cache/random/", import.meta.url);

fc.configureGlobal({
  seed,
  ...(wanted > 0 && {
    numRuns: 100 * wanted,
    reporter(details) {
      if (!details.failed) return;
      mkdirSync(folder, { recursive: true });
      const { counterexamplePath: path, counterexample } = details;
      appendFileSync(
        new URL("found.jsonl", folder),
        `${JSON.stringify({ seed: details.seed, path, found: fc.stringify(counterexample) })}\n`,
      );
      throw new Error(fc.defaultReportMessage(details));
    },
  }),
});
if (wanted > 0) console.log(`random tests from RANDOM_SEED=${seed}`);
