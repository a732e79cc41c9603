/** What models give for certain inputs, and where they fail inside. */
import type { Shape } from "@convlens/engine/specs";
import { mul, symbol } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { inferModel, type ModelFile, ModelFiles } from "../../../server/src/model-files/index.ts";
import { loadedHost } from "../../golden/loaded-models.ts";

const read = (path: string): ModelFile => new ModelFiles(loadedHost("/p")).read(`/p/files/${path}`)!;
const run = (path: string, feeds: Readonly<Record<string, Shape>>) =>
  inferModel(read(path), new Map(Object.entries(feeds)));
const outputs = (path: string, feeds: Readonly<Record<string, Shape>>) =>
  Object.fromEntries(run(path, feeds).outputs);

test("an output has the sizes that its graph works out, though it declares none", () => {
  expect(outputs("detector.onnx", { images: [2, 3, 64, 96] })).toEqual({ maps: [2, 8, 30, 46] });
  expect(outputs("vad.onnx", { input: [1, 512], state: [2, 1, 16], sr: [] })).toEqual({
    output: [1, 1],
    stateN: [2, 1, 16],
  });
});

test("symbols of the program go through", () => {
  const length = symbol("length");
  expect(outputs("encoder.onnx", { input_ids: [1, length], attention_mask: [1, length] })).toEqual({
    last_hidden_state: [1, length, 8],
  });
});

test("symbols of the file do not meet the program's", () => {
  const batch = symbol("batch");
  // the mask is not fed: its "batch" is not the program's
  const [result] = Object.values(outputs("encoder.onnx", { input_ids: [batch, 5] }));
  expect(result).toHaveLength(3);
});

test("a feed that does not fit is replaced by what is declared", () => {
  expect(outputs("mlp.onnx", { x: [2, 5] })).toEqual({ y: [2, 3] });
});

test("one value for a scalar is taken in any rank, and computed with", () => {
  expect(outputs("scaled.onnx", { x: [6], scale: [1, 1] })).toEqual({ y: [1, 6] });
  expect(outputs("scaled.onnx", { x: [6], scale: [5, 1] })).toEqual({ y: [6] });
});

test("nodes that fail inside are named", () => {
  expect(run("detector.onnx", { images: [1, 3, 4, 4] }).problems).toEqual([
    {
      code: "model-graph",
      severity: "error",
      node: "maps",
      op: "Conv",
      message: expect.stringContaining("kernel that spans"),
    },
  ]);
  expect(run("batch1.onnx", { x: [2, 3, 8, 8] }).problems).toMatchObject([
    { op: "Reshape", severity: "error", message: expect.stringContaining("[2, 3, 8, 8]") },
  ]);
  expect(run("batch1.onnx", { x: [1, 3, 8, 8] }).problems).toEqual([]);
});

test("a layers model warns of what TensorFlow.js computes without a word", () => {
  const file = read("any_size/model.json");
  const { problems } = inferModel(file, new Map([[file.inputs[0]!.name, [1, 3, 3, 3]]]));
  expect(problems).toMatchObject([
    { severity: "warning", message: expect.stringContaining("negative size") },
  ]);
});

test("without feeds a summary has symbols, parameters and every node", () => {
  const { rows } = inferModel(read("mlp.onnx"));
  expect(rows).toEqual([
    {
      name: "y",
      takes: ["x", "w", "b"],
      gives: ["y"],
      op: "Gemm",
      inputs: [[symbol("batch"), 4], [4, 3], [3]],
      outputs: [[symbol("batch"), 3]],
      types: ["float32"],
      parameters: 15,
      macs: mul(12, symbol("batch")),
    },
  ]);
  const digits = inferModel(read("digits/model.json"));
  expect(digits.rows.map(({ op, parameters }) => [op, parameters])).toEqual([
    ["Conv2D", 40],
    ["Flatten", 0],
    ["Dense", 6770],
  ]);
});

test("a graph model keeps the batch where its nodes do", () => {
  expect(outputs("classifier/model.json", { input_1: [5, 16, 16, 3] })).toEqual({ features: [5, 4, 4, 4] });
});

test("nodes of a graph model give their sizes", () => {
  expect(outputs("matcher/model.json", { query: [2, 4], gallery: [9, 4], keep_prob: [] })).toEqual({
    similarity: [2, 9],
  });
  expect(outputs("ssd/model.json", { image_tensor: [1, 31, 40, 3] })).toEqual({
    boxes: [1, 16, 20, 2],
    scores: [1, 16, 20, 2],
  });
  // without a feed the batch is unknown, and stays so
  const { rows } = inferModel(read("classifier/model.json"));
  expect(rows.map(({ op, outputs }) => [op, outputs[0]?.slice(1)])).toEqual([
    ["Conv2D", [4, 4, 4]],
    ["Identity", [4, 4, 4]],
  ]);
});

test("the same question is answered from memory", () => {
  const file = read("detector.onnx");
  const ask = (size: number) => inferModel(file, new Map([["images", [1, 3, size, size]]]));
  expect(ask(64)).toBe(ask(64));
  expect(ask(64)).not.toBe(ask(96));
});
