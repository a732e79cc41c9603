/** Every layer as ONNX, computed by onnxruntime and by this engine. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manualSeed, randn, Tensor } from "@convlens/engine";
import { type OpArgs, runnable } from "@convlens/engine/graph";
import { ExportError, exportOnnx, isExportable, writeOnnx, writeOnnxBeside } from "@convlens/engine/onnx";
import {
  type Args,
  complete,
  type Dim,
  infer,
  type Shape,
  symbol,
  torchFunctions,
  torchLayers,
} from "@convlens/engine/specs";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";

type Sizes = readonly number[];
interface Row {
  readonly name: string;
  readonly args: Args;
  readonly inputs: readonly Sizes[];
  readonly callArgs?: Args;
  readonly positive?: boolean;
  /** The input is whole numbers below this. */
  readonly indices?: number;
}
const row = (name: string, args: Args, ...inputs: readonly Sizes[]): Row => ({ name, args, inputs });

const conv = (
  rank: number,
  channels: readonly [number, number, Dim | readonly Dim[]],
  options: Args,
  input: Sizes,
) =>
  row(
    `Conv${rank}d`,
    { inChannels: channels[0], outChannels: channels[1], kernelSize: channels[2], ...options },
    input,
  );
const convT = (rank: number, channels: readonly [number, number, number], options: Args, input: Sizes) =>
  row(
    `ConvTranspose${rank}d`,
    { inChannels: channels[0], outChannels: channels[1], kernelSize: channels[2], ...options },
    input,
  );
const x = [2, 3, 4];
const image = [2, 4, 7, 10];

