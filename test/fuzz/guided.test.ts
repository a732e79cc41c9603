/**
 * Guided by coverage: a text that reaches code which none before has reached is mutated further. V8 says which blocks ran for
 * the first time; that takes a moment, so it is asked after some texts at a time, and all of them are kept where any is new.
 */
import { Session } from "node:inspector/promises";
import { Project } from "@convlens/server";
import { test } from "vitest";
import { memoryHost } from "../server/memory-project.ts";
import { fuzz } from "./fuzz.ts";
import { FILE, look, told } from "./look.ts";
import { bases, mutated } from "./mutate.ts";

const AT_A_TIME = 12;
const MOST_KEPT = 5000;
const LONGEST = 3000;

test("texts that reach new code stand it, and so do their neighbours", async () => {
  const reached = new Reached();
  await reached.start();
  const first = bases().filter(({ length }) => length < LONGEST);
  const kept: string[] = [];
  await fuzz({ runs: 6 }, async (random) => {
    const tried: string[] = [];
    for (let n = 0; n < AT_A_TIME; n++) {
      // what was found last is the least known
      const from = kept.length > 0 && random.chance(0.7) ? kept : first;
      const recent = random.chance(0.5) ? from.slice(-200) : from;
      let text = random.pick(recent);
      for (let edits = 1 + random.below(4); edits > 0; edits--) text = mutated(text, random, first);
      if (text.length > LONGEST) continue;
      tried.push(text);
      const project = new Project(memoryHost({}));
      project.setOpen(FILE, text);
      told(text, () => look(project, text, random));
    }
    if ((await reached.fresh()) > 0) kept.push(...tried);
    if (kept.length > MOST_KEPT) kept.splice(0, kept.length - MOST_KEPT);
    return tried.length;
  });
  if (process.env.FUZZ_SECONDS) console.log(`${reached.size} blocks were reached, ${kept.length} texts kept`);
  reached.stop();
});

/** Counts the blocks that ran for the first time. V8 tells those of each function that has run, known ones among them. */
class Reached {
  private readonly session = new Session();
  private readonly blocks = new Set<string>();

  async start(): Promise<void> {
    this.session.connect();
    await this.session.post("Profiler.enable");
    await this.session.post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });
  }

  async fresh(): Promise<number> {
    const before = this.blocks.size;
    const { result } = await this.session.post("Profiler.takePreciseCoverage");
    for (const { scriptId, url, functions } of result) {
      if (url.startsWith("node:") || url.includes("node_modules")) continue;
      for (const { ranges } of functions)
        for (const { startOffset, endOffset, count } of ranges)
          if (count > 0) this.blocks.add(`${scriptId}:${startOffset}:${endOffset}`);
    }
    return this.blocks.size - before;
  }

  get size(): number {
    return this.blocks.size;
  }

  stop(): void {
    this.session.disconnect();
  }
}
