/** Mutated sources, edited one after the other: nothing throws, every place lies in the text, no message holds a NaN. */
import assert from "node:assert/strict";
import { type Finding, Project, type Span } from "@convlens/server";
import { test } from "vitest";
import {
  checkedFixes,
  codeLenses,
  definition,
  documentSymbols,
  hover,
  inlayHints,
} from "../../server/src/ide/index.ts";
import { memoryHost } from "../server/memory-project.ts";
import { fuzz, type Random } from "./fuzz.ts";
import { bases, mutated } from "./mutate.ts";

const FILE = "/model.ts";
const texts = bases();
const small = texts.slice(0, Math.ceil(texts.length / 2));
const SLOW = 1500; // ms: printed, and no failure, since machines differ

test("any source is analysed, shown and explained", async () => {
  await fuzz({ runs: 40 }, (random, run) => {
    const project = new Project(memoryHost({}));
    const base = random.pick(random.chance(0.9) ? small : texts);
    let text = base;
    project.setOpen(FILE, text);
    if (random.chance(0.5)) project.analyze(FILE);
    const edits = 1 + random.below(16);
    for (let edit = 0; edit < edits; edit++) {
      // half of what somebody types is taken back again
      text = mutated(random.chance(0.4) ? base : text, random, texts);
      project.setOpen(FILE, text);
      const start = performance.now();
      told(text, () => look(project, text, random));
      const took = performance.now() - start;
      if (took > SLOW) console.log(`run ${run}: ${took.toFixed(0)} ms for ${text.length} characters`);
    }
    if (run % 3 === 0) {
      const fresh = new Project(memoryHost({}));
      fresh.setOpen(FILE, text);
      project.settle(FILE);
      told(text, () =>
        assert.deepEqual(project.analyze(FILE).findings.map(plain), fresh.analyze(FILE).findings.map(plain)),
      );
    }
    return edits;
  });
});

/** What fails tells of which text. */
function told(text: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    (error as Error).message += `\nin ${JSON.stringify(text)}`;
    throw error;
  }
}

/** Without the candidates of fixes, which are looked at where they are asked for. */
const plain = ({ fixes: _, ...finding }: Finding): object => finding;

function look(project: Project, text: string, random: Random): void {
  const analysis = project.analyze(FILE);
  const source = project.source(FILE)!;
  for (const finding of analysis.findings) {
    inside(finding.span, text);
    for (const { span } of finding.related) inside(span, text);
    assert.doesNotMatch(finding.message, /undefined is not|\[object /);
    if (!text.includes("NaN")) assert.doesNotMatch(finding.message, /\bNaN\b/); // else it may be quoted
  }
  inlayHints(analysis, source);
  codeLenses(analysis);
  documentSymbols(analysis);
  for (const at of [
    random.below(text.length + 1),
    ...analysis.applications.slice(-3).map(({ calleeSpan }) => calleeSpan.start),
  ]) {
    hover(analysis, at);
    definition(analysis, at);
  }
  for (const { failure } of analysis.gaps) if (failure !== undefined) throw new Error(failure);
  const finding = random.chance(0.1) ? analysis.findings[0] : undefined;
  if (finding) checkedFixes(project, FILE, finding);
}

function inside({ file, start, end }: Span, text: string): void {
  if (file !== FILE) return;
  assert(0 <= start && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
}