const rows: readonly Row[] = [
  conv(1, [3, 4, 3], { padding: 1, stride: 2 }, [2, 3, 9]),
  conv(2, [4, 6, 3], { padding: 1, groups: 2, dilation: 2 }, [2, 4, 9, 8]),
  conv(2, [4, 6, [3, 5]], { padding: "same", bias: false }, [1, 4, 9, 8]),
  conv(2, [4, 6, 4], { padding: "same" }, [1, 4, 9, 8]),
  conv(2, [4, 6, 3], { padding: "valid" }, [4, 9, 8]),
  conv(3, [2, 3, 2], { stride: 2 }, [1, 2, 5, 6, 7]),
  conv(2, [2, 3, 3], { padding: 1, paddingMode: "reflect" }, [1, 2, 6, 7]),
  conv(2, [2, 3, 3], { padding: 1, paddingMode: "replicate" }, [1, 2, 6, 7]),
  conv(2, [2, 3, 3], { padding: [1, 2], paddingMode: "circular" }, [1, 2, 6, 7]),
  conv(3, [2, 2, 3], { padding: 1, paddingMode: "replicate" }, [1, 2, 4, 5, 6]),
  row("LazyConv2d", { outChannels: 5, kernelSize: 3 }, [1, 4, 6, 6]),
  convT(1, [3, 4, 4], { stride: 2, padding: 1 }, [1, 3, 7]),
  convT(2, [4, 6, 3], { stride: 2, padding: 1, outputPadding: 1, groups: 2 }, [2, 4, 5, 6]),
  convT(2, [2, 3, 3], { dilation: 2, stride: 3 }, [1, 2, 4, 5]),
  convT(3, [2, 3, 2], { stride: 2 }, [1, 2, 3, 3, 4]),
  row("Unfold", { kernelSize: [2, 3] }, [2, 3, 7, 8]),
  row("Unfold", { kernelSize: [2, 3], stride: 2, padding: 1, dilation: 2 }, [2, 3, 7, 8]),
  row("Fold", { outputSize: [6, 7], kernelSize: [2, 3] }, [2, 12, 25]),
  row("Fold", { outputSize: [6, 7], kernelSize: [2, 3], stride: 2, padding: 1 }, [2, 12, 16]),
  row("Linear", { inFeatures: 5, outFeatures: 3 }, [4, 5]),
  row("Linear", { inFeatures: 5, outFeatures: 3, bias: false }, [4, 5]),
  row("Linear", { inFeatures: 5, outFeatures: 3 }, [2, 4, 5]),
  row("LazyLinear", { outFeatures: 3 }, [2, 5]),
  row("Identity", {}, x),
  ...[
    "ReLU",
    "ReLU6",
    "SELU",
    "SiLU",
    "Mish",
    "Sigmoid",
    "LogSigmoid",
    "Tanh",
    "Tanhshrink",
    "Softsign",
    "Hardswish",
    "Hardsigmoid",
    "GELU",
    "Softplus",
  ].map((name) => row(name, {}, x)),
  row("LeakyReLU", { negativeSlope: 0.2 }, x),
  row("ELU", { alpha: 0.7 }, x),
  row("CELU", { alpha: 1.3 }, x),
  row("Hardtanh", { minVal: -0.5, maxVal: 0.7 }, x),
  row("GELU", { approximate: "tanh" }, x),
  row("Softplus", { beta: 2 }, x),
  row("Softplus", { beta: 2, threshold: 0.5 }, x),
  row("PReLU", { numParameters: 3 }, x),
  row("PReLU", {}, image),
  row("Softmax", { dim: 1 }, x),
  row("Softmax", {}, x),
  row("LogSoftmax", { dim: -1 }, x),
  row("Softmin", { dim: 1 }, x),
  row("MaxPool1d", { kernelSize: 3, stride: 2, padding: 1 }, [1, 2, 9]),
  row("MaxPool2d", { kernelSize: 3, stride: 2, padding: 1, dilation: 2 }, [1, 2, 10, 11]),
  row("MaxPool2d", { kernelSize: 2, ceilMode: true }, [1, 2, 7, 7]),
  row("MaxPool2d", { kernelSize: 3, stride: 2, padding: 1, ceilMode: true }, [1, 2, 6, 6]),
  row("MaxPool2d", { kernelSize: 2, stride: 3, padding: 1, ceilMode: true }, [1, 2, 5, 5]),
  row("MaxPool3d", { kernelSize: 2 }, [1, 2, 4, 5, 6]),
  row("AvgPool1d", { kernelSize: 3, stride: 2 }, [1, 2, 9]),
  row("AvgPool2d", { kernelSize: 3, padding: 1, stride: 2 }, [1, 2, 7, 7]),
  row("AvgPool2d", { kernelSize: 3, padding: 1, stride: 2, countIncludePad: false }, [1, 2, 7, 7]),
  row("AvgPool2d", { kernelSize: 2, ceilMode: true }, [1, 2, 7, 7]),
  row(
    "AvgPool2d",
    { kernelSize: 3, stride: 2, padding: 1, ceilMode: true, countIncludePad: false },
    [1, 2, 6, 6],
  ),
  row("AvgPool2d", { kernelSize: 3, stride: 2, padding: 1, ceilMode: true }, [1, 2, 6, 6]),
  row("AvgPool2d", { kernelSize: 2, divisorOverride: 3 }, [1, 2, 6, 6]),
  row("AvgPool3d", { kernelSize: 2 }, [1, 2, 4, 5, 6]),
  row("AdaptiveAvgPool1d", { outputSize: 3 }, [1, 2, 7]),
  row("AdaptiveAvgPool2d", { outputSize: 1 }, image),
  row("AdaptiveAvgPool2d", { outputSize: [3, 3] }, [1, 2, 9, 6]),
  row("AdaptiveAvgPool2d", { outputSize: [3, 4] }, image),
  row("AdaptiveAvgPool2d", { outputSize: [1, 4] }, image),
  row("AdaptiveAvgPool3d", { outputSize: [2, 3, 4] }, [1, 2, 5, 7, 6]),
  row("AdaptiveMaxPool1d", { outputSize: 3 }, [1, 2, 7]),
  row("AdaptiveMaxPool2d", { outputSize: 1 }, image),
  row("AdaptiveMaxPool2d", { outputSize: [3, 4] }, image),
  row("AdaptiveMaxPool3d", { outputSize: [2, 1, 3] }, [1, 2, 4, 5, 6]),
  ...[1, 2, 3].map((rank) =>
    row(`BatchNorm${rank}d`, { numFeatures: 3 }, [2, 3, 4, 5, 6].slice(0, rank + 2)),
  ),
  row("BatchNorm1d", { numFeatures: 3 }, [4, 3]),
  row("BatchNorm2d", { numFeatures: 4, affine: false, eps: 0.1 }, image),
  row("InstanceNorm2d", { numFeatures: 4 }, image),
  row("InstanceNorm3d", { numFeatures: 2 }, [1, 2, 3, 4, 5]),
  row("InstanceNorm1d", { numFeatures: 3, affine: true }, x),
  row("InstanceNorm2d", { numFeatures: 4, trackRunningStats: true }, image),
  row("LayerNorm", { normalizedShape: [4] }, x),
  row("LayerNorm", { normalizedShape: [3, 4], elementwiseAffine: false }, x),
  row("RMSNorm", { normalizedShape: [4] }, x),
  row("RMSNorm", { normalizedShape: [3, 4], eps: 0.01, elementwiseAffine: false }, x),
  row("GroupNorm", { numGroups: 2, numChannels: 4 }, image),
  row("GroupNorm", { numGroups: 2, numChannels: 4, affine: false }, [3, 4]),
  row("Flatten", {}, x),
  row("Flatten", { startDim: 2 }, image),
  row("Unflatten", { dim: 1, unflattenedSize: [2, 3] }, [4, 6, 5]),
  row("PixelShuffle", { upscaleFactor: 2 }, [1, 8, 3, 5]),
  row("PixelUnshuffle", { downscaleFactor: 2 }, [1, 2, 4, 6]),
  row("ZeroPad2d", { padding: [1, 2, 0, 1] }, image),
  row("ConstantPad2d", { padding: [1, 2, -1, 1], value: 1.5 }, image),
  row("ConstantPad1d", { padding: 2, value: -1 }, x),
  row("ReflectionPad2d", { padding: [1, 2, 1, 0] }, image),
  row("ReplicationPad3d", { padding: [1, 2, 1, 0, 0, 1] }, [1, 2, 3, 4, 5]),
  row("ZeroPad1d", { padding: [1, 0] }, x),
  row("ReflectionPad1d", { padding: 1 }, x),
  row("ReplicationPad1d", { padding: 2 }, x),
  row("CircularPad1d", { padding: [0, 2] }, x),
  row("ReplicationPad2d", { padding: 1 }, image),
  row("ZeroPad3d", { padding: 1 }, [1, 2, 3, 4, 5]),
  row("ConstantPad3d", { padding: 1, value: 2 }, [1, 2, 3, 4, 5]),
  row("ReflectionPad3d", { padding: 1 }, [1, 2, 3, 4, 5]),
  row("CircularPad3d", { padding: 1 }, [1, 2, 3, 4, 5]),
  row("CircularPad2d", { padding: [1, 2, 1, 0] }, image),
  row("pad", { pad: [1, 1], value: 3 }, x),
  row("pad", { pad: [1, 1, 2, 0], mode: "reflect" }, image),
  row("Upsample", { scaleFactor: 2 }, image),
  row("Upsample", { size: [7, 9] }, image),
  row("Upsample", { size: [11, 13], mode: "bilinear", alignCorners: false }, image),
  row("Upsample", { size: [11, 13], mode: "bilinear", alignCorners: true }, image),
  row("Upsample", { scaleFactor: 1.5, mode: "bilinear" }, image),
  row("Upsample", { scaleFactor: 2, mode: "linear" }, x),
  row("Upsample", { scaleFactor: 2, mode: "bicubic" }, image),
  row("Upsample", { scaleFactor: 2, mode: "trilinear", alignCorners: true }, [1, 2, 3, 4, 5]),
  row("UpsamplingNearest2d", { scaleFactor: 3 }, image),
  row("UpsamplingBilinear2d", { scaleFactor: 2 }, image),
  row("interpolate", { scaleFactor: [2, 3], mode: "bilinear" }, image),
  ...["Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout"].map((name) =>
    row(name, {}, x),
  ),
  ...(["RNN", "LSTM", "GRU"] as const).flatMap((name) => [
    row(name, { inputSize: 3, hiddenSize: 4 }, [5, 2, 3]),
    row(
      name,
      { inputSize: 3, hiddenSize: 4, numLayers: 2, bidirectional: true, batchFirst: true },
      [2, 5, 3],
    ),
    row(name, { inputSize: 3, hiddenSize: 4, bias: false }, [5, 2, 3]),
    {
      ...row(
        name,
        { inputSize: 3, hiddenSize: 4, numLayers: 2 },
        [5, 2, 3],
        [2, 2, 4],
        ...(name === "LSTM" ? [[2, 2, 4]] : []),
      ),
      callArgs: { hidden: 1, ...(name === "LSTM" && { cell: 2 }) },
    },
  ]),
  row("RNN", { inputSize: 3, hiddenSize: 4, nonlinearity: "relu" }, [5, 2, 3]),
  { ...row("Embedding", { numEmbeddings: 7, embeddingDim: 4 }, [2, 5]), indices: 7 },
  row("MultiheadAttention", { embedDim: 8, numHeads: 2 }, [5, 2, 8], [6, 2, 8], [6, 2, 8]),
  row(
    "MultiheadAttention",
    { embedDim: 8, numHeads: 4, batchFirst: true, bias: false },
    [2, 5, 8],
    [2, 5, 8],
    [2, 5, 8],
  ),
  row("MultiheadAttention", { embedDim: 8, numHeads: 2, kdim: 6, vdim: 4 }, [5, 2, 8], [6, 2, 6], [6, 2, 4]),

  row("view", { shape: [2, -1] }, x),
  row("reshape", { shape: [4, 6] }, x),
  row("permute", { dims: [2, 0, -2] }, x),
  row("transpose", { dim0: 1, dim1: -1 }, x),
  row("squeeze", {}, [1, 3, 1, 2]),
  row("squeeze", { dim: 0 }, [1, 3, 1, 2]),
  row("unsqueeze", { dim: -1 }, x),
  row("flatten", {}, x),
  row("expand", { sizes: [5, -1, 4] }, [3, 1]),
  row("repeat", { repeats: [2, 1, 3] }, [2, 3]),
  row("select", { dim: 1, index: -1 }, x),
  row("narrow", { dim: 1, start: 1, length: 2 }, x),
  row("cat", { dim: 1 }, [2, 3], [2, 4]),
  row("stack", { dim: -1 }, [2, 3], [2, 3]),
  row("chunk", { chunks: 2, dim: 1 }, [2, 5]),
  row("split", { splitSize: [1, 3], dim: 0 }, [4, 2]),
  ...["add", "sub", "mul", "maximum", "minimum", "eq", "ne", "lt", "le", "gt", "ge"].map((name) =>
    row(name, {}, x, [3, 1]),
  ),
  ...["div", "remainder", "fmod"].map((name) => row(name, {}, x, [3, 1])),
  ...["add", "div"].map((name) => row(name, {}, x, [])),
  { ...row("pow", {}, x, [3, 1]), positive: true },
  row("topk", { k: 2 }, x),
  row("topk", { k: 2, dim: 0, largest: false }, x),
  row("sort", { dim: 1, descending: true }, x),
  row("argsort", {}, x),
  { ...row("gather", { dim: 1 }, [2, 3], [2, 4]), callArgs: { index: 1 }, indices: 3 },
  row("where", {}, x, x, [3, 1]),
  row("einsum", { equation: "bij,bjk->bik" }, [2, 3, 4], [2, 4, 5]),
  row("einsum", { equation: "ij,kj->ik" }, [3, 4], [5, 4]),
  row("matmul", {}, [2, 3, 4], [4, 5]),
  row("bmm", {}, [2, 3, 4], [2, 4, 5]),
  row("mm", {}, [3, 4], [4, 5]),
  ...["mean", "sum", "prod", "amax", "amin", "logsumexp", "max", "min"].map((name) => row(name, {}, x)),
  ...["mean", "sum", "amax", "logsumexp", "max", "argmax", "argmin"].map((name) =>
    row(name, { dim: 1, keepdim: true }, x),
  ),
  row("mean", { dim: [0, -1] }, x),
  row("cumsum", { dim: 1 }, x),
  row("clamp", { min: -0.3, max: 0.4 }, x),
  row("clamp", { max: 0.4 }, x),
  row("softmax", { dim: -1 }, x),
  row("logSoftmax", { dim: 1 }, x),
  row("softmin", { dim: 1 }, x),
  ...["log", "log1p", "sqrt", "rsqrt"].map((name) => ({ ...row(name, {}, x), positive: true })),
  row("leakyRelu", { negativeSlope: 0.3 }, x),
  row("elu", { alpha: 0.5 }, x),
  row("hardtanh", { minVal: -0.2, maxVal: 0.3 }, x),
  row("softplus", { beta: 3 }, x),
  row("gelu", {}, x),
  row("gelu", { approximate: "tanh" }, x),
  ...[
    "relu",
    "relu6",
    "clone",
    "sigmoid",
    "tanh",
    "selu",
    "silu",
    "mish",
    "hardswish",
    "hardsigmoid",
    "softsign",
    "logSigmoid",
    "exp",
    "abs",
    "neg",
    "sin",
    "cos",
    "square",
    "reciprocal",
    "sign",
    "floor",
    "ceil",
    "round",
    "contiguous",
    "detach",
  ].map((name) => row(name, {}, x)),
];

