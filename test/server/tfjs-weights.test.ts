/** Which weights layers and models have: the real library takes those that are not reported, and refuses one more. */
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { memoryProject } from "./memory-project.ts";

const LAYERS: readonly (readonly [string, Record<string, unknown>, readonly number[]])[] = [
  ["dense", { units: 4 }, [2, 3]],
  ["dense", { units: 4, useBias: false }, [2, 3]],
  ["conv1d", { filters: 4, kernelSize: 2 }, [2, 8, 3]],
  ["conv2d", { filters: 4, kernelSize: [2, 3] }, [2, 8, 8, 3]],
  ["conv3d", { filters: 2, kernelSize: 2 }, [2, 4, 4, 4, 3]],
  ["conv2dTranspose", { filters: 4, kernelSize: 2 }, [2, 8, 8, 3]],
  ["conv3dTranspose", { filters: 4, kernelSize: 2 }, [2, 4, 4, 4, 3]],
  ["depthwiseConv2d", { kernelSize: 3, depthMultiplier: 2 }, [2, 8, 8, 3]],
  ["separableConv2d", { filters: 4, kernelSize: 3 }, [2, 8, 8, 3]],
  ["batchNormalization", {}, [2, 3]],
  ["batchNormalization", { center: false }, [2, 3]],
  ["layerNormalization", { axis: [1, 2] }, [2, 5, 3]],
  ["embedding", { inputDim: 9, outputDim: 4 }, [2, 5]],
  ["prelu", {}, [2, 5]],
  ["lstm", { units: 4 }, [2, 5, 3]],
  ["gru", { units: 4, useBias: false }, [2, 5, 3]],
  ["simpleRNN", { units: 4 }, [2, 5, 3]],
  ["convLstm2d", { filters: 2, kernelSize: 3 }, [2, 4, 8, 8, 3]],
  ["dropout", { rate: 0.5 }, [2, 3]],
];

type Layers = Record<string, (config: Record<string, unknown>) => tf.layers.Layer>;

const weightsOf = (name: string, config: Record<string, unknown>, shape: readonly number[]) => {
  const layer = (tf.layers as unknown as Layers)[name]!(config);
  layer.apply(tf.zeros([...shape]));
  return layer.getWeights().map((weight) => weight.shape);
};

function findings(lines: string): readonly string[] {
  const file = "/project/main.ts";
  const source = `import * as tf from "@tensorflow/tfjs";\n${lines}`;
  return memoryProject({ [file]: source })
    .analyze(file)
    .findings.map(({ code }) => code);
}

const zeros = (shapes: readonly (readonly number[])[]): string =>
  `[${shapes.map((shape) => `tf.zeros(${JSON.stringify(shape)})`).join(", ")}]`;

test.each(LAYERS)("%s %j: takes its own weights and no others", (name, config, shape) => {
  const weights = weightsOf(name, config, shape);
  const made = `const layer = tf.layers.${name}(${JSON.stringify(config)});
layer.apply(tf.zeros(${JSON.stringify(shape)}));`;
  expect(findings(`${made}\nlayer.setWeights(${zeros(weights)});`)).toEqual([]);
  expect(findings(`${made}\nlayer.setWeights(${zeros([...weights, [7]])});`)).toEqual(["weight-size"]);
  const [first, ...rest] = weights;
  if (first)
    expect(findings(`${made}\nlayer.setWeights(${zeros([[...first, 7], ...rest])});`)).toEqual([
      "weight-size",
    ]);
});

const byOption = (name: string, config: Record<string, unknown>, shape: readonly number[]) => ({
  real: (weights: readonly (readonly number[])[]): void => {
    const given = weights.map((sizes) => tf.zeros([...sizes]));
    (tf.layers as unknown as Layers)[name]!({ ...config, weights: given }).apply(tf.zeros([...shape]));
  },
  ours: (weights: readonly (readonly number[])[]): readonly string[] =>
    findings(`const config = ${JSON.stringify(config)};
tf.layers.${name}({ ...config, weights: ${zeros(weights)} }).apply(tf.zeros(${JSON.stringify(shape)}));`),
});

test.each(LAYERS)("%s %j: starts with its own weights and no others", (name, config, shape) => {
  const { real, ours } = byOption(name, config, shape);
  const weights = weightsOf(name, config, shape);
  expect(() => real(weights)).not.toThrow();
  expect(ours(weights)).toEqual([]);
  expect(() => real([...weights, [7]])).toThrow();
  expect(ours([...weights, [7]])).toEqual(["weight-size"]);
});

test("a model has the weights of its layers, frozen or not, each layer once", () => {
  const made = `const shared = tf.layers.dense({ units: 3, name: "shared" });
const inner = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [3] })] });
const input = tf.input({ shape: [3] });
const once = shared.apply(input) as tf.SymbolicTensor;
const twice = shared.apply(tf.layers.batchNormalization().apply(once)) as tf.SymbolicTensor;
const model = tf.model({ inputs: input, outputs: inner.apply(twice) as tf.SymbolicTensor });
shared.trainable = false;`;
  const [kernel, vector] = [[3, 3], [3]];
  const own = [kernel, vector, vector, vector, vector, vector, kernel, vector];
  expect(findings(`${made}\nmodel.setWeights(${zeros(own)});`)).toEqual([]);
  expect(findings(`${made}\nmodel.setWeights(${zeros([...own].reverse())});`)).toEqual([]);
  expect(findings(`${made}\nmodel.setWeights(${zeros(own.slice(1))});`)).toEqual(["weight-size"]);
});
