// Writes the tiny models that examples/loaded/ loads, with seeded weights: node scripts/example-models.mjs (after a build)
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./setup.mjs";

const FOLDER = "examples/loaded/public/models/";

/** The files by their path in the models' folder; `writeOnnx` is the engine's. */
export function exampleModels(writeOnnx) {
  const noise = generator(7);
  return new Map([
    ["classifier.onnx", writeOnnx(classifier(noise))],
    ["detector.onnx", writeOnnx(detector(noise))],
    ["vad.onnx", writeOnnx(vad(noise))],
    ...Object.entries(features(noise)).map(([name, bytes]) => [`features/${name}`, bytes]),
  ]);
}

/** Small numbers of both signs, the same on every machine (Mulberry32). */
function generator(seed) {
  return (count) =>
    Float32Array.from({ length: count }, () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5;
    });
}

const value = (name, dims, type = "float32") => ({ name, kind: "tensor", type, dims });
const node = (op, inputs, output, attributes = {}) => ({
  name: `${output}/${op}`,
  op,
  inputs,
  outputs: [output],
  attributes,
});
const ints = (...values) => ({ kind: "ints", values });
const weight = (name, dims, data) => ({
  name,
  type: "float32",
  dims,
  data: new Uint8Array(data.buffer),
});
const random = (noise, name, ...dims) => weight(name, dims, noise(dims.reduce((a, b) => a * b, 1)));
const whole = (name, ...values) => ({
  name,
  type: "int64",
  dims: [values.length],
  data: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer),
});
const onnx = (name, inputs, outputs, nodes, weights) => ({
  irVersion: 8,
  opset: 17,
  producer: "convlens examples",
  graph: { name, inputs, outputs, nodes, weights },
});

/** pixel_values [batch, 3, 32, 32] → logits [batch, 10] */
const classifier = (noise) =>
  onnx(
    "classifier",
    [value("pixel_values", ["batch", 3, 32, 32])],
    [value("logits", ["batch", 10])],
    [
      node("Conv", ["pixel_values", "conv.weight"], "maps", { strides: ints(2, 2), pads: ints(1, 1, 1, 1) }),
      node("Relu", ["maps"], "active"),
      node("GlobalAveragePool", ["active"], "pooled"),
      node("Flatten", ["pooled"], "rows"),
      node("Gemm", ["rows", "fc.weight"], "logits"),
    ],
    [random(noise, "conv.weight", 8, 3, 3, 3), random(noise, "fc.weight", 8, 10)],
  );

/** images [1, 3, 64, 64] → output0 [1, 6, 64]: a box, an objectness and a class for each of 8 × 8 cells */
const detector = (noise) =>
  onnx(
    "detector",
    [value("images", [1, 3, 64, 64])],
    [value("output0", [1, 6, 64])],
    [
      node("Conv", ["images", "stem.weight"], "maps", { strides: ints(4, 4) }),
      node("Relu", ["maps"], "active"),
      node("Conv", ["active", "head.weight"], "cells", { strides: ints(2, 2) }),
      node("Reshape", ["cells", "shape"], "output0"),
    ],
    [
      random(noise, "stem.weight", 8, 3, 4, 4),
      random(noise, "head.weight", 6, 8, 2, 2),
      whole("shape", 1, 6, 64),
    ],
  );

/** input [batch, samples], state [2, batch, 16], sr [] → output [batch, 1], stateN [2, batch, 16] */
const vad = (noise) =>
  onnx(
    "vad",
    [value("input", ["batch", "samples"]), value("state", [2, "batch", 16]), value("sr", [], "int64")],
    [value("output", ["batch", 1]), value("stateN", [2, "batch", 16])],
    [
      node("ReduceMean", ["input"], "loudness", { axes: ints(1), keepdims: { kind: "int", value: 1 } }),
      node("Sigmoid", ["loudness"], "output"),
      node("MatMul", ["state", "memory.weight"], "moved"),
      node("Add", ["moved", "output"], "mixed"),
      node("Tanh", ["mixed"], "stateN"),
    ],
    [random(noise, "memory.weight", 16, 16)],
  );

/** A TensorFlow.js graph model: image [-1, 64, 64, 3] → features [-1, 16, 16, 4] */
function features(noise) {
  const dims = (...sizes) => ({ dim: sizes.map((size) => ({ size: String(size) })) });
  const type = { type: "DT_FLOAT" };
  const words = (text) => ({ s: Buffer.from(text).toString("base64") });
  const list = (...values) => ({ list: { i: values.map(String) } });
  const filters = noise(3 * 3 * 3 * 4);
  const info = (name, ...sizes) => ({ name, dtype: "DT_FLOAT", tensorShape: dims(...sizes) });
  const model = {
    format: "graph-model",
    generatedBy: "convlens examples",
    convertedBy: null,
    signature: {
      inputs: { image: info("image:0", -1, 64, 64, 3) },
      outputs: { features: info("Identity:0", -1, 16, 16, 4) },
    },
    modelTopology: {
      node: [
        { name: "image", op: "Placeholder", attr: { dtype: type, shape: { shape: dims(-1, 64, 64, 3) } } },
        {
          name: "filters",
          op: "Const",
          attr: { dtype: type, value: { tensor: { dtype: "DT_FLOAT", tensorShape: dims(3, 3, 3, 4) } } },
        },
        {
          name: "conv",
          op: "Conv2D",
          input: ["image", "filters"],
          attr: {
            T: type,
            strides: list(1, 4, 4, 1),
            padding: words("SAME"),
            data_format: words("NHWC"),
            dilations: list(1, 1, 1, 1),
          },
        },
        { name: "Identity", op: "Identity", input: ["conv"], attr: { T: type } },
      ],
      library: {},
      versions: { producer: 1286 },
    },
    weightsManifest: [
      {
        paths: ["group1-shard1of1.bin"],
        weights: [{ name: "filters", shape: [3, 3, 3, 4], dtype: "float32" }],
      },
    ],
  };
  return {
    "model.json": Buffer.from(`${JSON.stringify(model, null, 1)}\n`),
    "group1-shard1of1.bin": new Uint8Array(filters.buffer),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { writeOnnx } = await import("../engine/dist/onnx/index.js");
  for (const [name, bytes] of exampleModels(writeOnnx)) {
    const path = `${root}${FOLDER}${name}`;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    console.log(`${FOLDER}${name}: ${bytes.length} bytes`);
  }
}
