/** A finding keeps its fix though others stand beside it, or come to light once it is mended. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkedFixes } from "../../../server/src/ide/index.ts";
import { memoryProject } from "../memory-project.ts";

test("each of several mistakes has a fix", () => {
  const source = readFileSync(new URL("../../fixtures/field/independent.ts", import.meta.url), "utf8");
  const file = "/project/main.ts";
  const project = memoryProject({ [file]: source });
  const { findings } = project.analyze(file);
  const titles = findings.map((finding) => checkedFixes(project, file, finding)[0]?.title);
  expect(titles).toEqual([
    "Set numFeatures to 16 (now 32)",
    "Set inFeatures to 576 (now 64)",
    "Set inChannels to 3 (now 4)",
    "Set inChannels to 3 (now 5)",
    "Set inChannels to 3 (now 6)",
    undefined, // a view of another number of values can be meant in many ways
  ]);
});
