/** What a sequential model knows of its input where only a run knows the sizes: the rank as a guess, the batch for certain. */
import { prettyShape } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { memoryProject } from "../memory-project.ts";

function looked(body: string): { shapes: readonly string[]; findings: readonly string[] } {
  const file = "/project/main.ts";
  const source = `import * as tf from "@tensorflow/tfjs";
export function build(given: any) {
  const model = tf.sequential();
  ${body}
}`;
  const { applications, findings } = memoryProject({ [file]: source }).analyze(file);
  return {
    shapes: applications.map(({ outputs }) => prettyShape(outputs[0]!.shape)),
    findings: findings.map(({ code }) => code),
  };
}

const add = (...layers: readonly string[]): string =>
  layers.map((layer) => `model.add(tf.layers.${layer});`).join("\n  ");

test("an inputLength that only a run knows is one number, and stays a guess", () => {
  const words = "embedding({ inputDim: 9, outputDim: 4, inputLength: given.length })";
  expect(looked(add(words, "lstm({ units: 2 })")).shapes).toEqual(["[null, length, 4]", "[null, 2]"]);
  expect(looked(add(words, "flatten()")).shapes).toEqual(["[null, length, 4]", "[null, 4·length]"]);
  // it may be a list
  const grid = looked(`${add(words, "conv2d({ filters: 2, kernelSize: 1 })")}
  model.predict(tf.zeros([2, 8, 8]));`);
  expect(grid.findings).toEqual([]);
  expect(
    looked(
      `${add(words)}\n  return tf.conv2d(model.predict(tf.zeros([2, 8, 8])) as any, tf.zeros([1, 1, 4, 2]), 1, "same");`,
    ).findings,
  ).toEqual([]);
});

test("an inputShape of unknown length says that the batch is open", () => {
  expect(looked(add("flatten({ inputShape: given.sizes })", "dense({ units: 3 })")).shapes).toEqual([
    "[null, ?]",
    "[null, 3]",
  ]);
  const wide = "dense({ units: 6, inputShape: given.sizes })";
  expect(looked(add(wide, "flatten()", "dense({ units: 2 })")).shapes.slice(1)).toEqual([
    "[null, ?]",
    "[null, 2]",
  ]);
  // a batch of its own may come with the options
  expect(looked(add("flatten({ ...given })", "dense({ units: 3 })")).shapes).toEqual(["[?, ?]", "[?, 3]"]);
});