/** The layer made, its file, and what both give. Free sizes: every axis whose size the rule leaves free is a symbol. */
async function compare(
  { name, args, inputs, callArgs = {}, positive, indices }: Row,
  opset: number,
  free: boolean,
): Promise<number> {
  const kind = torchLayers.has(name) ? ("layer" as const) : ("function" as const);
  const spec = (torchLayers.get(name) ?? torchFunctions.get(name))!;
  const plain = spec.materialize?.(complete(spec, args), inputs[0]!) ?? { name, args };
  const own = (torchLayers.get(plain.name) ?? torchFunctions.get(plain.name))!;
  const full = complete(own, plain.args);
  const op = {
    library: "torch",
    kind,
    name: plain.name,
    args: full as OpArgs,
    callArgs,
    inputShapes: inputs,
  } as const;
  const layer = runnable(op, 3)!;
  for (const statistic of ["running_mean", "running_var"])
    if (layer.weights.has(statistic))
      layer.setWeight(
        statistic,
        Tensor.from(
          layer.weights.get(statistic)!.data.map((v, i) => v + 0.3 * (i + 1)),
          layer.weights.get(statistic)!.shape,
        ),
      );
  manualSeed(4);
  const tensors = inputs.map((shape) => {
    const { data } = randn([...shape]);
    const values = indices ? data.map((_, i) => i % indices) : positive ? data.map(Math.abs) : data;
    return Tensor.from(values, shape);
  });
  // an LSTM takes its two states as a pair
  const given = name === "LSTM" && tensors.length === 3 ? [tensors[0]!, tensors.slice(1) as never] : tensors;
  const wanted = name === "LSTM" && tensors.length === 3 ? layer.run(given) : layer.run(given, callArgs);
  const shapes: Shape[] = inputs.map((shape, i) =>
    shape.map((size, axis) => (free && axis === 0 ? symbol(`N${i}`) : size)),
  );
  const names = wanted.map((_, i) => `y${i}`);
  const file = exportOnnx(
    {
      name,
      inputs: shapes.map((shape, i) => ({ name: `x${i}`, shape })),
      nodes: [
        {
          label: "layer",
          name: plain.name,
          args: full,
          callArgs,
          inputs: inputs.map((_, i) => `x${i}`),
          inputShapes: shapes,
          outputShapes: infer(own, full, shapes, { callArgs }).outputs,
          outputs: names,
          weights: layer.weights,
          weightsName: "layer",
        },
      ],
      outputs: wanted.map((_, i) => ({ name: `out${i}`, value: `y${i}`, shape: null })),
    },
    { opset },
  );
  const session = await ort.InferenceSession.create(writeOnnx(file), { logSeverityLevel: 4 });
  const feeds = Object.fromEntries(
    tensors.map((tensor, i) => [`x${i}`, new ort.Tensor("float32", tensor.data, [...tensor.shape])]),
  );
  const results = await session.run(feeds);
  await session.release();
  return Math.max(
    ...wanted.map((tensor, i) => {
      const found = results[`out${i}`]!;
      expect(found.dims).toEqual(tensor.shape);
      const values = found.data as Float32Array;
      return tensor.data.reduce((worst, value, k) => Math.max(worst, Math.abs(value - values[k]!)), 0);
    }),
  );
}

