/** Mutated sources, edited one after the other: nothing throws, every place lies in the text, no message holds a NaN. */
import assert from "node:assert/strict";
import { Project } from "@convlens/server";
import { test } from "vitest";
import { memoryHost } from "../server/memory-project.ts";
import { fuzz } from "./fuzz.ts";
import { FILE, look, plain, told } from "./look.ts";
import { bases, mutated } from "./mutate.ts";

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
