/** Rules that only TensorFlow.js has: options it ignores, models it builds and cannot run, data that does not fit a model. */
import type { Rule } from "../rule.ts";

const HEAD = 'import * as tf from "@tensorflow/tfjs";\n\n';
const source = (...lines: readonly string[]): string => `${HEAD}${lines.join("\n")}\n`;
/** A sequential model of these layers. */
const stack = (...layers: readonly string[]): string =>
  source(
    "const model = tf.sequential();",
    ...layers.map((layer) => `model.add(tf.layers.${layer});`),
    "export default model;",
  );
/** One layer on an input of this shape. */
const on = (shape: string, layer: string): string =>
  source(
    `const input = tf.input({ shape: ${shape} });`,
    `export const output = tf.layers.${layer}.apply(input);`,
  );
/** Two inputs, then a merge layer. */
const merge = (a: string, b: string, layer: string): string =>
  source(
    `const a = tf.input({ batchShape: ${a} });`,
    `const b = tf.input({ batchShape: ${b} });`,
    `export const output = tf.layers.${layer}.apply([a, b]);`,
  );
/** A classifier that is fit to data. */
const fit = (layers: readonly string[], loss: string, xs: string, ys: string): string =>
  source(
    "const model = tf.sequential();",
    ...layers.map((layer) => `model.add(tf.layers.${layer});`),
    `model.compile({ optimizer: "adam", loss: "${loss}" });`,
    `await model.fit(tf.zeros(${xs}), tf.zeros(${ys}));`,
  );
const operation = (call: string): string => source(`export const y = ${call};`);

const classifier = ['dense({ units: 10, inputShape: [8], activation: "softmax" })'];

/** code, title, why and how to mend it, a wrong source, a right one */
type Row = readonly [string, string, string, string, string];