const titled = rows.map(
  (one) => [`${one.name} ${JSON.stringify(one.args)} of ${JSON.stringify(one.inputs)}`, one] as const,
);

describe("computed by onnxruntime, equals this engine", () => {
  test.each(titled)("%s", async (_title, one) => {
    expect(await compare(one, 21, false)).toBeLessThanOrEqual(1e-5);
  });
});

describe("with operator set 17", () => {
  test.each(titled.filter(([, { name }]) => name !== "Fold"))("%s", async (_title, one) => {
    expect(await compare(one, 17, false)).toBeLessThanOrEqual(1e-5);
  });
});

/** What needs the size of its first axis. */
const FIXED = /^(Fold|squeeze|split|repeat|stack|pad|Flatten|flatten|reshape)/;

describe("with a free batch", () => {
  const batched = titled.filter(
    ([, { name, inputs }]) => !FIXED.test(name) && inputs.length === 1 && inputs[0]!.length > 1,
  );
  test.each(batched)("%s", async (_title, one) => {
    const found = await compare(one, 21, true).catch((error) => {
      if (error instanceof ExportError) return error.message;
      throw error;
    });
    if (typeof found === "string") expect(found).toMatch(/open|run time/);
    else expect(found).toBeLessThanOrEqual(1e-5);
  });
});

