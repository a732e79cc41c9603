/** TensorFlow.js's layers as ONNX: onnxruntime computes what the real library does, on the same weights. */
import { Tensor } from "@convlens/engine";
import { runnable, specArgs } from "@convlens/engine/graph";
import { ExportError, exportOnnx, isExportable, writeOnnx } from "@convlens/engine/onnx";
import { type Dim, infer, type Shape, symbol, tfjsLayers } from "@convlens/engine/specs";
import * as tf from "@tensorflow/tfjs";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { type Config, count, inner, layerOp, numbers, realLayer } from "../graph/real.ts";

type Sizes = readonly number[];
type Row = readonly [name: string, config: Config, ...inputs: readonly Sizes[]];

const image = [2, 7, 10, 4];
const steps = [2, 6, 3];
const same = { padding: "same" };
const first = { dataFormat: "channelsFirst" };
const rows: readonly Row[] = [
  ["dense", { units: 5, activation: "relu" }, [3, 4]],
  ["dense", { units: 5, useBias: false, activation: "softmax" }, [2, 3, 4]],
  ["embedding", { inputDim: 9, outputDim: 4 }, [2, 5]],
  ["conv1d", { filters: 4, kernelSize: 3, ...same }, steps],
  ["conv1d", { filters: 4, kernelSize: 3, strides: 2 }, steps],
  ["conv1d", { filters: 4, kernelSize: 2, dilationRate: 2 }, steps],
  ["conv2d", { filters: 6, kernelSize: 3, activation: "relu" }, image],
  ["conv2d", { filters: 6, kernelSize: [2, 4], strides: [2, 3], ...same }, image],
  ["conv2d", { filters: 6, kernelSize: 3, dilationRate: 2, ...same, useBias: false }, image],
  ["conv2d", { filters: 6, kernelSize: 3, strides: 2, ...same, ...first }, [2, 4, 7, 10]],
  ["conv3d", { filters: 3, kernelSize: 2, strides: 2, ...same }, [1, 5, 6, 7, 2]],
  ["depthwiseConv2d", { kernelSize: 3, depthMultiplier: 2, ...same, activation: "relu6" }, image],
  ["depthwiseConv2d", { kernelSize: 3, strides: 2 }, image],
  ["separableConv2d", { filters: 5, kernelSize: 3, depthMultiplier: 2, strides: 2, ...same }, image],
  ["conv2dTranspose", { filters: 5, kernelSize: 3, strides: 2, ...same }, image],
  ["conv2dTranspose", { filters: 5, kernelSize: 4, strides: 2, activation: "tanh" }, image],
  ["conv2dTranspose", { filters: 5, kernelSize: 2, strides: 3, ...same }, image],
  ["conv3dTranspose", { filters: 3, kernelSize: 3, strides: 2, ...same }, [1, 3, 4, 5, 2]],
  ...([1, 2, 3] as const).flatMap((rank) =>
    ["max", "average"].flatMap((kind): Row[] => {
      const input = [2, ...[7, 8, 6].slice(0, rank), 3];
      return [
        [`${kind}Pooling${rank}d`, {}, input],
        [`${kind}Pooling${rank}d`, { poolSize: 3, strides: 2, ...same }, input],
      ];
    }),
  ),
  ["maxPooling2d", { poolSize: 2, ...first }, [2, 4, 7, 10]],
  ...["Max", "Average"].flatMap((kind): Row[] => [
    [`global${kind}Pooling1d`, {}, steps],
    [`global${kind}Pooling2d`, {}, image],
    [`global${kind}Pooling2d`, first, image],
  ]),
  ["batchNormalization", {}, image],
  ["batchNormalization", { axis: 3, scale: false, epsilon: 0.1 }, image],
  ["batchNormalization", { center: false }, [3, 4]],
  ["layerNormalization", {}, steps],
  ["layerNormalization", { center: false, epsilon: 0.1 }, [3, 4]],
  ...["add", "multiply", "maximum", "minimum", "average"].map((name): Row => [name, {}, steps, steps]),
  ["add", {}, [2, 6, 3], [2, 3]],
  ["concatenate", {}, steps, [2, 6, 5]],
  ["concatenate", { axis: 1 }, steps, [2, 2, 3]],
  ["flatten", {}, image],
  ["flatten", first, image],
  ["reshape", { targetShape: [5, -1, 2] }, image],
  ["permute", { dims: [3, 1, 2] }, image],
  ["repeatVector", { n: 3 }, [2, 4]],
  [
    "zeroPadding2d",
    {
      padding: [
        [1, 2],
        [0, 3],
      ],
    },
    image,
  ],
  ["zeroPadding2d", {}, image],
  [
    "cropping2D",
    {
      cropping: [
        [1, 2],
        [0, 3],
      ],
    },
    image,
  ],
  ["upSampling2d", { size: [2, 3] }, image],
  ["upSampling2d", { interpolation: "bilinear" }, image],
  ...[
    "linear relu relu6 elu selu sigmoid hardSigmoid tanh softplus softsign softmax swish mish".split(" "),
  ].flatMap((names) => names.map((activation): Row => ["activation", { activation }, [3, 5]])),
  ["reLU", { maxValue: 0.7 }, image],
  ["leakyReLU", {}, image],
  ["leakyReLU", { alpha: 0.1 }, image],
  ["elu", {}, image],
  ["thresholdedReLU", { theta: 0.4 }, image],
  ["prelu", {}, image],
  ["softmax", { axis: -1 }, [2, 5]],
  ["rescaling", { scale: 0.5, offset: -1 }, image],
  ["dropout", { rate: 0.5 }, image],
  ["simpleRNN", { units: 4 }, steps],
  ["simpleRNN", { units: 4, returnSequences: true, activation: "relu", useBias: false }, steps],
  ["gru", { units: 4 }, steps],
  ["gru", { units: 4, returnSequences: true, recurrentActivation: "sigmoid" }, steps],
  ["lstm", { units: 4 }, steps],
  ["lstm", { units: 4, returnSequences: true, recurrentActivation: "sigmoid" }, steps],
  ["lstm", { units: 4, goBackwards: true, unitForgetBias: false }, steps],
  ["gru", { units: 4, goBackwards: true, returnSequences: true }, steps],
  ...["concat", "sum", "mul", "ave"].flatMap((mergeMode): Row[] => [
    ["bidirectional", { layer: inner("lstm", { units: 4 }), mergeMode }, steps],
    ["bidirectional", { layer: inner("gru", { units: 4, returnSequences: true }), mergeMode }, steps],
  ]),
  ["timeDistributed", { layer: inner("dense", { units: 5, activation: "relu" }) }, steps],
  ["timeDistributed", { layer: inner("conv2d", { filters: 3, kernelSize: 3 }) }, [2, 3, 7, 6, 2]],
  ["timeDistributed", { layer: inner("flatten", {}) }, [2, 3, 4, 2]],
  ["timeDistributed", { layer: inner("maxPooling2d", {}) }, [2, 3, 7, 6, 2]],
  ["dot", { axes: -1 }, [3, 4], [3, 4]],
  ["dot", { axes: [2, 1] }, steps, [2, 3, 5]],
  ["dot", { axes: 1, normalize: true }, steps, [2, 6, 5]],
  ["dot", { axes: [2, 1] }, steps, [2, 3]],
  ["dot", { axes: [1, 2] }, [2, 3], steps],
  ["resizing", { height: 5, width: 13 }, image],
  ["resizing", { height: 9, width: 4, interpolation: "nearest" }, image],
  ["resizing", { height: 9, width: 4, cropToAspectRatio: true }, image],
];