const errors: readonly Row[] = [
  [
    "activation-name",
    "An activation of an unknown name",
    "Names are camelCase and exact: `relu`, `hardSigmoid`. Leaky ReLU is a layer, `tf.layers.leakyReLU`.",
    stack('dense({ units: 4, inputShape: [8], activation: "Relu" })'),
    stack('dense({ units: 4, inputShape: [8], activation: "relu" })'),
  ],
  [
    "initializer-name",
    "An initializer of an unknown name",
    "Names are camelCase: `heNormal`, not `he_normal`.",
    stack('dense({ units: 4, inputShape: [8], kernelInitializer: "he_normal" })'),
    stack('dense({ units: 4, inputShape: [8], kernelInitializer: "heNormal" })'),
  ],
  [
    "regularizer-name",
    "A regularizer of an unknown name",
    "The only name is `l1l2`; `tf.regularizers.l1()` and `l2()` make the others.",
    stack('dense({ units: 4, inputShape: [8], kernelRegularizer: "l2" })'),
    stack("dense({ units: 4, inputShape: [8], kernelRegularizer: tf.regularizers.l2() })"),
  ],
  [
    "constraint-name",
    "A constraint of an unknown name",
    "The names are `maxNorm`, `minMaxNorm`, `nonNeg` and `unitNorm`.",
    stack('dense({ units: 4, inputShape: [8], kernelConstraint: "max_norm" })'),
    stack('dense({ units: 4, inputShape: [8], kernelConstraint: "maxNorm" })'),
  ],
  [
    "initial-state",
    "Initial states that do not fit the cell",
    "A recurrent layer takes one state for each that its cell carries, as wide as `units`: an LSTM two, other cells one.",
    source(
      "const x = tf.input({ shape: [5, 3] });",
      "const h = tf.input({ shape: [8] });",
      "export const y = tf.layers.lstm({ units: 4 }).apply([x, h, h]);",
    ),
    source(
      "const x = tf.input({ shape: [5, 3] });",
      "const h = tf.input({ shape: [4] });",
      "export const y = tf.layers.lstm({ units: 4 }).apply([x, h, h]);",
    ),
  ],
  [
    "data-format",
    "A data format of an unknown name",
    "Layers take `channelsLast` or `channelsFirst`.",
    on("[8, 8, 3]", 'conv2d({ filters: 4, kernelSize: 3, dataFormat: "NHWC" })'),
    on("[8, 8, 3]", 'conv2d({ filters: 4, kernelSize: 3, dataFormat: "channelsLast" })'),
  ],
  [
    "weight-shape",
    "A weight whose sizes are no whole numbers",
    "Weights are made when the layer is first applied, so the input's features must be known then.",
    on("[null]", "dense({ units: 4 })"),
    on("[8]", "dense({ units: 4 })"),
  ],
  [
    "merge-inputs",
    "The wrong number of inputs",
    "Merge layers take a list of at least two tensors, other layers one.",
    source("const a = tf.input({ shape: [4] });", "export const output = tf.layers.add().apply(a);"),
    merge("[null, 4]", "[null, 4]", "add()"),
  ],
  [
    "output-negative",
    "A size below zero",
    "The window is larger than what is left of the map. Remove a pooling, pad with `same`, or use a larger input.",
    stack("conv2d({ filters: 4, kernelSize: 9, inputShape: [4, 4, 1] })"),
    stack("conv2d({ filters: 4, kernelSize: 3, inputShape: [4, 4, 1] })"),
  ],
  [
    "stride-dilation",
    "Strides and dilation together",
    "TensorFlow.js builds such a layer and throws when it runs: one of both must be 1.",
    stack("conv2d({ filters: 8, kernelSize: 3, strides: 2, dilationRate: 2, inputShape: [8, 8, 4] })"),
    stack("conv2d({ filters: 8, kernelSize: 3, strides: 2, inputShape: [8, 8, 4] })"),
  ],
  [
    "channels-unknown",
    "The number of channels is open",
    "A convolution's kernel is made for a known number of channels.",
    on("[8, 8, null]", "conv2d({ filters: 4, kernelSize: 3 })"),
    on("[8, 8, 3]", "conv2d({ filters: 4, kernelSize: 3 })"),
  ],
  [
    "flatten-open",
    "Flattening an open size",
    "All sizes but the batch must be known. A global pooling needs none.",
    on("[null, 8]", "flatten()"),
    on("[4, 8]", "flatten()"),
  ],
  [
    "layer-built",
    "A layer used again on another number of features",
    "A layer makes its weights for the first input it is applied to; every other input must fit them.",
    source(
      "const a = tf.input({ shape: [4] });",
      "const b = tf.input({ shape: [5] });",
      "const dense = tf.layers.dense({ units: 2 });",
      "export const both = [dense.apply(a), dense.apply(b)];",
    ),
    source(
      "const a = tf.input({ shape: [4] });",
      "const b = tf.input({ shape: [4] });",
      "const dense = tf.layers.dense({ units: 2 });",
      "export const both = [dense.apply(a), dense.apply(b)];",
    ),
  ],
  [
    "embedding-length",
    "Sequences of another length",
    "With `inputLength` an embedding takes sequences of that length only.",
    on("[4]", "embedding({ inputDim: 10, outputDim: 4, inputLength: 5 })"),
    on("[5]", "embedding({ inputDim: 10, outputDim: 4, inputLength: 5 })"),
  ],
  [
    "norm-axis",
    "Normalising along an open axis",
    "The axis of the channels must have a known size.",
    on("[null]", "batchNormalization()"),
    on("[4]", "batchNormalization()"),
  ],
  [
    "norm-rank",
    "Normalising more than four axes",
    "TensorFlow.js builds such a layer and throws when it runs, as after a `conv3d`. Normalise a reshaped map, or leave it out.",
    on("[4, 4, 4, 2]", "batchNormalization()"),
    on("[4, 4, 2]", "batchNormalization()"),
  ],
  [
    "softmax-axis",
    "A softmax that is not along the last axis",
    "TensorFlow.js computes softmax along the last axis only, and the layer's default is axis 1.",
    on("[5, 4]", "softmax()"),
    on("[5, 4]", "softmax({ axis: -1 })"),
  ],
  [
    "upsample-size",
    "One number as upsampling size",
    "`size` is a pair. A number gives a map whose sizes are NaN, and no error.",
    on("[8, 8, 3]", "upSampling2d({ size: 2 })"),
    on("[8, 8, 3]", "upSampling2d({ size: [2, 2] })"),
  ],
  [
    "merge-batch",
    "Batches of different sizes",
    "All inputs of a merge layer have one batch size.",
    merge("[2, 4]", "[3, 4]", "add()"),
    merge("[2, 4]", "[2, 4]", "add()"),
  ],
  [
    "dot-size",
    "Products along axes of different sizes",
    "The axes that `dot` multiplies along have one size.",
    merge("[null, 4]", "[null, 5]", "dot({ axes: 1 })"),
    merge("[null, 4]", "[null, 4]", "dot({ axes: 1 })"),
  ],
  [
    "stateful-batch",
    "A stateful layer without a batch size",
    "States are kept for each item of the batch. Give `batchInputShape`.",
    stack("lstm({ units: 4, stateful: true, inputShape: [5, 3] })"),
    stack("lstm({ units: 4, stateful: true, batchInputShape: [2, 5, 3] })"),
  ],
  [
    "input-shape-missing",
    "The first layer says nothing of its input",
    "The first layer of a sequential model needs `inputShape` (or `batchInputShape`).",
    stack("dense({ units: 4 })"),
    stack("dense({ units: 4, inputShape: [8] })"),
  ],
  [
    "several-outputs",
    "A layer with several outputs in a sequential model",
    "Layers with `returnState` need the functional API.",
    stack("lstm({ units: 4, returnState: true, inputShape: [5, 3] })"),
    stack("lstm({ units: 4, inputShape: [5, 3] })"),
  ],
  [
    "graph-disconnected",
    "An output that depends on something else",
    "Every `tf.input` behind the outputs must be among the model's inputs.",
    source(
      "const a = tf.input({ shape: [4] });",
      "const b = tf.input({ shape: [4] });",
      "const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;",
      "export default tf.model({ inputs: a, outputs: sum });",
    ),
    source(
      "const a = tf.input({ shape: [4] });",
      "const b = tf.input({ shape: [4] });",
      "const sum = tf.layers.add().apply([a, b]) as tf.SymbolicTensor;",
      "export default tf.model({ inputs: [a, b], outputs: sum });",
    ),
  ],
  [
    "model-input",
    "Data that does not fit the model's input",
    "The batch comes first, then exactly the model's input shape.",
    source(
      "const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [8] })] });",
      "export const y = model.predict(tf.zeros([2, 9]));",
    ),
    source(
      "const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [8] })] });",
      "export const y = model.predict(tf.zeros([2, 8]));",
    ),
  ],
  [
    "target-shape",
    "Targets that do not fit outputs and loss",
    "`categoricalCrossentropy` takes one-hot rows, `sparseCategoricalCrossentropy` class numbers; other losses take targets of the output's shape.",
    fit(classifier, "categoricalCrossentropy", "[32, 8]", "[32, 1]"),
    fit(classifier, "sparseCategoricalCrossentropy", "[32, 8]", "[32, 1]"),
  ],
  [
    "missing-flatten",
    "A dense layer on a map",
    "A dense layer works on the last axis of anything, so a forgotten `flatten` shows only when the targets arrive.",
    fit(
      ["conv2d({ filters: 4, kernelSize: 3, inputShape: [28, 28, 1] })", "dense({ units: 10 })"],
      "meanSquaredError",
      "[32, 28, 28, 1]",
      "[32, 10]",
    ),
    fit(
      ["conv2d({ filters: 4, kernelSize: 3, inputShape: [28, 28, 1] })", "flatten()", "dense({ units: 10 })"],
      "meanSquaredError",
      "[32, 28, 28, 1]",
      "[32, 10]",
    ),
  ],
  [
    "sample-count",
    "More inputs than targets",
    "Each example has one target.",
    fit(classifier, "categoricalCrossentropy", "[32, 8]", "[30, 10]"),
    fit(classifier, "categoricalCrossentropy", "[32, 8]", "[32, 10]"),
  ],
  [
    "element-type",
    "A tensor of another element type",
    "Lists are converted, tensors are not: `tf.tensor1d([0, 2])` holds float32, and indices must be int32.",
    operation("tf.oneHot(tf.tensor1d([0, 2]), 3)"),
    operation('tf.oneHot(tf.tensor1d([0, 2], "int32"), 3)'),
  ],
  [
    "tensor-values",
    "Values that do not fill the shape",
    "As many values as the shape has places, in one flat list or nested as the shape is.",
    operation("tf.tensor2d([1, 2, 3, 4], [2, 3])"),
    operation("tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])"),
  ],
  [
    "gather-batch",
    "Batches that differ",
    "With `batchDims` the first axes of both tensors are the same.",
    operation('tf.gather(tf.zeros([3, 4]), tf.zeros([2, 1], "int32"), 1, 1)'),
    operation('tf.gather(tf.zeros([3, 4]), tf.zeros([3, 1], "int32"), 1, 1)'),
  ],
  [
    "mirror-pad",
    "More mirrored than there is",
    "A border is mirrored at most once: `reflect` leaves the border's own value out, `symmetric` repeats it.",
    operation('tf.mirrorPad(tf.zeros([3, 3]), [[3, 0], [0, 0]], "reflect")'),
    operation('tf.mirrorPad(tf.zeros([3, 3]), [[2, 0], [0, 0]], "reflect")'),
  ],
  [
    "box-size",
    "Boxes that are no boxes",
    "Each box is `[y1, x1, y2, x2]`.",
    operation("tf.image.cropAndResize(tf.zeros([1, 8, 8, 3]), tf.zeros([2, 3]), [0, 0], [4, 4])"),
    operation("tf.image.cropAndResize(tf.zeros([1, 8, 8, 3]), tf.zeros([2, 4]), [0, 0], [4, 4])"),
  ],
  [
    "image-channels",
    "Colours of another number of channels",
    "`rgbToGrayscale` takes three channels, `grayscaleToRGB` one.",
    operation("tf.image.rgbToGrayscale(tf.zeros([8, 8, 4]))"),
    operation("tf.image.rgbToGrayscale(tf.zeros([8, 8, 3]))"),
  ],
  [
    "filter-size",
    "A pointwise filter with a window",
    "The second filter of a separable convolution is `[1, 1, in · multiplier, out]`.",
    operation(
      'tf.separableConv2d(tf.zeros([1, 8, 8, 2]), tf.zeros([3, 3, 2, 1]), tf.zeros([3, 3, 2, 4]), 1, "same")',
    ),
    operation(
      'tf.separableConv2d(tf.zeros([1, 8, 8, 2]), tf.zeros([3, 3, 2, 1]), tf.zeros([1, 1, 2, 4]), 1, "same")',
    ),
  ],
  [
    "topk",
    "More values asked for than there are",
    "`k` is at most the size of the last axis.",
    operation("tf.topk(tf.zeros([2, 3]), 4)"),
    operation("tf.topk(tf.zeros([2, 3]), 3)"),
  ],
  [
    "einsum",
    "Axes of one name and different sizes",
    "A letter stands for one size in all tensors.",
    operation('tf.einsum("ij,jk->ik", tf.zeros([2, 3]), tf.zeros([4, 5]))'),
    operation('tf.einsum("ij,jk->ik", tf.zeros([2, 3]), tf.zeros([3, 5]))'),
  ],
  [
    "squeeze-size",
    "Dropping an axis that is larger than 1",
    "Only axes of size 1 can be dropped.",
    operation("tf.squeeze(tf.zeros([1, 3]), [1])"),
    operation("tf.squeeze(tf.zeros([1, 3]), [0])"),
  ],
  [
    "tile",
    "Repeats for another number of axes",
    "`tile` takes one number for each axis.",
    operation("tf.tile(tf.zeros([2, 3]), [2])"),
    operation("tf.tile(tf.zeros([2, 3]), [2, 1])"),
  ],
  [
    "slice-range",
    "A slice past the end",
    "`begin + size` is at most the axis' size; −1 takes the rest.",
    operation("tf.slice(tf.zeros([4, 5]), [1, 2], [4, 5])"),
    operation("tf.slice(tf.zeros([4, 5]), [1, 2], [-1, -1])"),
  ],
];

