/** Editor features on programs that load models: hover, completion, hints. `|` marks the place. */
import { type Analysis, type FileHost, Project, SourceText } from "@convlens/server";
import { expect, test } from "vitest";
import { inlayHints, loadAt, loadedCompletions, loadedHover } from "../../../server/src/ide/index.ts";
import { loadedHost } from "../../golden/loaded-models.ts";

function at(marked: string): { readonly analysis: Analysis; readonly offset: number; readonly text: string } {
  const offset = marked.indexOf("|");
  const text = offset < 0 ? marked : marked.slice(0, offset) + marked.slice(offset + 1);
  const disk = loadedHost("/app");
  const own: Readonly<Record<string, string>> = { "/app/a.ts": text, "/app/package.json": "{}" };
  const host: FileHost = {
    ...disk,
    read: (file) => own[file] ?? disk.read(file),
    exists: (file) => file in own || disk.exists(file),
  };
  return { analysis: new Project(host).analyze("/app/a.ts"), offset, text };
}

const program = (lines: string): string => `import * as ort from "onnxruntime-node";
const session = await ort.InferenceSession.create("./files/vad.onnx");
const input = new ort.Tensor("float32", new Float32Array(512), [1, 512]);
const state = new ort.Tensor("float32", new Float32Array(32), [2, 1, 16]);
const sr = new ort.Tensor("int64", [16000n], []);
${lines}`;

const hovered = (marked: string): string => {
  const { analysis, offset, text } = at(marked);
  const found = loadedHover(analysis, offset, text);
  return found ? `${found.head}\n${found.facts}` : "";
};
const completed = (marked: string): string[] => {
  const { analysis, offset, text } = at(marked);
  return loadedCompletions(analysis, offset, text).map(({ name }) => name);
};

test("a path tells what the file takes and gives", () => {
  const text = hovered(program("").replace("vad.onnx", "va|d.onnx"));
  expect(text).toContain("input: float32");
  expect(text).toContain("→ stateN: float32");
  expect(text).toMatch(/KB.*opset/);
});

test("so does what holds the session", () => {
  expect(hovered(program("await sess|ion.run({ input, state, sr });"))).toContain("sr: int64[]");
});

test("a call tells the shapes of this call", () => {
  expect(hovered(program("await session.ru|n({ input, state, sr });"))).toContain("→ stateN [2, 1, 16]");
});

test("an empty object is offered all inputs, a started one the rest", () => {
  expect(completed(program("await session.run({ | });"))).toEqual(["input", "state", "sr"]);
  expect(completed(program("await session.run({ input, | });"))).toEqual(["state", "sr"]);
  expect(completed(program("await session.run({ input: | });"))).toEqual([]);
});

test("results are offered by their names", () => {
  const run = "const results = await session.run({ input, state, sr });";
  expect(completed(program(`${run}\nresults.|`))).toEqual(["output", "stateN"]);
  expect(completed(program("const { | } = await session.run({ input, state, sr });"))).toEqual([
    "output",
    "stateN",
  ]);
  expect(completed(program(`${run}\nsession.|`))).toEqual([]);
});

test("a call has its outputs behind it", () => {
  const { analysis, text } = at(program("await session.run({ input, state, sr });"));
  const labels = inlayHints(analysis, new SourceText(text)).map(({ label }) => label);
  expect(labels).toContain("output [1, 1], stateN [2, 1, 16]");
});

test("the definition of a path is the file", () => {
  const { analysis, offset, text } = at(program("").replace("vad.onnx", "va|d.onnx"));
  expect(loadAt(analysis, offset, text)?.fact.model?.file.path).toBe("/app/files/vad.onnx");
});

test("a path of which only the end is known lists what it may be", () => {
  const { analysis, offset, text } = at(
    'import * as ort from "onnxruntime-node";\nconst s = await ort.InferenceSession.create(|process.argv[2] + "/files/mlp.onnx");',
  );
  expect(loadedHover(analysis, offset, text)?.facts).toContain("mlp");
  expect(analysis.findings).toEqual([]);
});

test("a layers model of a file has a summary as if it were written", () => {
  const { analysis } = at(`import * as tf from "@tensorflow/tfjs";
const base = await tf.loadLayersModel("/files/digits/model.json");
const cut = tf.model({ inputs: base.inputs, outputs: base.layers[1].output });`);
  const shapes = analysis.models.map(({ name, applications, params }) => [
    name,
    applications.map(({ outputs }) => outputs[0]?.shape?.slice(1)),
    params,
  ]);
  expect(shapes).toEqual([
    ["base", [[13, 13, 4], [676], [10]], 6810],
    ["cut", [[13, 13, 4], [676]], 40],
  ]);
});