/**
 * Without a form in ONNX, each for the reason that its message gives: losses, what ONNX has not, and functions whose learned
 * tensors are arguments.
 */
const IMPOSSIBLE =
  `CrossEntropyLoss NLLLoss MSELoss L1Loss SmoothL1Loss HuberLoss BCELoss BCEWithLogitsLoss crossEntropy nllLoss
  mseLoss l1Loss smoothL1Loss huberLoss binaryCrossEntropy binaryCrossEntropyWithLogits atan2 std var norm any all median cumprod
  normalize maskedFill conv1d conv2d conv3d convTranspose1d convTranspose2d convTranspose3d linear embedding prelu batchNorm
  instanceNorm layerNorm rmsNorm groupNorm Softshrink softshrink Hardshrink hardshrink Threshold threshold ChannelShuffle channelShuffle
  LocalResponseNorm localResponseNorm CosineSimilarity cosineSimilarity PairwiseDistance pairwiseDistance
  LPPool1d LPPool2d LPPool3d lpPool1d lpPool2d lpPool3d Bilinear bilinear`.split(/\s+/);

test("every layer and function is exported or has a reason", () => {
  const all = [...torchLayers.values(), ...torchFunctions.values()].filter(
    ({ name }) => !name.startsWith("Lazy"),
  );
  const impossible = all.filter(({ name }) => !isExportable(name)).map(({ name }) => name);
  expect(impossible.sort()).toEqual([...IMPOSSIBLE].sort());
  // a function is tried as the layer whose kernel computes it
  const tried = new Set(rows.map(({ name }) => name));
  const untried = all.filter(
    ({ name, kernel = name }) => isExportable(name) && !tried.has(name) && !tried.has(kernel),
  );
  expect(untried.map(({ name }) => name)).toEqual([]);
});

