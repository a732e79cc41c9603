/** Examples that load a model: right ones are silent, broken twins have one finding each, and runtimes agree. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { writeOnnx } from "@convlens/engine/onnx";
import { nodeHost, Project } from "@convlens/server";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { exampleModels } from "../../scripts/example-models.mjs";
import { inferModel, ModelFiles } from "../../server/src/model-files/index.ts";

const folder = fileURLToPath(new URL("../../examples/loaded/", import.meta.url));
const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));
const analyze = (file: string) => new Project(nodeHost).analyze(folder + file);

test.each(sources)("%s is fine, and its results have shapes", (file) => {
  const { findings, applications } = analyze(file);
  expect(findings).toEqual([]);
  const runs = applications.filter(({ op }) => op === "run");
  expect(runs.length).toBeGreaterThan(0);
  for (const { outputs } of runs)
    for (const { shape } of outputs)
      expect(shape?.every((dim) => typeof dim === "number" || typeof dim === "object")).toBe(true);
});

/** What is under the squiggle of each mistake. */
const MISTAKES: Readonly<Record<string, readonly [code: string, place: string]>> = {
  "classifier.ts": ["model-input-layout", 'new ort.Tensor("float32", pixels, [1, SIZE, SIZE, 3])'],
  "detector.ts": ["model-input-dims", "images"],
  "features.ts": ["model-input-rank", "pixels"],
  "vad.ts": ["model-input-dtype", "sr"],
};

test.each(sources)("broken/%s has one mistake", (file) => {
  const { findings } = analyze(`broken/${file}`);
  const text = readFileSync(`${folder}broken/${file}`, "utf8");
  expect(findings.map(({ code, span }) => [code, text.slice(span.start, span.end)])).toEqual([
    MISTAKES[file],
  ]);
});

describe("the models", () => {
  test("are what scripts/example-models.mjs writes", () => {
    for (const [name, bytes] of exampleModels(writeOnnx) as Map<string, Uint8Array>)
      expect(Buffer.from(bytes).equals(readFileSync(`${folder}public/models/${name}`)), name).toBe(true);
  });

  test.each([
    [
      "classifier",
      { pixel_values: new ort.Tensor("float32", new Float32Array(2 * 3 * 32 * 32), [2, 3, 32, 32]) },
    ],
    ["detector", { images: new ort.Tensor("float32", new Float32Array(3 * 64 * 64), [1, 3, 64, 64]) }],
    [
      "vad",
      {
        input: new ort.Tensor("float32", new Float32Array(512), [1, 512]),
        state: new ort.Tensor("float32", new Float32Array(32), [2, 1, 16]),
        sr: new ort.Tensor("int64", BigInt64Array.from([16000n]), []),
      },
    ],
  ] as [string, Record<string, ort.Tensor>][])("%s gives what is inferred", async (name, feeds) => {
    const path = `${folder}public/models/${name}.onnx`;
    const session = await ort.InferenceSession.create(path);
    const results = await session.run(feeds);
    const shapes = new Map(Object.entries(feeds).map(([key, { dims }]) => [key, dims]));
    const { outputs, problems } = inferModel(new ModelFiles(nodeHost).read(path)!, shapes);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(outputs)).toEqual(
      Object.fromEntries(Object.entries(results).map(([key, { dims }]) => [key, dims])),
    );
    await session.release();
  });
});
