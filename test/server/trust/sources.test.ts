/** Sources that once ended or misled the analysis; each stands for its kind. */
import { expect, test } from "vitest";
import { hover } from "../../../server/src/ide/index.ts";
import { analyzeText } from "../memory-project.ts";

const found = (text: string): string[] => analyzeText(text).findings.map(({ code }) => code);
const HEAD = `import { nn, randn, type Tensor } from "@convlens/engine";\n`;

test.each(['{ "a)": 1 });', '{ "[": 1 });', '{ "padd(ing": 1 });'])(
  "an option's name is text, and no pattern: %s",
  (options) => {
    expect(found(`${HEAD}const a = new nn.Conv2d(3, 4, 3, ${options}`)).toContain("argument-unknown");
  },
);

test("an option whose name is still being typed is no finding, and no pattern", () => {
  expect(found(`${HEAD}const a = new nn.Conv2d(3, 4, 3, { "padding: 1 }),\n`)).toEqual([]);
});

test("a destructured parameter's name is text, and no pattern", () => {
  const text = `${HEAD}export function run({ "x(": x }: { "x(": Tensor }) { return x; }`;
  expect(() => analyzeText(text)).not.toThrow();
});

test("an axis that cannot be makes unknown sizes, not broken ones", () => {
  const { applications } = analyzeText(`${HEAD}const y = randn([1, NaN, 3]).add(randn([1, NaN, 3]));
randn([2, 3, 4]).flatten(1).transpose(1.5, 0);`);
  for (const { outputs } of applications)
    for (const { shape } of outputs)
      for (const dim of shape ?? [])
        if (typeof dim === "number") expect(Number.isSafeInteger(dim)).toBe(true);
});

test("no message speaks of NaN, or takes Infinity for null", () => {
  const text = `${HEAD}const y = randn([1, NaN, 3]);
y.add(y);
new nn.Conv2d(3, 4, 3, { padding: Infinity }).forward(randn([1, 3, 8, 8]));
new nn.MaxPool2d(Infinity).forward(randn([1, 3, 8, 8]));`;
  for (const { message } of analyzeText(text).findings) expect(message).not.toMatch(/NaN|null/);
});

test("each place of a finding begins before it ends", () => {
  const { findings } = analyzeText(`${HEAD}function guarded(x: Tensor, size?: number) {
  if (size === undefined) throw new Error("no size");
  return x.view(size, -1);
}
const a = guarded(randn([4, 6]), 2147483648);`);
  expect(findings).not.toEqual([]);
  for (const { span } of findings) expect(span.start).toBeLessThanOrEqual(span.end);
});

test("a graph of thousands of layers is followed to its end", () => {
  const { models } = analyzeText(`import * as tf from "@tensorflow/tfjs";
const input = tf.input({ shape: [4] });
let x = input;
for (let i = 0; i < 3000; i++) x = tf.layers.reLU().apply(x) as tf.SymbolicTensor;
export const model = tf.model({ inputs: input, outputs: x });`);
  expect(models.map(({ name }) => name)).toEqual(["model"]);
});

test.each(["Conv2d(3, 4, 3, { stride: [1, , 2] })", "Conv2d(3, 4, [1, 7], { dilation: [2, 3, 1] })"])(
  "a layer whose sizes are too many is drawn without them: %s",
  (made) => {
    const analysis = analyzeText(`${HEAD}const c = new nn.${made};
const d = new nn.MaxPool2d(2, { padding: [1, 1, 1] });
const y = d.forward(c.forward(randn([1, 3, 20, 20])));`);
    expect(analysis.applications).toHaveLength(2);
    for (const { calleeSpan } of analysis.applications)
      expect(JSON.stringify(hover(analysis, calleeSpan.start))).toContain("2d");
  },
);

test("names that every object has are none of any table", () => {
  const messages = analyzeText(`import { F, nn, randn } from "@convlens/engine";
import * as ort from "onnxruntime-web";
new ort.Tensor("constructor", new Float32Array(8), [2, 4]);
const sizes = [1, 2];
sizes.toString(); sizes.hasOwnProperty(0); nn.toString(); F.constructor();
const c = new nn.Conv2d(3, 4, 3, { "__proto__": [3], padding: 1 });
/** @shape x [constructor, 3, 8, toString] */
export function run(x) { return c.forward(x); }`).findings.map(({ message }) => message);
  expect(messages).toEqual(['Tensor has no element type "constructor".']);
});

test.each([
  "tf.squeeze(tf.zeros([1, 3]), [1.5])",
  "tf.layers.add().apply([tf.input({ batchShape: [] }), b])",
])("what no tensor can have is no mistake of ours: %s", (call) => {
  const { gaps } = analyzeText(`import * as tf from "@tensorflow/tfjs";
const b = tf.input({ batchShape: [3, 4] });
export const y = ${call};`);
  expect(gaps.filter(({ failure }) => failure !== undefined)).toEqual([]);
});

test("sizes with symbols in them are written as sizes", () => {
  const { findings } = analyzeText(`import * as tf from "@tensorflow/tfjs";
const model = tf.sequential({ layers: [tf.layers.dense({ units: 10, inputShape: [8] })] });
model.compile({ optimizer: "adam", loss: "categoricalCrossentropy" });
await model.fit(tf.zeros([n, 8]), tf.zeros([-1, 10]));`);
  expect(findings.map(({ message }) => message).join()).toContain("n inputs, −1 targets");
});