const warnings: readonly Row[] = [
  [
    "option-ignored",
    "An option that does nothing",
    "TensorFlow.js passes over options it does not know, `groups` among them, without a word.",
    stack("conv2d({ filters: 4, kernelSize: 3, groups: 2, inputShape: [8, 8, 4] })"),
    stack("depthwiseConv2d({ kernelSize: 3, inputShape: [8, 8, 4] })"),
  ],
  [
    "negative-axis",
    "A negative axis that is taken for the last",
    "`concatenate` declares the shape you mean and joins along the last axis when it runs.",
    merge("[null, 6, 6]", "[null, 6, 6]", "concatenate({ axis: -2 })"),
    merge("[null, 6, 6]", "[null, 6, 6]", "concatenate({ axis: 1 })"),
  ],
  [
    "numeric-padding",
    "A number as padding with an oblong filter",
    "The filter's height and its stride are taken for both axes. Give `[[0, 0], [top, bottom], [left, right], [0, 0]]`.",
    operation("tf.conv2d(tf.zeros([1, 8, 8, 1]), tf.zeros([3, 5, 1, 2]), 1, 1)"),
    operation("tf.conv2d(tf.zeros([1, 8, 8, 1]), tf.zeros([3, 3, 1, 2]), 1, 1)"),
  ],
];

const rulesOf = (severity: Rule["severity"], rows: readonly Row[]): Rule[] =>
  rows.map(([code, title, explain, wrong, right]) => ({ code, severity, title, explain, wrong, right }));

export const tfjsRules: readonly Rule[] = [...rulesOf("error", errors), ...rulesOf("warning", warnings)];
