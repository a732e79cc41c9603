/**
 * The same mistakes in our models that were run in PyTorch, which refused each: one finding, at the layer that failed
 * there, and every layer before and after still has a rank.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { goldenJson } from "../../golden/golden.ts";
import { analyzeText } from "../memory-project.ts";

interface Mutant {
  readonly model: string;
  readonly find: string;
  readonly replace: string;
  /** The layer that refuses its input; absent where a function or a constructor does. */
  readonly leaf?: string;
  /** How many findings: more than one where the mistake stands in code that different layers share. */
  readonly findings?: number;
}

const mutants: readonly Mutant[] = [
  {
    model: "circular_pad_net",
    find: 'padding: [1, 2], paddingMode: "circular"',
    replace: 'padding: [18, 2], paddingMode: "circular"',
    leaf: "wrap",
  },
  { model: "circular_pad_net", find: 'padding: "same"', replace: 'stride: 2, padding: "same"' },
  { model: "circular_pad_net", find: "GroupNorm(2, 4)", replace: "GroupNorm(3, 4)" },
  { model: "circular_pad_net", find: "Flatten(2)", replace: "Flatten(1)", leaf: "mix" },
  {
    model: "conv_autoencoder",
    find: "(32, 16, 3, { stride: 2, padding: 1, outputPadding: 1 })",
    replace: "(32, 16, 3, { stride: 2, padding: 1, outputPadding: 2 })",
    leaf: "decoder.2",
  },
  { model: "conv_autoencoder", find: "Conv2d(32, 64, 7)", replace: "Conv2d(32, 64, 8)", leaf: "encoder.4" },
  {
    model: "dcgan_generator",
    find: "up(widths[i]!, width)",
    replace: "up(i === 1 ? width : widths[i]!, width)",
    leaf: "main.6",
  },
  {
    model: "dcgan_generator",
    find: "up(nz, widths[0]!, 1, 0)",
    replace: "up(nz, widths[0]!, 1, 2)",
    leaf: "main.0",
  },
  { model: "espcn", find: "upscaleFactor ** 2", replace: "upscaleFactor * 2", leaf: "pixelShuffle" },
  { model: "espcn", find: "scaleFactor: upscaleFactor,", replace: "scaleFactor: 2," },
  { model: "fpn_neck", find: "(p4, { scaleFactor: 2", replace: "(p4, { scaleFactor: 4" },
  {
    model: "fpn_neck",
    find: "FPN([16, 32, 64], 24)",
    replace: "FPN([16, 64, 32], 24)",
    leaf: "inner.2",
    findings: 2,
  },
  { model: "inception_block", find: "ch5x5, 5, 2)", replace: "ch5x5, 5, 1)" },
  {
    model: "inception_block",
    find: "Inception(256, 128",
    replace: "Inception(240, 128",
    leaf: "1.branch1.0",
  },
  { model: "inception_block", find: "cat(outputs, 1)", replace: "cat(outputs, 2)" },
  { model: "lazy_net", find: "groups: 8", replace: "groups: 5", leaf: "features.6" },
  {
    model: "lazy_net",
    find: '(32, 3, { padding: "same" })',
    replace: '(32, 3, { stride: 2, padding: "same" })',
  },
  {
    model: "lazy_net",
    find: "(64, 3, { groups: 8 })",
    replace: "(64, 11, { groups: 8 })",
    leaf: "features.6",
  },
  { model: "lenet5", find: "16 * 5 * 5, 120", replace: "16 * 4 * 4, 120", leaf: "fc1" },
  { model: "lenet5", find: "Conv2d(6, 16, 5)", replace: "Conv2d(8, 16, 5)", leaf: "conv2" },
  { model: "mobilenetv2_block", find: "groups: hiddenDim", replace: "groups: inp + 1" },
  { model: "mobilenetv2_block", find: "mean([2, 3])", replace: "mean(2)", leaf: "classifier.1" },
  { model: "mobilenetv2_block", find: "stride === 1 && inp === oup", replace: "stride === 1" },
  {
    model: "resnet_basic",
    find: "planes, 1, { stride, bias: false }",
    replace: "planes, 1, { bias: false }",
  },
  { model: "resnet_basic", find: "{ stride, padding: 1, bias: false }", replace: "{ stride, bias: false }" },
  {
    model: "resnet_basic",
    find: "new nn.BatchNorm2d(planes),\n      );",
    replace: "new nn.BatchNorm2d(planes * 2),\n      );",
    leaf: "layer2.0.downsample.1",
  },
  { model: "se_block", find: "AdaptiveAvgPool2d(1)", replace: "AdaptiveAvgPool2d(2)" },
  { model: "se_block", find: ".view(b, c, 1, 1)", replace: ".view(b, c)" },
  { model: "tcn", find: "padding: (kernelSize - 1) * dilation", replace: "padding: kernelSize - 1" },
  { model: "tcn", find: "y.select(2, -1)", replace: "y", leaf: "linear" },
  { model: "text_cnn", find: ".permute(0, 2, 1)", replace: "", leaf: "convs.0" },
  { model: "text_cnn", find: "numFilters * sizes.length", replace: "numFilters", leaf: "fc" },
  { model: "text_cnn", find: "[3, 4, 5]", replace: "[3, 4, 31]", leaf: "convs.2" },
  { model: "unet_small", find: "f, 2, { stride: 2 }", replace: "f, 3, { stride: 2 }" },
  { model: "unet_small", find: "cat([skip, x], 1)", replace: "skip.add(x)", leaf: "ups.1.net.0" },
  {
    model: "unet_small",
    find: "inChannels, outChannels, 3, { padding: 1 }",
    replace: "inChannels, outChannels, 3, { padding: inChannels === outChannels ? 0 : 1 }",
  },
  { model: "vgg_small", find: "inChannels = v;", replace: "inChannels = inChannels;", leaf: "features.4" },
  { model: "vgg_small", find: "512 * 2 * 2", replace: "512 * 7 * 7", leaf: "classifier.0" },
  { model: "vgg_small", find: "x.flatten(1)", replace: "x", leaf: "classifier.0" },
  { model: "vit_stem", find: "n + 1, dim", replace: "n, dim" },
  { model: "vit_stem", find: ".flatten(2).transpose(1, 2)", replace: ".flatten(2)" },
  { model: "vit_stem", find: "heads = 4, numClasses", replace: "heads = 5, numClasses" },
  { model: "wavenet_stack", find: "(kernelSize - 1) * dilation", replace: "kernelSize - 1" },
  {
    model: "wavenet_stack",
    find: "this.end1 = new nn.Conv1d(skip, skip, 1)",
    replace: "this.end1 = new nn.Conv1d(residual, skip, 1)",
    leaf: "end1",
  },
];

const sourceOf = (name: string): string =>
  readFileSync(new URL(`../../fixtures/models/${name}.ts`, import.meta.url), "utf8");

describe("mistakes in whole models", () => {
  test.each(mutants)("$model: $find → $replace", ({ model, find, replace, leaf, findings: count = 1 }) => {
    const { input_shapes } = goldenJson<{ input_shapes: number[][] }>(`models/${model}.json`);
    const source = sourceOf(model);
    expect(source).toContain(find);
    const run = `import { randn } from "@convlens/engine";\nmodel.forward(${input_shapes.map((shape) => `randn([${shape.join(", ")}])`).join(", ")});\n`;
    const { findings, applications } = analyzeText(`${source.replace(find, () => replace)}\n${run}`);
    const errors = findings.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => message)).toHaveLength(count);
    if (leaf) expect(applications.find(({ failed }) => failed)?.path).toBe(leaf);
    const layers = applications.filter(({ layer }) => layer);
    const unranked = layers.filter(({ outputs }) => outputs.some(({ shape }) => shape === null));
    expect(unranked.map(({ path }) => path)).toEqual([]);
  });
});
