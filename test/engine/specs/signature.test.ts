/** How a layer reads in a message, in the words of either library. */
import { briefOf, complete, type LayerSpec, symbol, tfjsLayers, torchLayers } from "@convlens/engine/specs";
import { expect, test } from "vitest";

const read = (spec: LayerSpec, args: Parameters<typeof complete>[1]): string =>
  briefOf(spec, complete(spec, args));

test.each([
  ["Conv2d", { inChannels: 3, outChannels: 16, kernelSize: 3 }, "3 → 16, k3"],
  [
    "Conv2d",
    { inChannels: 3, outChannels: 16, kernelSize: [3, 1], stride: 2, padding: "same", groups: 3 },
    "3 → 16, k3×1, s2, same, g3",
  ],
  ["LazyConv2d", { outChannels: 16, kernelSize: 3, dilation: 2 }, "16, k3, d2"],
  ["Linear", { inFeatures: symbol("F"), outFeatures: 10 }, "F → 10"],
  ["MaxPool2d", { kernelSize: 2, stride: 2 }, "k2, s2"],
  ["LSTM", { inputSize: 8, hiddenSize: 32 }, "8 → 32"],
  ["BatchNorm2d", { numFeatures: 8 }, "8"],
  ["AdaptiveAvgPool2d", { outputSize: 7 }, "7"],
  ["AdaptiveMaxPool2d", { outputSize: [7, 5] }, "7×5"],
  ["Fold", { outputSize: [4, 4], kernelSize: 2 }, "4×4, k2"],
] as const)("PyTorch's %s %o", (name, args, text) => {
  expect(read(torchLayers.get(name)!, args)).toBe(text);
});

test.each([
  ["conv2d", { filters: 8, kernelSize: 3 }, "8, k3"],
  ["conv2d", { filters: 8, kernelSize: [3, 5], strides: 2, padding: "same" }, "8, k3×5, s2, same"],
  ["dense", { units: 10 }, "10"],
  ["maxPooling2d", { poolSize: 2 }, "k2"],
  ["embedding", { inputDim: 100, outputDim: 8 }, "100 → 8"],
] as const)("TensorFlow.js's %s %o", (name, args, text) => {
  expect(read(tfjsLayers.get(name)!, args)).toBe(text);
});
