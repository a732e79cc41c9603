/** Models of other libraries as ONNX: what TensorFlow.js has learned, and MLX's channels last. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { writeOnnx } from "@convlens/engine/onnx";
import * as tf from "@tensorflow/tfjs";
import * as ort from "onnxruntime-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exportModel } from "../../../server/src/export/index.ts";
import { Executor, nodeFiles, planFor } from "../../../server/src/preview/index.ts";
import { analyzeText } from "../memory-project.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "convlens-export-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const BODY = `
  const input = tf.input({ shape: [12, 10, 3] });
  const wide = tf.layers.conv2d({ name: "wide", filters: 8, kernelSize: 3, padding: "same", activation: "relu" }).apply(input);
  const deep = tf.layers.depthwiseConv2d({ name: "deep", kernelSize: 3, padding: "same" }).apply(wide);
  const sum = tf.layers.add({ name: "sum" }).apply([wide, deep]);
  const normal = tf.layers.batchNormalization({ name: "normal" }).apply(sum);
  const small = tf.layers.averagePooling2d({ name: "small", poolSize: 3, strides: 2, padding: "same" }).apply(normal);
  const flat = tf.layers.flatten({ name: "flat" }).apply(small);
  const output = tf.layers.dense({ name: "scores", units: 5, activation: "softmax" }).apply(flat);
  const model = tf.model({ inputs: input, outputs: output });
`;
const source = `import * as tf from "@tensorflow/tfjs";\n${BODY}\nexport { model };\n`;
const build = (): tf.LayersModel => runInThisContext(`(tf) => { ${BODY} return model; }`)(tf);

async function save(model: tf.LayersModel): Promise<string> {
  const path = join(folder, "model.json");
  await model.save(
    tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
      writeFileSync(join(folder, "weights.bin"), new Uint8Array(weightData as ArrayBuffer));
      const weightsManifest = [{ paths: ["weights.bin"], weights: weightSpecs }];
      writeFileSync(path, JSON.stringify({ format: "layers-model", modelTopology, weightsManifest }));
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  return path;
}

test("what a model of TensorFlow.js has learned goes along", async () => {
  const model = build();
  model.setWeights(
    model.getWeights().map((weight, i) => tf.randomUniform(weight.shape, 0.1, 0.9, "float32", i + 1)),
  );
  const analysis = analyzeText(source);
  const { file } = exportModel(analysis, analysis.models[0]!, {
    files: nodeFiles,
    weights: await save(model),
  });
  const session = await ort.InferenceSession.create(writeOnnx(file), { logSeverityLevel: 4 });
  for (const batch of [1, 3]) {
    const x = tf.randomUniform([batch, 12, 10, 3], -1, 1, "float32", 9);
    const expected = model.predict(x) as tf.Tensor;
    const feeds = { [session.inputNames[0]!]: new ort.Tensor("float32", await x.data<"float32">(), x.shape) };
    const output = (await session.run(feeds))[session.outputNames[0]!]!;
    expect(output.dims).toEqual(expected.shape);
    const values = await expected.data();
    for (const [i, value] of (output.data as Float32Array).entries())
      expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(1e-5);
  }
  await session.release();
});

const mlx = `import { core as mx, nn } from "@frost-beta/mlx";
export class Net extends nn.Module {
  conv = new nn.Conv2d(3, 8, 3, 2, 1);
  pool = new nn.MaxPool2d(2, 2);
  line = new nn.Linear(8, 5);
  /** @shape x [2, 16, 12, 3] */
  forward(x: mx.array): mx.array {
    return this.line.forward(nn.relu(this.pool.forward(this.conv.forward(x))));
  }
}
`;

test("channels that stand last in MLX stand last in the file's inputs and outputs", async () => {
  const analysis = analyzeText(mlx);
  const [model] = analysis.models;
  const { file } = exportModel(analysis, model!, { files: nodeFiles });
  const targets = model!.outputs.flatMap(({ producer }) => producer ?? []);
  const unbounded = { macs: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  const { plan } = planFor(analysis, targets, { budget: unbounded });
  const last = plan.ops.length - 1;
  const ran = new Executor({ files: nodeFiles, picture: "" }).run(
    plan,
    { kind: "randn", seed: 3 },
    [last],
    () => false,
  );
  const [expected] = ran.computed.get(last)!.tensors;
  const session = await ort.InferenceSession.create(writeOnnx(file), { logSeverityLevel: 4 });
  const [x] = ran.inputs;
  const feeds = { [session.inputNames[0]!]: new ort.Tensor("float32", x!.data, [...x!.shape]) };
  const output = (await session.run(feeds))[session.outputNames[0]!]!;
  expect(x!.shape).toEqual([2, 16, 12, 3]);
  expect(output.dims).toEqual([...expected!.shape]);
  for (const [i, value] of (output.data as Float32Array).entries())
    expect(Math.abs(value - expected!.data[i]!)).toBeLessThanOrEqual(1e-5);
  await session.release();
});
