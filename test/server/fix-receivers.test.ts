/** Fixes that rearrange the tensor in front of the dot: put where that tensor stands, and the program runs on the real library. */
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { applyEdits, checkedFixes } from "../../server/src/ide/index.ts";
import { memoryProject } from "./memory-project.ts";

const file = "/project/main.js";
const head = 'import * as tf from "@tensorflow/tfjs";\n';

function mended(body: string): readonly string[] {
  const source = head + body;
  const project = memoryProject({ [file]: source });
  const findings = project.analyze(file).findings.filter(({ severity }) => severity === "error");
  return findings.flatMap((finding) =>
    checkedFixes(project, file, finding).map(({ edits }) => applyEdits(source, edits).slice(head.length)),
  );
}

test.each([
  ["tf.zeros([8]).mul(tf.ones([8, 5]));", "tf.zeros([8]).reshape([8, 1]).mul(tf.ones([8, 5]));"],
  [
    "const b = tf.zeros([8]);\nb\n  .mul(tf.ones([8, 5]));",
    "const b = tf.zeros([8]);\nb.reshape([8, 1])\n  .mul(tf.ones([8, 5]));",
  ],
  ["tf.ones([8, 5]).mul(tf.zeros([8]));", "tf.ones([8, 5]).mul(tf.zeros([8]).reshape([8, 1]));"],
])("%s", (body, after) => {
  const run = (text: string): unknown => new Function("tf", text)(tf);
  expect(() => run(body)).toThrow();
  expect(mended(body)).toContain(after);
  expect(() => run(after)).not.toThrow();
});
