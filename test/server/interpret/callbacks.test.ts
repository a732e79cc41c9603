/** Callbacks of what is not known run any number of times: what they count is not known afterwards. */
import { format } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { analyzeText } from "../memory-project.ts";

/** The units of a layer that takes as many as `list` holds after `statement` has run. */
function unitsAfter(statement: string): string {
  const { applications, findings } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";
export async function build(data: any) {
  const list: any[] = [];
  ${statement};
  return tf.sequential({ layers: [tf.layers.dense({ units: list.length, inputShape: [4] })] });
}
`,
  );
  expect(findings).toEqual([]);
  return format(applications.at(-1)!.outputs[0]!.shape!.at(-1)!);
}

test.each([
  "data.map((d) => { list.push(d); })",
  "Object.keys(data).map((d) => { list.push(d); })",
  "setTimeout(() => { list.push(1); })",
  "await Promise.all(data.map(async (d) => { list.push(d); }))",
  "await new Promise((done) => { list.push(1); done(1); })",
  "Array.from(data, (d) => list.push(d))",
  "[...data].map((d) => list.push(d))",
])("%s", (statement) => {
  expect(unitsAfter(statement)).toBe("length");
});

test("callbacks of known lists are counted", () => {
  expect(unitsAfter("[1, 2].map((d) => list.push(d))")).toBe("2");
});

test("a callback's effects count each time its function is called", () => {
  const { applications, findings } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";
function words(data: any) {
  const all: any[] = [];
  data.forEach((d: any) => all.push(d));
  return all.length;
}
export const build = (a: any, b: any) =>
  [a, b].map((data) => tf.sequential({ layers: [tf.layers.dense({ units: words(data), inputShape: [4] })] }));
`,
  );
  expect(findings).toEqual([]);
  expect(applications.map(({ outputs }) => format(outputs[0]!.shape!.at(-1)!))).toEqual(["words", "words2"]);
});

test("what a callback assigns is there once it is used", () => {
  const { applications } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";
let model: tf.Sequential | undefined;
onReady(() => { model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] }); });
const y = model.predict(tf.zeros([2, 4])).sum(1);
`,
  );
  expect(applications.find(({ op }) => op === "sum")!.outputs[0]!.shape).toEqual([2]);
});

test("handlers, hooks and returned functions are looked at though nobody calls them", () => {
  const { applications, findings } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";
export default function App() {
  const train = async () => { const y = tf.zeros([2, 3]).matMul(tf.zeros([3, 4])); };
  function later() { const z = tf.zeros([5, 3]).sum(1); }
  return { train, onBlur: () => later() };
}
document.body.onclick = () => { const w = tf.zeros([2, 3]).reshape([7]); };
`,
  );
  expect(new Set(applications.map(({ op }) => op))).toEqual(new Set(["matMul", "sum", "reshape"]));
  expect(findings.map(({ code }) => code)).toEqual(["reshape-size"]);
});

test("a function that throws while nothing is there is looked at again", () => {
  const { applications } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";
let model: tf.Sequential | null = null;
export function predict() {
  if (!model) throw new Error("train first");
  return (model.predict(tf.zeros([2, 4])) as tf.Tensor).sum(1);
}
export function train() { model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] }); }
`,
  );
  expect(applications.find(({ op }) => op === "sum")?.outputs[0]?.shape).toEqual([2]);
});

test("what branches made is known after them", () => {
  const { applications } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";
export function build(deep: boolean, drop: boolean) {
  let model;
  if (deep) model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
  else model = tf.sequential({ layers: [tf.layers.dense({ units: 5, inputShape: [4] })] });
  if (drop) model.add(tf.layers.dropout({ rate: 0.5 }));
  model.add(tf.layers.dense({ units: 2 }));
  return model;
}
`,
  );
  expect(format(applications.at(-1)!.outputs[0]!.shape!.at(-1)!)).toBe("2");
});

test("what a callback wrote it reads the next time it runs", () => {
  const { findings } = analyzeText(
    `import { nn, randn } from "@convlens/engine";
declare function each(body: () => void): void;
let [first, second, third] = [3, 3, 3];
each(() => { [first, second, third] = [second, third, 16]; });
new nn.Linear(first, 2).forward(randn([1, 16]));
`,
  );
  expect(findings).toEqual([]);
});

test("what a callback hands out meets what was written since the callback was handed out", () => {
  const { findings } = analyzeText(
    `import { nn, randn } from "@convlens/engine";
const seen = new Map<string, number>();
(async () => {
  (async () => {
    new Promise<void>((done) => { done(); new nn.Linear(seen.get("a") ?? 3, 2).forward(randn([1, 3])); });
  })();
})();
seen.set("a", 16);
`,
  );
  expect(findings).toEqual([]);
});

test("what a field begins with says nothing where a decorator's reader gives it another value", () => {
  const { findings } = analyzeText(
    `import { nn, randn } from "@convlens/engine";
import { property } from "lit/decorators.js";
export class Panel {
  @property() width = 3;
  run() { return new nn.Linear(this.width, 2).forward(randn([1, 16])); }
}
`,
  );
  expect(findings).toEqual([]);
});