describe("a file with its weights beside it", () => {
  test("computes the same", async () => {
    const layer = runnable(
      {
        library: "torch",
        kind: "layer",
        name: "Linear",
        args: { inFeatures: 40, outFeatures: 30, bias: true },
        inputShapes: [[2, 40]],
      },
      1,
    )!;
    const file = exportOnnx({
      name: "beside",
      inputs: [{ name: "x", shape: [symbol("N"), 40] }],
      nodes: [
        {
          label: "fc",
          name: "Linear",
          args: { inFeatures: 40, outFeatures: 30, bias: true },
          callArgs: {},
          inputs: ["x"],
          inputShapes: [[symbol("N"), 40]],
          outputShapes: [[symbol("N"), 30]],
          outputs: ["h"],
          weights: layer.weights,
          weightsName: "fc",
        },
      ],
      outputs: [{ name: "y", value: "h", shape: [symbol("N"), 30] }],
    });
    const folder = mkdtempSync(join(tmpdir(), "convlens-onnx-"));
    try {
      const { model, data } = writeOnnxBeside(file, "weights.bin");
      expect(model.length).toBeLessThan(2000);
      writeFileSync(join(folder, "m.onnx"), model);
      writeFileSync(join(folder, "weights.bin"), Buffer.concat(data));
      const session = await ort.InferenceSession.create(join(folder, "m.onnx"));
      const input = randn([2, 40]);
      const { y } = await session.run({ x: new ort.Tensor("float32", input.data, [2, 40]) });
      const [wanted] = layer.run([input]);
      expect(
        Math.max(...wanted!.data.map((value, i) => Math.abs(value - (y!.data as Float32Array)[i]!))),
      ).toBeLessThan(1e-5);
      await session.release();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
