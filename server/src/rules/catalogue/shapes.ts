/** Rules about ranks, axes, counts, joins, losses and arguments. */
import type { Example, Rule } from "../rule.ts";

const ops = (input: string, ...forward: string[]): Example => ({ input, fields: [], forward });
const layer = (input: string, made: string): Example => ({
  input,
  fields: [`layer = new nn.${made};`],
  forward: ["return this.layer.forward(x);"],
});

export const shapeRules: readonly Rule[] = [
  {
    code: "rank",
    severity: "error",
    title: "The input has the wrong number of axes",
    explain:
      "A 2-d layer takes `[N, C, H, W]` or, without a batch, `[C, H, W]`. Add a missing axis with `unsqueeze`, or use the layer for this number of axes.",
    wrong: layer("[1, 3, 8, 8, 8]", "Conv2d(3, 8, 3)"),
    right: layer("[1, 3, 8, 8, 8]", "Conv3d(3, 8, 3)"),
  },
  {
    code: "reshape-size",
    severity: "error",
    title: "A view of another number of elements",
    explain:
      "`view` and `reshape` keep every value: the product of the sizes must stay. Use -1 for one size that follows from the others.",
    wrong: ops("[4, 16, 4, 4]", "return x.view(4, 16 * 5 * 5);"),
    right: ops("[4, 16, 4, 4]", "return x.view(4, 16 * 4 * 4);"),
  },
  {
    code: "batch-folded",
    severity: "warning",
    title: "A view mixes the items of a batch",
    explain:
      "`view(-1, k)` keeps the batch only if `k` is the number of values of one item. Otherwise the rows are no items any more, and nothing complains. Keep the batch in place: `view(x.shape[0], -1)` or `flatten(1)`.",
    wrong: ops("[4, 16, 5, 5]", "return x.view(-1, 200);"),
    right: ops("[4, 16, 5, 5]", "return x.view(-1, 16 * 5 * 5);"),
  },
  {
    code: "reshape-args",
    severity: "error",
    title: "Sizes that a view cannot use",
    explain: "Only one size may be -1, and none below that.",
    wrong: ops("[10, 20]", "return x.view(-1, -1);"),
    right: ops("[10, 20]", "return x.view(-1, 4);"),
  },
  {
    code: "dim-range",
    severity: "error",
    title: "An axis that the tensor does not have",
    explain: "Axes are numbered from 0, or from the end with -1.",
    wrong: ops("[2, 3, 4]", "return x.transpose(1, 3);"),
    right: ops("[2, 3, 4]", "return x.transpose(1, 2);"),
  },
  {
    code: "permute-dims",
    severity: "error",
    title: "permute does not name every axis once",
    explain: "Name each axis exactly once, in the new order.",
    wrong: ops("[2, 3, 4]", "return x.permute(0, 2);"),
    right: ops("[2, 3, 4]", "return x.permute(0, 2, 1);"),
  },
  {
    code: "flatten-order",
    severity: "error",
    title: "flatten from a later to an earlier axis",
    explain: "`startDim` must not come after `endDim`.",
    wrong: ops("[2, 3, 4]", "return x.flatten(2, 1);"),
    right: ops("[2, 3, 4]", "return x.flatten(1, 2);"),
  },
  {
    code: "cat-size",
    severity: "error",
    title: "Joined tensors differ on another axis",
    explain:
      "`cat` adds up one axis; on all others the sizes must be equal. Odd sizes that were halved and doubled again are a common cause.",
    wrong: ops(
      "[1, 4, 15, 15]",
      "const small = F.maxPool2d(x, 2);",
      "const up = F.interpolate(small, { scaleFactor: 2 });",
      "return torch.cat([x, up], 1);",
    ),
    right: ops(
      "[1, 4, 16, 16]",
      "const small = F.maxPool2d(x, 2);",
      "const up = F.interpolate(small, { scaleFactor: 2 });",
      "return torch.cat([x, up], 1);",
    ),
  },
  {
    code: "cat-rank",
    severity: "error",
    title: "Joined tensors differ in rank",
    explain: "All parts need the same number of axes.",
    wrong: ops("[2, 3, 4]", "return torch.cat([x, x.flatten(1)], 1);"),
    right: ops("[2, 3, 4]", "return torch.cat([x.flatten(1), x.flatten(1)], 1);"),
  },
  {
    code: "cat-empty",
    severity: "error",
    title: "Nothing to join",
    explain: "`cat` and `stack` take at least one tensor.",
    wrong: ops("[2, 3]", "return torch.cat([], 0);"),
    right: ops("[2, 3]", "return torch.cat([x], 0);"),
  },
  {
    code: "stack-size",
    severity: "error",
    title: "Stacked tensors differ in shape",
    explain: "`stack` puts equal shapes side by side; use `cat` to join unequal sizes along an axis.",
    wrong: ops("[2, 3]", "return torch.stack([x, x.transpose(0, 1)], 0);"),
    right: ops("[2, 3]", "return torch.stack([x, x], 0);"),
  },
  {
    code: "broadcast",
    severity: "error",
    title: "Shapes that cannot be combined",
    explain:
      "Aligned from the right, two sizes must be equal or one of them 1. Residual paths need a projection where channels or size change.",
    wrong: {
      input: "[1, 64, 56, 56]",
      fields: ["conv = new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1 });"],
      forward: ["return this.conv.forward(x).add(x);"],
    },
    right: {
      input: "[1, 64, 56, 56]",
      fields: [
        "conv = new nn.Conv2d(64, 128, 3, { stride: 2, padding: 1 });",
        "skip = new nn.Conv2d(64, 128, 1, { stride: 2 });",
      ],
      forward: ["return this.conv.forward(x).add(this.skip.forward(x));"],
    },
  },
  {
    code: "broadcast-outer",
    severity: "warning",
    title: "A column is combined with a row",
    explain:
      "`[N, 1]` with `[N]` gives `[N, N]`: every value with every other. Squeeze one or unsqueeze the other.",
    wrong: ops("[16, 1]", "const y = x.squeeze(1);", "return x.add(y);"),
    right: ops("[16, 1]", "const y = x.squeeze(1);", "return x.squeeze(1).add(y);"),
  },
  {
    code: "bias-axis",
    severity: "warning",
    title: "A value for each channel, added along the width",
    explain:
      "Shapes are aligned from the right: `[16]` beside `[N, 16, H, W]` meets the width. View it as `[16, 1, 1]`, so that it meets the channels.",
    wrong: {
      input: "[8, 3, 16, 16]",
      fields: [
        "conv = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });",
        "bias = new nn.Parameter(torch.zeros([16]));",
      ],
      forward: ["return this.conv.forward(x).add(this.bias);"],
    },
    right: {
      input: "[8, 3, 16, 16]",
      fields: [
        "conv = new nn.Conv2d(3, 16, 3, { padding: 1, bias: false });",
        "bias = new nn.Parameter(torch.zeros([16]));",
      ],
      forward: ["return this.conv.forward(x).add(this.bias.view(16, 1, 1));"],
    },
  },
  {
    code: "matmul",
    severity: "error",
    title: "Inner sizes of a matrix product differ",
    explain: "The last axis of the first operand must equal the last but one of the second.",
    wrong: ops("[2, 3, 4]", "return torch.matmul(x, x);"),
    right: ops("[2, 3, 4]", "return torch.matmul(x, x.transpose(1, 2));"),
  },
  {
    code: "expand",
    severity: "error",
    title: "An axis that cannot be expanded",
    explain: "Only axes of size 1 grow; -1 keeps a size.",
    wrong: ops("[2, 3]", "return x.expand(2, 4);"),
    right: ops("[2, 1]", "return x.expand(2, 4);"),
  },
  {
    code: "split-sizes",
    severity: "error",
    title: "Parts that do not add up to the axis",
    explain: "The sizes of a split must sum to the axis.",
    wrong: ops("[4, 6]", "return x.split([2, 3], 1)[0]!;"),
    right: ops("[4, 6]", "return x.split([2, 4], 1)[0]!;"),
  },
  {
    code: "chunk",
    severity: "error",
    title: "Less than one chunk",
    explain: "An axis is cut into at least one part.",
    wrong: ops("[4, 6]", "return x.chunk(0, 1)[0]!;"),
    right: ops("[4, 6]", "return x.chunk(2, 1)[0]!;"),
  },
  {
    code: "index-range",
    severity: "error",
    title: "An entry that the axis does not have",
    explain: "Entries are numbered from 0, or from the end with -1.",
    wrong: ops("[4, 6]", "return x.select(1, 6);"),
    right: ops("[4, 6]", "return x.select(1, 5);"),
  },
  {
    code: "loss-target",
    severity: "error",
    title: "A target that the loss cannot use",
    explain:
      "Cross-entropy takes class indices of the input's shape without its class axis, or probabilities of the same shape.",
    wrong: {
      input: "[8, 10]",
      fields: ["loss = new nn.CrossEntropyLoss();"],
      forward: ["return this.loss.forward(x, torch.zeros(8, 1));"],
    },
    right: {
      input: "[8, 10]",
      fields: ["loss = new nn.CrossEntropyLoss();"],
      forward: ["return this.loss.forward(x, torch.zeros(8));"],
    },
  },
  {
    code: "loss-broadcast",
    severity: "warning",
    title: "A loss broadcasts its target",
    explain: "`[N, 1]` against `[N]` compares every prediction with every target. PyTorch only warns.",
    wrong: {
      input: "[16, 1]",
      fields: ["loss = new nn.MSELoss();"],
      forward: ["return this.loss.forward(x, torch.zeros(16));"],
    },
    right: {
      input: "[16, 1]",
      fields: ["loss = new nn.MSELoss();"],
      forward: ["return this.loss.forward(x, torch.zeros(16, 1));"],
    },
  },
  {
    code: "attention-shape",
    severity: "error",
    title: "Query, key and value do not belong together",
    explain:
      "Key and value have one length, and all three one batch. With `batchFirst` left out the batch is axis 1.",
    wrong: {
      input: "[2, 5, 8]",
      fields: ["attn = new nn.MultiheadAttention(8, 2, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x.narrow(1, 0, 4))[0];"],
    },
    right: {
      input: "[2, 5, 8]",
      fields: ["attn = new nn.MultiheadAttention(8, 2, { batchFirst: true });"],
      forward: ["return this.attn.forward(x, x, x)[0];"],
    },
  },
  {
    code: "embedding-index",
    severity: "error",
    title: "A row that the embedding does not have",
    explain: "Indices and `paddingIdx` are rows of the table: 0 to `numEmbeddings − 1`.",
    wrong: layer("[4]", "Embedding(6, 4, { paddingIdx: 6 })"),
    right: layer("[4]", "Embedding(6, 4, { paddingIdx: 5 })"),
  },
  {
    code: "argument-missing",
    severity: "error",
    title: "A required argument is missing",
    explain: "Layers need all arguments without a default.",
    wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8)"),
    right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3)"),
  },
  {
    code: "argument-unknown",
    severity: "error",
    title: "An option that the layer does not have",
    explain: "Options have PyTorch's names in camelCase.",
    wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { strides: 2 })"),
    right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 2 })"),
  },
  {
    code: "argument-type",
    severity: "error",
    title: "An argument of the wrong type",
    explain: "Sizes are whole numbers, flags are true or false, modes are words.",
    wrong: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 2.5)"),
    right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 2)"),
  },
  {
    code: "argument-negative",
    severity: "error",
    title: "A size below zero, or none at all",
    explain: "Channels and features are counts.",
    wrong: layer("[1, 3, 8, 8]", "Conv2d(3, -8, 3)"),
    right: layer("[1, 3, 8, 8]", "Conv2d(3, 8, 3)"),
  },
  {
    code: "argument-value",
    severity: "error",
    title: "An argument outside of its range",
    explain: "Probabilities lie between 0 and 1; modes are those the page of the layer lists.",
    wrong: layer("[1, 8]", "Dropout(1.5)"),
    right: layer("[1, 8]", "Dropout(0.5)"),
  },
];
