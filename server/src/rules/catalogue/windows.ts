/** Rules about kernels, strides, padding and sizes of maps. */
import type { Example, Rule } from "../rule.ts";

const one = (input: string, layer: string): Example => ({
  input,
  fields: [`layer = new nn.${layer};`],
  forward: ["return this.layer.forward(x);"],
});

export const windowRules: readonly Rule[] = [
  {
    code: "kernel-too-large",
    severity: "error",
    title: "The kernel is larger than its input",
    explain:
      "The dilated kernel spans `dilation·(kernelSize − 1) + 1` cells and must fit into the padded input. Pad, use a smaller kernel, or fewer poolings in front.",
    wrong: one("[1, 3, 4, 4]", "Conv2d(3, 8, 5)"),
    right: one("[1, 3, 4, 4]", "Conv2d(3, 8, 5, { padding: 2 })"),
  },
  {
    code: "output-empty",
    severity: "error",
    title: "Nothing is left of the map",
    explain:
      "The output would have a side of 0 or less: the input is too small for this window. Remove a pooling or use a larger input.",
    wrong: one("[1, 64, 1, 1]", "MaxPool2d(2)"),
    right: one("[1, 64, 2, 2]", "MaxPool2d(2)"),
  },
  {
    code: "pool-padding",
    severity: "error",
    title: "A pooling pads more than half of its window",
    explain: "Otherwise a window could lie in the padding altogether. `padding` is at most `kernelSize / 2`.",
    wrong: one("[1, 8, 28, 28]", "MaxPool2d(2, { stride: 4, padding: 3 })"),
    right: one("[1, 8, 28, 28]", "MaxPool2d(2, { stride: 4, padding: 1 })"),
  },
  {
    code: "output-padding",
    severity: "error",
    title: "outputPadding is too large",
    explain:
      "It chooses among the sizes that a strided convolution would map to the same output, so it must be smaller than the stride or the dilation.",
    wrong: one("[1, 8, 8, 8]", "ConvTranspose2d(8, 8, 3, { stride: 2, padding: 1, outputPadding: 2 })"),
    right: one("[1, 8, 8, 8]", "ConvTranspose2d(8, 8, 3, { stride: 2, padding: 1, outputPadding: 1 })"),
  },
  {
    code: "same-stride",
    severity: "error",
    title: "“same” padding with a stride",
    explain: "A strided convolution cannot keep the size. Give the padding as a number.",
    wrong: one("[1, 3, 8, 8]", 'Conv2d(3, 8, 3, { stride: 2, padding: "same" })'),
    right: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 2, padding: 1 })"),
  },
  {
    code: "padding-mode",
    severity: "error",
    title: "A padding mode that is unknown or does not fit",
    explain:
      "Reflection pads less than a side has, circular padding at most that much; transposed convolutions pad with zeros only.",
    wrong: one("[1, 3, 3, 3]", 'Conv2d(3, 8, 3, { padding: 3, paddingMode: "reflect" })'),
    right: one("[1, 3, 3, 3]", 'Conv2d(3, 8, 3, { padding: 2, paddingMode: "reflect" })'),
  },
  {
    code: "stride",
    severity: "error",
    title: "A stride below 1",
    explain: "A window moves at least one cell.",
    wrong: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 0 })"),
    right: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { stride: 1 })"),
  },
  {
    code: "dilation",
    severity: "error",
    title: "A dilation below 1",
    explain: "Cells of a kernel lie at least one cell apart.",
    wrong: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { dilation: 0 })"),
    right: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { dilation: 1 })"),
  },
  {
    code: "kernel-size",
    severity: "error",
    title: "A kernel below 1",
    explain: "A window has at least one cell.",
    wrong: one("[1, 3, 8, 8]", "MaxPool2d(0, { stride: 1 })"),
    right: one("[1, 3, 8, 8]", "MaxPool2d(1, { stride: 1 })"),
  },
  {
    code: "padding",
    severity: "error",
    title: "Padding that the layer cannot use",
    explain:
      "Convolutions take no negative padding; padding layers take two sizes an axis and may crop, but not more than there is.",
    wrong: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { padding: -1 })"),
    right: one("[1, 3, 8, 8]", "Conv2d(3, 8, 3, { padding: 1 })"),
  },
  {
    code: "tuple-length",
    severity: "error",
    title: "A list of sizes of the wrong length",
    explain: "Give one number for all axes, or one for each.",
    wrong: one("[1, 3, 8, 8]", "Conv2d(3, 8, [3, 3, 3])"),
    right: one("[1, 3, 8, 8]", "Conv2d(3, 8, [3, 3])"),
  },
  {
    code: "fold-blocks",
    severity: "error",
    title: "Fold receives another number of blocks than its output has",
    explain:
      "The columns must be as many as blocks slide over `outputSize` with this kernel, dilation, padding and stride.",
    wrong: one("[1, 4, 8]", "Fold([4, 4], [2, 2])"),
    right: one("[1, 4, 9]", "Fold([4, 4], [2, 2])"),
  },
  {
    code: "fold-channels",
    severity: "error",
    title: "Fold's rows are no multiple of the block's size",
    explain: "Each channel brings `kernelHeight · kernelWidth` rows.",
    wrong: one("[1, 6, 9]", "Fold([4, 4], [2, 2])"),
    right: one("[1, 8, 9]", "Fold([4, 4], [2, 2])"),
  },
  {
    code: "upsample",
    severity: "error",
    title: "Upsampling that is not defined",
    explain: "Give a size or a scale factor; each interpolation mode has its own number of axes.",
    wrong: one("[1, 3, 8, 8]", 'Upsample({ scaleFactor: 2, mode: "linear" })'),
    right: one("[1, 3, 8, 8]", 'Upsample({ scaleFactor: 2, mode: "bilinear" })'),
  },
];