/** The file of one layer with `weights`, its first axis free. */
function fileOf([name, config, ...inputs]: Row, weights: ReadonlyMap<string, Tensor>, opset: number) {
  const spec = tfjsLayers.get(name)!;
  const shapes = inputs.map((shape): Shape => [symbol("N") as Dim, ...shape.slice(1)]);
  const args = specArgs(layerOp(name, config, inputs).args);
  const [outputShape = null] = infer(spec, args, shapes).outputs;
  const names = inputs.map((_, i) => `x${i}`);
  return exportOnnx(
    {
      name: "One",
      inputs: names.map((input, i) => ({ name: input, shape: shapes[i]! })),
      nodes: [
        {
          label: "layer",
          name,
          library: "tfjs",
          args,
          callArgs: {},
          inputs: names,
          inputShapes: shapes,
          outputShapes: [outputShape],
          outputs: ["y"],
          weights,
          weightsName: "layer",
        },
      ],
      outputs: [{ name: "output", value: "y", shape: outputShape }],
    },
    { opset },
  );
}

describe.each([21, 17])("operator set %i", (opset) => {
  test.each(rows.map((row) => [`${row[0]} ${JSON.stringify(row[1])}`, row] as const))(
    "%s",
    async (_, row) => {
      const [name, config, ...inputs] = row;
      const ours = runnable(layerOp(name, config, inputs))!;
      for (const [i, [key, { shape }]] of [...ours.weights].entries()) {
        const drawn = numbers(count(shape), i + 100);
        ours.setWeight(
          key,
          Tensor.from(
            /variance/.test(key) ? drawn.map((v) => Math.abs(v) + 0.1) : drawn.map((v) => v / 2),
            shape,
          ),
        );
      }
      const data = inputs.map((shape, i) =>
        name === "embedding"
          ? Float32Array.from({ length: count(shape) }, (_, at) => (at * 7) % 9)
          : numbers(count(shape), i + 1),
      );
      const theirs = tf.tidy(() => {
        const layer = realLayer(name, config);
        const tensors = data.map((values, i) => tf.tensor(values, [...inputs[i]!]));
        const asked = tensors.length === 1 ? tensors[0]! : tensors;
        layer.apply(asked); // builds it
        layer.setWeights(
          [...ours.weights.values()].map((weight) => tf.tensor(weight.data, [...weight.shape])),
        );
        const y = layer.apply(asked) as tf.Tensor;
        return { shape: y.shape, data: y.dataSync() };
      });
      const session = await ort.InferenceSession.create(writeOnnx(fileOf(row, ours.weights, opset)), {
        logSeverityLevel: 4,
      });
      const { output } = await session.run(
        Object.fromEntries(
          data.map((values, i) => [`x${i}`, new ort.Tensor("float32", values, [...inputs[i]!])]),
        ),
      );
      expect(output!.dims).toEqual(theirs.shape);
      for (const [i, value] of (output!.data as Float32Array).entries())
        expect(Math.abs(value - theirs.data[i]!)).toBeLessThanOrEqual(
          1e-5 * Math.max(1, Math.abs(theirs.data[i]!)),
        );
      await session.release();
    },
  );
});

test("every other layer is refused with its name", () => {
  const without = [...tfjsLayers.keys()].filter((name) => !isExportable(name, "tfjs"));
  expect(without.filter((name) => rows.some(([own]) => own === name))).toEqual([]);
  for (const name of without)
    expect(() => fileOf([name, {}, steps], new Map(), 21)).toThrow(/One|layer|needs|cannot|exact|undefined/);
});

test.each([
  ["an LSTM that keeps its state", ["lstm", { units: 4, stateful: true }, steps], /keeps its state/],
  [
    "a convolution that gives another layout than it takes",
    ["conv1d", { filters: 2, kernelSize: 2, ...first }, steps],
    /channels first/,
  ],
  ["norms over two axes", ["layerNormalization", { axis: [1, 2] }, steps], /other axes/],
] as const)("%s has no exact form", (_, row, reason) => {
  expect(() => fileOf(row, new Map(), 21)).toThrow(ExportError);
  expect(() => fileOf(row, new Map(), 21)).toThrow(reason);
});
