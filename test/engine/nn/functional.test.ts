/** Functions that take their learned tensors, and what they refuse as PyTorch does. */
import { F, manualSeed, nn, ones, randn, type Tensor, tensor, zeros } from "@convlens/engine";
import { describe, expect, test } from "vitest";

const x = randn([2, 6, 8, 8]);
const same = (a: Tensor, b: Tensor): void => {
  expect(a.shape).toEqual(b.shape);
  for (const [i, value] of a.data.entries()) expect(value).toBeCloseTo(b.data[i]!, 4);
};

describe("a function of its tensors is the layer that has them", () => {
  test("convolutions, with groups, in PyTorch's order and with options", () => {
    const conv = new nn.Conv2d(6, 4, 3, { stride: 2, padding: 1, groups: 2 });
    same(F.conv2d(x, conv.weight, conv.bias, 2, 1, 1, 2), conv.forward(x));
    same(F.conv2d(x, conv.weight, conv.bias, { stride: 2, padding: 1, groups: 2 }), conv.forward(x));
    const up = new nn.ConvTranspose2d(6, 4, 3, { stride: 2, outputPadding: 1 });
    same(F.convTranspose2d(x, up.weight, up.bias, 2, 0, 1), up.forward(x));
    const plain = new nn.Conv2d(6, 4, 3, { bias: false });
    same(F.conv2d(x, plain.weight), plain.forward(x));
  });

  test("norms, linear layers, tables, slopes", () => {
    same(F.layerNorm(x, [8, 8]), new nn.LayerNorm([8, 8]).forward(x));
    same(F.groupNorm(x, 3, ones(6), zeros(6)), new nn.GroupNorm(3, 6).forward(x));
    const norm = new nn.BatchNorm2d(6).eval() as nn.BatchNorm2d;
    same(F.batchNorm(x, zeros(6), ones(6)), norm.forward(x));
    same(F.instanceNorm(x), new nn.InstanceNorm2d(6).forward(x));
    const linear = new nn.Linear(8, 3);
    same(F.linear(x, linear.weight, linear.bias), linear.forward(x));
    const table = new nn.Embedding(10, 4);
    same(F.embedding(tensor([1, 9]), table.weight), table.forward(tensor([1, 9])));
    same(F.prelu(x, tensor([0.25])), new nn.PReLU().forward(x));
  });

  test("batchNorm in training moves the running statistics in place", () => {
    const [mean, variance] = [zeros(6), ones(6)];
    F.batchNorm(x, mean, variance, null, null, true, 0.5);
    expect(mean.data.some((value) => value !== 0)).toBe(true);
    expect(variance.data.some((value) => value !== 1)).toBe(true);
  });
});

test("maxPool2d takes ceilMode before returnIndices, as PyTorch's function does", () => {
  const odd = randn([1, 1, 5, 5]);
  expect((F.maxPool2d(odd, 2, 2, 0, 1, true) as Tensor).shape).toEqual([1, 1, 3, 3]);
  const [values, places] = F.maxPool2d(odd, 2, { returnIndices: true });
  expect(values.shape).toEqual([1, 1, 2, 2]);
  expect(places.shape).toEqual([1, 1, 2, 2]);
});

test("dropout drops unless it is told not to; alphaDropout only if it is told to", () => {
  manualSeed(0);
  expect(F.dropout(ones(100)).data).toContain(0);
  expect(F.dropout(ones(100), 0.5, false).data).not.toContain(0);
  expect(F.alphaDropout(ones(100)).data.every((value) => value === 1)).toBe(true);
  expect(F.alphaDropout(ones(100), 0.5, true).data.every((value) => value === 1)).toBe(false);
});

describe("what is refused, in PyTorch's words", () => {
  test.each([
    [() => F.dropout(x, 3), "dropout probability has to be between 0 and 1, but got 3"],
    [() => F.batchNorm(x, zeros(4), ones(4)), "running_mean should contain 6 elements not 4"],
    [() => F.batchNorm(x, zeros(6), ones(6), ones(5)), "weight should contain 6 elements not 5"],
    [() => F.layerNorm(x, [8, 7]), "Given normalized_shape=[8, 7], expected input with shape [*, 8, 7]"],
    [
      () => F.layerNorm(x, [8, 8], ones(8)),
      "Expected weight to be of same shape as normalized_shape, but got weight of shape [8] and normalized_shape = [8, 8]",
    ],
    [
      () => F.groupNorm(x, 3, ones(5)),
      "Expected weight to be a vector of size equal to the number of channels in input",
    ],
    [
      () => F.conv2d(x, randn([4, 6, 3, 3]), zeros(3)),
      "Given weight of size [4, 6, 3, 3], expected bias to be 1-dimensional with 4 elements, but got bias of size [3] instead",
    ],
    [() => F.conv2d(x, randn([4, 6, 3])), "takes a weight of 4 axes, not [4, 6, 3]"],
    [() => F.conv2d(x, randn([4, 5, 3, 3])), "to have 5 channels, but got 6 channels instead"],
    [() => F.maxPool2d(x, 2, 2, 2), "pad should be at most half of effective kernel size"],
    [
      () => F.crossEntropy(randn([4, 3]), tensor([0, 1])),
      "Expected input batch_size (4) to match target batch_size (2).",
    ],
    [() => F.conv2d(x, 3 as unknown as Tensor), "conv2d(): argument 'weight' must be Tensor, not int"],
    [() => F.relu([1] as unknown as Tensor), "relu(): argument 'input' must be Tensor, not tuple"],
  ])("%s", (run, message) => {
    expect(run).toThrow(message);
  });
});

describe("functions of an axis", () => {
  test("normalize divides each line by its norm", () => {
    const [a, b] = [3, 4];
    const y = F.normalize(tensor([[a, b]]));
    expect([...y.data]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
    expect([...F.normalize(tensor([[0, 0]])).data]).toEqual([0, 0]);
    expect([...F.normalize(tensor([[1, -3]]), 1).data]).toEqual([0.25, -0.75]);
  });

  test("sort gives values and places, NaN last", () => {
    const [values, places] = tensor([[3, Number.NaN, 1, 2]]).sort();
    expect([...values.data]).toEqual([1, 2, 3, Number.NaN]);
    expect([...places.data]).toEqual([2, 3, 0, 1]);
    const [down] = tensor([
      [3, 1],
      [2, 5],
    ]).sort({ dim: 0, descending: true });
    expect([...down.data]).toEqual([3, 5, 2, 1]);
  });

  test("maskedFill fills where the mask is set, and broadcasts it", () => {
    const y = tensor([
      [1, 2],
      [3, 4],
    ]).maskedFill(tensor([0, 1]), -9);
    expect([...y.data]).toEqual([1, -9, 3, -9]);
  });
});
