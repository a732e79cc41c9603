/** What an analysis gives is data: it can be copied and sent, and it stays what it was when the text goes on. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyzeText, memoryProject } from "../memory-project.ts";

const models = new URL("../../fixtures/models/", import.meta.url);
const sources = [
  ...readdirSync(models)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => [name, readFileSync(new URL(name, models), "utf8")] as const),
  [
    "nested.ts",
    `import * as tf from "@tensorflow/tfjs";
const inner = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [8] })] });
const cell = tf.layers.lstm({ units: 3 });
export const model = tf.sequential({ layers: [inner, tf.layers.reshape({ targetShape: [2, 2] })] });
model.add(tf.layers.bidirectional({ layer: cell }));
`,
  ] as const,
];

describe("an analysis can be copied whole", () => {
  test.each(sources)("%s", (_, text) => {
    const analysis = analyzeText(text);
    const copy = structuredClone(analysis);
    expect(copy.applications.map(({ op, span }) => [op, span])).toEqual(
      analysis.applications.map(({ op, span }) => [op, span]),
    );
    expect(copy.models.map(({ name, params }) => [name, params])).toEqual(
      analysis.models.map(({ name, params }) => [name, params]),
    );
    // what is one thing is one thing in the copy
    for (const [i, use] of analysis.applications.entries())
      expect(copy.layers.indexOf(copy.applications[i]!.layer!)).toBe(analysis.layers.indexOf(use.layer!));
  });
});

test("what is held of an analysis stays as it was when the text above it changes", () => {
  const text = `import { nn, randn } from "@convlens/engine";
export const first = new nn.Linear(3, 4);
const conv = new nn.Conv2d(3, 8, 3);
export const y = conv.forward(randn([1, 3, 9, 9]));
export const z = conv.forward(randn([1, 4, 9, 9]));
`;
  const project = memoryProject({});
  project.setOpen("/a.ts", text);
  const before = project.analyze("/a.ts");
  const held = structuredClone(before);
  project.setOpen("/a.ts", text.replace("Linear(3, 4)", "Linear(3, 4, { bias: false })"));
  const after = project.analyze("/a.ts");
  expect(after.applications[0]!.span.start).toBe(before.applications[0]!.span.start + 17);
  expect(after.applications[0]!.layer).toBe(after.layers.find(({ name }) => name === "conv"));
  expect(structuredClone(before)).toEqual(held);
});
