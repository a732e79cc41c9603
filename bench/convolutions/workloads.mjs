/**
 * The layers that are timed: shapes of well-known networks, documentation-sized ones, and data movement.
 *
 *     { id: "r50_3x3_64_56", class: "3×3 stride 1", kind: "conv", input: [64, 56, 56], outChannels: 64, kernel: [3, 3], … }
 */

/** One number for all spatial dimensions, or one each. */
function layer(id, kind, input, outChannels, kernel, options = {}) {
  const rank = input.length - 1;
  const each = (value) => (Array.isArray(value) ? value : Array(rank).fill(value));
  const { stride = 1, padding = 0, dilation = 1, groups = 1, batch = 1 } = options;
  return {
    id,
    kind,
    input,
    outChannels,
    kernel: each(kernel),
    stride: each(stride),
    padding: each(padding),
    dilation: each(dilation),
    groups,
    batch,
  };
}

const classes = {
  "3×3 stride 1": [
    layer("r50_3x3_64_56", "conv", [64, 56, 56], 64, 3, { padding: 1 }),
    layer("r50_3x3_128_28", "conv", [128, 28, 28], 128, 3, { padding: 1 }),
    layer("r50_3x3_256_14", "conv", [256, 14, 14], 256, 3, { padding: 1 }),
    layer("r50_3x3_512_7", "conv", [512, 7, 7], 512, 3, { padding: 1 }),
    layer("vgg_3x3_64_224", "conv", [64, 224, 224], 64, 3, { padding: 1 }),
  ],
  "3×3 stride 2": [layer("r50_3x3s2_128_56", "conv", [128, 56, 56], 128, 3, { stride: 2, padding: 1 })],
  "1×1": [
    layer("r50_1x1_64_256_56", "conv", [64, 56, 56], 256, 1),
    layer("r50_1x1_1024_256_14", "conv", [1024, 14, 14], 256, 1),
    layer("r50_1x1s2_256_512_56", "conv", [256, 56, 56], 512, 1, { stride: 2 }),
  ],
  "stem 7×7": [layer("r50_stem_7x7s2", "conv", [3, 224, 224], 64, 7, { stride: 2, padding: 3 })],
  depthwise: [
    layer("mbn_dw3_32_112", "conv", [32, 112, 112], 32, 3, { padding: 1, groups: 32 }),
    layer("mbn_dw3_144_56", "conv", [144, 56, 56], 144, 3, { padding: 1, groups: 144 }),
    layer("mbn_dw3s2_144_56", "conv", [144, 56, 56], 144, 3, { stride: 2, padding: 1, groups: 144 }),
    layer("mbn_dw3_576_14", "conv", [576, 14, 14], 576, 3, { padding: 1, groups: 576 }),
    layer("eff_dw5_240_28", "conv", [240, 28, 28], 240, 5, { padding: 2, groups: 240 }),
  ],
  grouped: [
    layer("rnx_g32_128_56", "conv", [128, 56, 56], 128, 3, { padding: 1, groups: 32 }),
    layer("rnx_g32_512_14", "conv", [512, 14, 14], 512, 3, { padding: 1, groups: 32 }),
  ],
  dilated: [layer("dl_3x3d2_256_28", "conv", [256, 28, 28], 256, 3, { padding: 2, dilation: 2 })],
  "1-d": [
    layer("c1d_64_128_k3_16000", "conv", [64, 16000], 128, 3, { padding: 1 }),
    layer("wavenet_d64_64_128_k2", "conv", [64, 16000], 128, 2, { dilation: 64 }),
  ],
  "3-d": [layer("c3d_64_128_8x28x28", "conv", [64, 8, 28, 28], 128, 3, { padding: 1 })],
  transposed: [
    layer("dcgan_512_256_4x4s2", "transposed", [512, 8, 8], 256, 4, { stride: 2, padding: 1 }),
    layer("unet_up_256_128_2x2s2", "transposed", [256, 28, 28], 128, 2, { stride: 2 }),
  ],
  small: [
    layer("tutorial_conv1d", "conv", [16, 50], 33, 3, { stride: 2, batch: 20 }),
    layer("tutorial_conv2d", "conv", [16, 50, 100], 33, 3, { stride: 2, batch: 20 }),
    layer("lenet_1_6_5x5_32", "conv", [1, 32, 32], 6, 5),
  ],
  fold: [
    layer("unfold_64_56_k3", "unfold", [64, 56, 56], null, 3, { padding: 1 }),
    layer("fold_64_56_k3", "fold", [64, 56, 56], null, 3, { padding: 1 }),
  ],
};

export const WORKLOADS = Object.entries(classes).flatMap(([name, layers]) =>
  layers.map((entry) => ({ ...entry, class: name })),
);

export const product = (sizes) => sizes.reduce((total, size) => total * size, 1);

/** Shapes of input, weights and output, and the multiply-adds. */
export function shapesOf(w) {
  const [channels, ...sizes] = w.input;
  const reach = w.kernel.map((k, d) => w.dilation[d] * (k - 1) + 1);
  const windows = sizes.map((n, d) => Math.floor((n + 2 * w.padding[d] - reach[d]) / w.stride[d]) + 1);
  const image = [w.batch, ...w.input];
  const columns = [w.batch, channels * product(w.kernel), product(windows)];
  if (w.kind === "unfold") return { x: image, y: columns, macs: 0 };
  if (w.kind === "fold") return { x: columns, y: image, macs: 0 };
  if (w.kind === "transposed") {
    const output = sizes.map((n, d) => (n - 1) * w.stride[d] - 2 * w.padding[d] + reach[d]);
    const weights = [channels, w.outChannels / w.groups, ...w.kernel];
    return {
      x: image,
      weights,
      y: [w.batch, w.outChannels, ...output],
      macs: w.batch * product(sizes) * product(weights),
    };
  }
  const weights = [w.outChannels, channels / w.groups, ...w.kernel];
  return {
    x: image,
    weights,
    y: [w.batch, w.outChannels, ...windows],
    macs: w.batch * product(windows) * product(weights),
  };
}

/** The same numbers for every engine: uniform in [−1, 1), weights scaled so that outputs are of the same size. */
export function dataOf(w) {
  const shapes = shapesOf(w);
  const fanIn = shapes.weights ? product(shapes.weights.slice(1)) : 1;
  return {
    shapes,
    x: uniform(product(shapes.x), 1, 1),
    weights: shapes.weights && uniform(product(shapes.weights), 2, Math.sqrt(3 / fanIn)),
    bias: shapes.weights && uniform(w.outChannels, 3, 0.1),
  };
}

function uniform(count, seed, scale) {
  let state = seed * 0x9e3779b9;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) / 2 ** 23 - 1) * scale;
  });
}
