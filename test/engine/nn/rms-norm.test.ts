/**
 * RMSNorm as PyTorch computes it: the last axes divided by the root of their mean square.
 * https://pytorch.org/docs/stable/generated/torch.nn.RMSNorm.html
 */
import { F, nn, ones, randn } from "@convlens/engine";
import { expect, test } from "vitest";

test.each([
  [[4], [2, 3, 4], null],
  [[3, 4], [2, 3, 4], 0.1],
  [[5], [5], 1e-6],
] as const)("RMSNorm(%s) of %s with eps %s", (sizes, shape, eps) => {
  const x = randn([...shape]);
  const norm = new nn.RMSNorm([...sizes], { eps });
  const y = norm.forward(x);
  const width = sizes.reduce((a: number, b) => a * b, 1);
  for (const [at, value] of x.data.entries()) {
    const row = x.data.slice(at - (at % width), at - (at % width) + width);
    const mean = row.reduce((sum, cell) => sum + cell ** 2, 0) / width;
    expect(y.data[at]).toBeCloseTo(value / Math.sqrt(mean + (eps ?? 2 ** -23)), 6);
  }
  const weight = ones([...sizes]).mul(2);
  expect(F.rmsNorm(x, [...sizes], weight, eps).data).toEqual(y.mul(2).data);
});

test("what RMSNorm refuses, what it learns, and how it prints", () => {
  expect(() => new nn.RMSNorm([3]).forward(randn(2, 4))).toThrow(
    "Given normalized_shape=[3], expected input with shape [*, 3], but got input of size[2, 4]",
  );
  expect(() => F.rmsNorm(randn(2, 4), [4], ones([3]))).toThrow(
    "Expected weight to be of same shape as normalized_shape, but got weight of shape [3] and normalized_shape = [4]",
  );
  expect(new nn.RMSNorm(4).parameters().map(({ shape }) => shape)).toEqual([[4]]);
  expect(new nn.RMSNorm(4, { elementwiseAffine: false }).parameters()).toEqual([]);
  expect(String(new nn.RMSNorm(4))).toBe("RMSNorm((4,), eps=None, elementwise_affine=True)");
});
