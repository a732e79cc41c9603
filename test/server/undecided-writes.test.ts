/**
 * An error is one for every value of what is unknown: random programs are run on the engine with many choices of their
 * unknowns, and none may refute what the checker calls an error.
 */
import { expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";
import { programsToTry, randomFrom } from "./programs/random.ts";
import {
  type Program,
  randomChoice,
  runProgram,
  smaller,
  sourceOf,
  undecidedProgram,
} from "./programs/undecided.ts";

const CHOICES = 16;
const { seed, count } = programsToTry(400);

const errorsOf = (program: Program) =>
  analyzeText(sourceOf(program).text).findings.filter(({ severity }) => severity === "error");

/** The errors that one choice refutes: the check ran, and did not fail. */
function refuted(program: Program, from: number, errors = errorsOf(program)): string[] {
  const { text, lines } = sourceOf(program);
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  if (errors.length === 0) return [];
  const random = randomFrom(from);
  const runs = Array.from({ length: CHOICES }, () => {
    const choice = randomChoice(random);
    return { choice, outcomes: runProgram(program, choice) };
  });
  return errors.flatMap(({ code, message, span }) => {
    const line = starts.findLastIndex((start) => start <= span.start);
    const check = lines.get(line);
    if (check === undefined) return []; // a write that fails: a lazy layer's second use
    const refutes = runs.find(({ outcomes }) => {
      const outcome = outcomes.get(check);
      return outcome !== undefined && outcome.ran > 0 && outcome.failed === 0;
    });
    return refutes
      ? [`line ${line + 1}: ${code}: ${message}\n  not with ${JSON.stringify(refutes.choice)}`]
      : [];
  });
}

test("no choice of what is unknown refutes an error", { timeout: 3_600_000 }, () => {
  let errors = 0;
  for (let n = seed; n < seed + count; n++) {
    let program = undecidedProgram(n);
    const found = errorsOf(program);
    errors += found.length;
    if (refuted(program, n, found).length === 0) continue;
    for (let next: Program | undefined = program; next; ) {
      program = next;
      next = smaller(program).find((candidate) => refuted(candidate, n).length > 0);
    }
    expect.fail(`seed ${n}:\n${refuted(program, n).join("\n")}\n\n${sourceOf(program).text}`);
  }
  expect(errors).toBeGreaterThan(count / 10); // it does find some
});
