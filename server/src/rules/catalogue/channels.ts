/** Rules about channels, groups and features. */
import type { Rule } from "../rule.ts";

const image = "[1, 3, 32, 32]";

export const channelRules: readonly Rule[] = [
  {
    code: "conv-in-channels",
    severity: "error",
    title: "The input has other channels than the convolution was built for",
    explain:
      "A convolution's weight has one slice for each input channel. Set `inChannels` to what arrives, or let the layer in front give what is expected. After `cat` the channels of all parts add up.",
    wrong: {
      input: image,
      fields: ["a = new nn.Conv2d(3, 16, 3);", "b = new nn.Conv2d(32, 64, 3);"],
      forward: ["return this.b.forward(this.a.forward(x));"],
    },
    right: {
      input: image,
      fields: ["a = new nn.Conv2d(3, 16, 3);", "b = new nn.Conv2d(16, 64, 3);"],
      forward: ["return this.b.forward(this.a.forward(x));"],
    },
  },
  {
    code: "layout",
    severity: "error",
    title: "Channels stand last, the layer wants them first",
    explain:
      "Layers of this library take `[N, C, H, W]`. Images often come as `[N, H, W, C]`: move the channels with `permute(0, 3, 1, 2)`; for sequences `[N, L, C]` use `transpose(1, 2)`.",
    wrong: {
      input: "[8, 32, 32, 3]",
      fields: ["conv = new nn.Conv2d(3, 16, 3);"],
      forward: ["return this.conv.forward(x);"],
    },
    right: {
      input: "[8, 32, 32, 3]",
      fields: ["conv = new nn.Conv2d(3, 16, 3);"],
      forward: ["return this.conv.forward(x.permute(0, 3, 1, 2));"],
    },
  },
  {
    code: "groups-divide",
    severity: "error",
    title: "Groups do not divide the channels",
    explain:
      "A grouped convolution is `groups` convolutions side by side, each on its share of the channels; both channel counts must be multiples of `groups`.",
    wrong: {
      input: "[1, 10, 8, 8]",
      fields: ["conv = new nn.Conv2d(10, 20, 3, { groups: 4 });"],
      forward: ["return this.conv.forward(x);"],
    },
    right: {
      input: "[1, 10, 8, 8]",
      fields: ["conv = new nn.Conv2d(10, 20, 3, { groups: 5 });"],
      forward: ["return this.conv.forward(x);"],
    },
  },
  {
    code: "norm-features",
    severity: "error",
    title: "A normalisation has another width than its input",
    explain:
      "Batch, instance and group normalisation keep one scale and shift for each channel. The number must be the channels of the input.",
    wrong: {
      input: image,
      fields: ["conv = new nn.Conv2d(3, 64, 3);", "bn = new nn.BatchNorm2d(32);"],
      forward: ["return this.bn.forward(this.conv.forward(x));"],
    },
    right: {
      input: image,
      fields: ["conv = new nn.Conv2d(3, 64, 3);", "bn = new nn.BatchNorm2d(64);"],
      forward: ["return this.bn.forward(this.conv.forward(x));"],
    },
  },
  {
    code: "norm-shape",
    severity: "error",
    title: "LayerNorm's shape is not the end of the input's",
    explain:
      "`normalizedShape` must equal the last axes of the input, size by size. For channels-first maps permute first, or use GroupNorm.",
    wrong: {
      input: "[2, 64, 16, 16]",
      fields: ["ln = new nn.LayerNorm([64, 32, 32]);"],
      forward: ["return this.ln.forward(x);"],
    },
    right: {
      input: "[2, 64, 16, 16]",
      fields: ["ln = new nn.LayerNorm([64, 16, 16]);"],
      forward: ["return this.ln.forward(x);"],
    },
  },
  {
    code: "norm-groups",
    severity: "error",
    title: "GroupNorm's groups do not divide the channels",
    explain: "Each group takes an equal share of the channels.",
    wrong: {
      input: "[2, 10, 8, 8]",
      fields: ["gn = new nn.GroupNorm(4, 10);"],
      forward: ["return this.gn.forward(x);"],
    },
    right: {
      input: "[2, 10, 8, 8]",
      fields: ["gn = new nn.GroupNorm(5, 10);"],
      forward: ["return this.gn.forward(x);"],
    },
  },
  {
    code: "linear-in-features",
    severity: "error",
    title: "The input has other features than the linear layer was built for",
    explain:
      "A linear layer multiplies the last axis, whose size must be `inFeatures`. Behind a flatten it is the product of channels and map: `64·7·7 = 3136`. It changes with the image size and with every padding in front.",
    wrong: {
      input: "[1, 1, 28, 28]",
      fields: ["conv = new nn.Conv2d(1, 6, 5);", "fc = new nn.Linear(6 * 28 * 28, 10);"],
      forward: ["return this.fc.forward(this.conv.forward(x).flatten(1));"],
    },
    right: {
      input: "[1, 1, 28, 28]",
      fields: ["conv = new nn.Conv2d(1, 6, 5);", "fc = new nn.Linear(6 * 24 * 24, 10);"],
      forward: ["return this.fc.forward(this.conv.forward(x).flatten(1));"],
    },
  },
  {
    code: "linear-rank",
    severity: "error",
    title: "Maps reach a linear layer unflattened",
    explain:
      "A linear layer looks at the last axis only. Insert `flatten(1)` between the maps and the layer.",
    wrong: {
      input: "[1, 512, 8, 8]",
      fields: ["pool = new nn.AdaptiveAvgPool2d(1);", "fc = new nn.Linear(512, 10);"],
      forward: ["return this.fc.forward(this.pool.forward(x));"],
    },
    right: {
      input: "[1, 512, 8, 8]",
      fields: ["pool = new nn.AdaptiveAvgPool2d(1);", "fc = new nn.Linear(512, 10);"],
      forward: ["return this.fc.forward(this.pool.forward(x).flatten(1));"],
    },
  },
  {
    code: "rnn-input-size",
    severity: "error",
    title: "Steps of a sequence have another size than the recurrent layer was built for",
    explain:
      "`inputSize` is the size of the last axis. With a bidirectional layer in front it is twice that layer's `hiddenSize`.",
    wrong: {
      input: "[4, 20, 32]",
      fields: ["rnn = new nn.LSTM(64, 8, { batchFirst: true });"],
      forward: ["return this.rnn.forward(x)[0];"],
    },
    right: {
      input: "[4, 20, 32]",
      fields: ["rnn = new nn.LSTM(32, 8, { batchFirst: true });"],
      forward: ["return this.rnn.forward(x)[0];"],
    },
  },
  {
    code: "rnn-state",
    severity: "error",
    title: "A recurrent layer starts from a state of another shape",
    explain:
      "The state is `[numLayers · directions, N, hiddenSize]`: its batch stands on axis 1, also with `batchFirst`.",
    wrong: {
      input: "[4, 20, 32]",
      fields: ["rnn = new nn.GRU(32, 8, { batchFirst: true });"],
      forward: ["return this.rnn.forward(x, torch.zeros(4, 1, 8))[0];"],
    },
    right: {
      input: "[4, 20, 32]",
      fields: ["rnn = new nn.GRU(32, 8, { batchFirst: true });"],
      forward: ["return this.rnn.forward(x, torch.zeros(1, 4, 8))[0];"],
    },
  },
  {
    code: "attention-heads",
    severity: "error",
    title: "Heads do not divide the features",
    explain: "Each head works on `embedDim / numHeads` features.",
    wrong: {
      input: "[2, 5, 30]",
      fields: ["attn = new nn.MultiheadAttention(30, 4, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x)[0];"],
    },
    right: {
      input: "[2, 5, 30]",
      fields: ["attn = new nn.MultiheadAttention(30, 5, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x)[0];"],
    },
  },
  {
    code: "attention-embed",
    severity: "error",
    title: "The features of a query, key or value are not the attention's",
    explain:
      "The last axis of the query must be `embedDim`; that of key and value `kdim` and `vdim` where given.",
    wrong: {
      input: "[2, 5, 24]",
      fields: ["attn = new nn.MultiheadAttention(32, 4, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x)[0];"],
    },
    right: {
      input: "[2, 5, 32]",
      fields: ["attn = new nn.MultiheadAttention(32, 4, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x)[0];"],
    },
  },
  {
    code: "pixel-shuffle",
    severity: "error",
    title: "Channels are no multiple of the upscale factor's square",
    explain:
      "PixelShuffle makes one output channel of `r²` input channels; PixelUnshuffle needs sides that are multiples of its factor.",
    wrong: {
      input: "[1, 64, 16, 16]",
      fields: ["conv = new nn.Conv2d(64, 8, 3);", "up = new nn.PixelShuffle(3);"],
      forward: ["return this.up.forward(this.conv.forward(x));"],
    },
    right: {
      input: "[1, 64, 16, 16]",
      fields: ["conv = new nn.Conv2d(64, 9, 3);", "up = new nn.PixelShuffle(3);"],
      forward: ["return this.up.forward(this.conv.forward(x));"],
    },
  },
];
