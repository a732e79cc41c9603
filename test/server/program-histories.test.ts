/**
 * An error is one in every order of events: random programs with handlers, promises, entries and several modules are run
 * on the engine in several orders, and none may refute what the checker calls an error.
 */
import { expect, test } from "vitest";
import { memoryProject } from "./memory-project.ts";
import { filesOf, type History, historyProgram, MAIN, smallerHistories } from "./programs/histories.ts";
import { programsToTry, randomFrom } from "./programs/random.ts";
import { type Outcome, runHistory } from "./programs/run-history.ts";

const ORDERS = 8;
const { seed, count } = programsToTry(150);

const errorsOf = (program: History) =>
  memoryProject(filesOf(program).files)
    .analyze(MAIN)
    .findings.filter(({ severity }) => severity === "error");

/** The errors that one order refutes: the check ran, and did not fail; with a tensor that anybody may pass, not once. */
async function refuted(program: History, from: number, errors = errorsOf(program)): Promise<string[]> {
  if (errors.length === 0) return [];
  const { files, lines, always } = filesOf(program);
  const starts = [0, ...[...files[MAIN]!.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const orders: ReadonlyMap<number, Outcome>[] = [];
  for (let n = 0; n < ORDERS; n++) orders.push(await runHistory(program, randomFrom(from * 1000 + n)));
  return errors.flatMap(({ code, message, span }) => {
    const line = starts.findLastIndex((start) => start <= span.start);
    const check = lines.get(line);
    if (check === undefined) return [`line ${line + 1}, which checks nothing: ${code}: ${message}`];
    const refutes = orders.findIndex((outcomes) => {
      const outcome = outcomes.get(check);
      if (!outcome || outcome.ran === outcome.failed) return false;
      return always.has(check) || outcome.failed === 0;
    });
    return refutes < 0 ? [] : [`line ${line + 1}: ${code}: ${message}\n  not in order ${refutes}`];
  });
}

test("no order of events refutes an error", { timeout: 3_600_000 }, async () => {
  let errors = 0;
  for (let n = seed; n < seed + count; n++) {
    let program = historyProgram(n);
    const found = errorsOf(program);
    errors += found.length;
    if ((await refuted(program, n, found)).length === 0) continue;
    for (let next: History | undefined = program; next; ) {
      program = next;
      next = undefined;
      for (const candidate of smallerHistories(program))
        if ((await refuted(candidate, n)).length > 0) {
          next = candidate;
          break;
        }
    }
    expect.fail(`seed ${n}:\n${(await refuted(program, n)).join("\n")}\n\n${filesOf(program).files[MAIN]}`);
  }
  expect(errors).toBeGreaterThan(count / 10); // it does find some
});
