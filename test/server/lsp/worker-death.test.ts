/** The real preview worker ends in the middle of a run: that run is lost with a sentence, and the next one works. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { PreviewService, Previews, runModel, startNodeWorker } from "../../../server/src/preview/index.ts";
import { Workspace } from "../../../server/src/project/index.ts";
import { analyzeText } from "../memory-project.ts";
import { PICTURE } from "../preview/harness.ts";

const built = new URL("../../../dist/preview.js", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-worker-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The built worker, which comes to its end once, as soon as it tells how far a run is. */
function mortal(name: string, end: string): string {
  const [script, mark] = [join(folder, `${name}.cjs`), join(folder, `${name}.ended`)];
  writeFileSync(
    script,
    `const { parentPort } = require("node:worker_threads");
const { existsSync, writeFileSync } = require("node:fs");
const post = parentPort.postMessage.bind(parentPort);
parentPort.postMessage = (told) => {
  post(told);
  if (told.kind !== "progress" || existsSync(${JSON.stringify(mark)})) return;
  writeFileSync(${JSON.stringify(mark)}, "");
  ${end}
};
require(${JSON.stringify(built)});`,
  );
  return script;
}

const NET = `import { nn, randn } from "@convlens/engine";
export const model = new nn.Sequential(new nn.Conv2d(3, 4, 3), new nn.ReLU(), new nn.Conv2d(4, 4, 3));
model.forward(randn([1, 3, 16, 16]));`;

test.each([
  ["exit", "process.exit(7);", /ended with code 7/],
  ["memory", "const all = []; for (;;) all.push(new Array(1e6).fill(1.5));", /memory limit/],
])("its end by %s costs one run", async (name, end, why) => {
  const log: string[] = [];
  const script = mortal(name, end);
  const service = new PreviewService(
    () => startNodeWorker(script, PICTURE, 1),
    (message) => log.push(message),
  );
  const previews = new Previews(service, () => NET, new Workspace(() => ["/"]));
  const analysis = analyzeText(NET);
  const run = async () => (await runModel(previews, analysis, analysis.models[0]!, {})).run;
  const lost = await run();
  expect(existsSync(join(folder, `${name}.ended`))).toBe(true);
  expect(lost).toMatchObject({ refused: expect.stringMatching(why) });
  expect(lost).toMatchObject({ refused: expect.stringContaining("This run is lost; try it again") });
  expect(log.join("\n")).toMatch(why);
  expect(await run()).toMatchObject({ output: { shape: [1, 4, 12, 12] } });
  service.stop();
});

test("a worker that never comes up refuses what waits for it, and is tried again for the next", async () => {
  const script = join(folder, "broken.cjs");
  writeFileSync(script, "throw new Error('no such module');");
  let starts = 0;
  const service = new PreviewService(
    () => {
      starts++;
      return startNodeWorker(script, PICTURE, 1);
    },
    () => {},
  );
  const asked = Array.from({ length: 200 }, () => service.ask("cell", { id: "1", index: [] }));
  const answers = await Promise.allSettled(asked);
  for (const answer of answers)
    expect(answer).toMatchObject({
      status: "rejected",
      reason: { message: expect.stringMatching(/no such module/) },
    });
  expect(starts).toBeLessThan(10);
  await expect(service.ask("cell", { id: "1", index: [] })).rejects.toThrow(/no such module/);
  service.stop();
});
