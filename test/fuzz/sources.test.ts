/** Mutated sources, edited one after the other: nothing throws, every place lies in the text, no message holds a NaN. */
import { type Finding, Project, type Span } from "@convlens/server";
import { expect, test } from "vitest";
import {
  checkedFixes,
  codeLenses,
  definition,
  documentSymbols,
  hover,
  inlayHints,
} from "../../server/src/ide/index.ts";
import { memoryHost } from "../server/memory-project.ts";
import { fuzz } from "./fuzz.ts";
import { bases, mutated } from "./mutate.ts";

const FILE = "/model.ts";
const texts = bases();
const small = texts.slice(0, Math.ceil(texts.length * 0.7));
const SLOW = 1500; // ms: printed, and no failure, since machines differ

test("any source is analysed, shown and explained", async () => {
  await fuzz({ runs: 120 }, (random, run) => {
    const project = new Project(memoryHost({}));
    let text = random.pick(random.chance(0.9) ? small : texts);
    project.setOpen(FILE, text);
    if (random.chance(0.5)) project.analyze(FILE);
    for (let edits = 1 + random.below(4); edits > 0; edits--) {
      text = mutated(text, random, texts);
      project.setOpen(FILE, text);
      const start = performance.now();
      look(project, text, random.below(text.length + 1));
      const took = performance.now() - start;
      if (took > SLOW) console.log(`run ${run}: ${took.toFixed(0)} ms for ${text.length} characters`);
    }
    if (run % 3 === 0) {
      const fresh = new Project(memoryHost({}));
      fresh.setOpen(FILE, text);
      project.settle(FILE);
      expect(project.analyze(FILE).findings.map(plain)).toEqual(fresh.analyze(FILE).findings.map(plain));
    }
  });
});

/** Without the candidates of fixes, which are looked at where they are asked for. */
const plain = ({ fixes: _, ...finding }: Finding): object => finding;

function look(project: Project, text: string, offset: number): void {
  const analysis = project.analyze(FILE);
  const source = project.source(FILE)!;
  for (const finding of analysis.findings) {
    inside(finding.span, text);
    for (const { span } of finding.related) inside(span, text);
    expect(finding.message).not.toMatch(/\bNaN\b|undefined is not|\[object /);
  }
  inlayHints(analysis, source);
  codeLenses(analysis);
  documentSymbols(analysis);
  for (const at of [offset, ...analysis.applications.slice(0, 5).map(({ calleeSpan }) => calleeSpan.start)]) {
    hover(analysis, at);
    definition(analysis, at);
  }
  for (const { failure } of analysis.gaps) if (failure !== undefined) throw new Error(failure);
  const finding = analysis.findings[0];
  if (finding) checkedFixes(project, FILE, finding);
}

function inside({ file, start, end }: Span, text: string): void {
  if (file !== FILE) return;
  expect(start).toBeGreaterThanOrEqual(0);
  expect(start).toBeLessThanOrEqual(end);
  expect(end).toBeLessThanOrEqual(text.length);
}
