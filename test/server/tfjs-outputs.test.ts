/** What a model of two outputs gives is a list: whoever takes it for a tensor is told, whoever asks first is not. */
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { memoryProject } from "./memory-project.ts";

const model = `
const x = tf.input({ shape: [3] });
const heads = [2, 1].map((units) => tf.layers.dense({ units }).apply(x));
const model = tf.model({ inputs: x, outputs: heads });
const out = model.predict(tf.zeros([1, 3]));
`;
const findingsOf = (body: string): readonly string[] =>
  memoryProject({ "/project/main.js": `import * as tf from "@tensorflow/tfjs";\n${model}${body}` })
    .analyze("/project/main.js")
    .findings.map(({ code }) => code);
const run = (body: string): unknown => new Function("tf", `${model}${body}`)(tf);

test.each(["out.dataSync();", "out.squeeze();", "out.shape.length;", "out[2].dataSync();"])("%s", (body) => {
  expect(() => run(body)).toThrow();
  expect(findingsOf(body)).toEqual(["model-output-count"]);
});

test.each([
  "out[1].dataSync();",
  "out.map((one) => one.dataSync());",
  "for (const one of out) one.dispose();",
  "(Array.isArray(out) ? out[0] : out).dataSync();",
  "out.dataSync?.();",
  "const first = out.dataSync ? out : out[0]; first.dataSync();",
  "if (out.shape) out.dataSync();",
])("%s", (body) => {
  expect(() => run(body)).not.toThrow();
  expect(findingsOf(body)).toEqual([]);
});

test("the shape of a tensor is its own list: whoever changes it has spoilt it", () => {
  const after = (change: string): readonly string[] =>
    findingsOf(`const y = tf.zeros([4, 6]);\n${change}\ntf.zeros([y.shape[0]]).add(tf.ones([2, 6]));`);
  expect(after("")).toEqual(["broadcast"]);
  expect(after("[...y.shape].reverse();")).toEqual(["broadcast"]);
  expect(after("const sizes = y.shape.slice(); sizes[0] = 6;")).toEqual(["broadcast"]);
  for (const change of ["y.shape.reverse();", "const sizes = y.shape; sizes[0] = 6;", "y.shape.shift();"]) {
    expect(() =>
      run(`const y = tf.zeros([4, 6]);${change}tf.zeros([y.shape[0]]).add(tf.ones([2, 6]));`),
    ).not.toThrow();
    expect(after(change)).toEqual([]);
  }
});
