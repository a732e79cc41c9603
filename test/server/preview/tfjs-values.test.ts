/**
 * What previews compute of TensorFlow.js models is what the real library computes: one layer each, with weights of a
 * model.json and its shards, and the values taken apart.
 */

import { Tensor } from "@convlens/engine";
import { writeNpy } from "@convlens/engine/io";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { outputOf } from "../../../server/src/preview/index.ts";
import { numbers } from "../../engine/graph/real.ts";
import { relativeError } from "../../engine/nn/golden-run.ts";
import { harness } from "./harness.ts";

const CASES: readonly (readonly [layer: string, config: object, input: readonly number[]])[] = [
  ["conv1d", { filters: 4, kernelSize: 3, strides: 2, padding: "same" }, [11, 3]],
  ["conv1d", { filters: 4, kernelSize: 2, dilationRate: 2 }, [9, 2]],
  ["conv2d", { filters: 5, kernelSize: 3 }, [8, 7, 3]],
  ["conv2d", { filters: 5, kernelSize: [3, 2], strides: 2, padding: "same" }, [9, 8, 3]],
  ["conv2d", { filters: 5, kernelSize: 3, dilationRate: 2, padding: "same", useBias: false }, [9, 8, 2]],
  ["conv3d", { filters: 3, kernelSize: 2, strides: 2, padding: "same" }, [5, 6, 7, 2]],
  ["conv3d", { filters: 2, kernelSize: 1, strides: [2, 3, 2], padding: "same" }, [6, 7, 8, 2]], // begins inside
  ["conv2d", { filters: 2, kernelSize: 1, strides: 3, padding: "same" }, [7, 9, 2]],
  ["conv2dTranspose", { filters: 4, kernelSize: 3, strides: 2, padding: "same" }, [5, 6, 3]],
  ["conv2dTranspose", { filters: 4, kernelSize: 2, strides: 3, padding: "valid" }, [5, 4, 3]],
  ["conv3dTranspose", { filters: 2, kernelSize: 3, strides: 2, padding: "same" }, [3, 4, 5, 2]],
  ["depthwiseConv2d", { kernelSize: 3, depthMultiplier: 2, padding: "same" }, [7, 8, 3]],
  ["dense", { units: 6 }, [5]],
  ["maxPooling2d", { poolSize: 2, strides: 2, padding: "same" }, [7, 7, 3]],
];
const NOT_EXPLAINED: typeof CASES = [
  ["separableConv2d", { filters: 4, kernelSize: 3, padding: "same" }, [8, 8, 3]],
  ["batchNormalization", {}, [6, 6, 3]],
];

type Layers = Readonly<Record<string, (config: object) => tf.layers.Layer>>;

/** Runs the layer in the real library on random weights: the files that a person would have, and the output. */
function real(name: string, config: object, inputShape: readonly number[]) {
  const layer = (tf.layers as unknown as Layers)[name]!({ ...config, name: "layer", inputShape });
  const model = tf.sequential({ layers: [layer] });
  const weights = layer.weights.map((weight, i) => {
    const size = weight.shape.reduce<number>((a, b) => a * b!, 1);
    const drawn = numbers(size, i + 50);
    return {
      name: weight.originalName,
      shape: weight.shape as number[],
      values: /variance/.test(weight.name) ? drawn.map((v) => Math.abs(v) + 0.1) : drawn,
    };
  });
  layer.setWeights(weights.map(({ shape, values }) => tf.tensor(values, shape)));
  const shape = [1, ...inputShape];
  const input = numbers(
    shape.reduce((a, b) => a * b, 1),
    7,
  );
  const output = model.predict(tf.tensor(input, shape)) as tf.Tensor;
  const entries = weights.map(({ name, shape }) => ({
    name: name.includes("/") ? name : `layer/${name}`,
    shape,
    dtype: "float32",
  }));
  const shard = Buffer.concat(
    weights.map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)),
  );
  const manifest = {
    modelTopology: {},
    weightsManifest: [{ paths: ["group1-shard1of1.bin"], weights: entries }],
  };
  return {
    files: {
      "/x.npy": writeNpy(Tensor.from(input, shape)),
      "/model.json": new TextEncoder().encode(JSON.stringify(manifest)),
      "/group1-shard1of1.bin": new Uint8Array(shard),
    },
    shape: output.shape,
    values: output.dataSync(),
  };
}

const source = (name: string, config: object, inputShape: readonly number[]): string =>
  `import * as tf from "@tensorflow/tfjs";

export const model = tf.sequential({
  layers: [tf.layers.${name}(${JSON.stringify({ ...config, name: "layer", inputShape })})],
});
`;

describe("previews compute what TensorFlow.js computes", () => {
  test.each([...CASES, ...NOT_EXPLAINED])("%s %j on %j", async (name, config, inputShape) => {
    const expected = real(name, config, inputShape);
    const { previews, analysis, log } = harness(source(name, config, inputShape), expected.files);
    const meant = outputOf(analysis.applications.find(({ op }) => op === name)!);
    const options = { sample: { kind: "file", path: "/x.npy" }, weights: "/model.json" } as const;
    const { plan, sample, source: from } = previews.prepare(analysis, [meant.use], meant, options);
    expect(await previews.ask("weights", { plan })).toEqual([]);
    const { shape, data } = await previews.ask("values", { plan, sample, source: from });
    expect(shape).toEqual(expected.shape);
    expect(relativeError(data, expected.values)).toBeLessThanOrEqual(1e-5);
    expect(log).toEqual([]);

    const run = await previews.ask("layer", { plan, sample, source: from, names: ["x"] });
    expect(run.explainable).toBe(CASES.some(([other]) => other === name));
    if (!run.explainable) return;
    let terms = 0;
    for (const share of [0, 0.4, 0.999]) {
      const index = run.output.sent.map((size) => Math.floor(size * share));
      const cell = await previews.ask("cell", { id: run.id, index });
      terms += cell.total;
      expect(cell.sum).toBeCloseTo(cell.value, 4);
    }
    expect(terms).toBeGreaterThan(0);
  });
});
