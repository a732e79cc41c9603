/**
 * LocalResponseNorm as PyTorch computes it: the squares padded by zeros along the channels, averaged over windows of `size`.
 * https://pytorch.org/docs/stable/generated/torch.nn.LocalResponseNorm.html
 */
import { F, nn, randn, tensor } from "@convlens/engine";
import { expect, test } from "vitest";

test.each([
  [1, [2, 5, 4]],
  [2, [2, 5, 3, 4]],
  [3, [1, 5, 2, 2, 2]],
  [9, [1, 4, 3]],
] as const)("LocalResponseNorm(%s) of %s", (size, shape) => {
  const [alpha, beta, k] = [0.5, 0.6, 2];
  const x = randn([...shape]);
  const y = new nn.LocalResponseNorm(size, { alpha, beta, k }).forward(x);
  const [, channels, ...space] = shape as readonly [number, number, ...number[]];
  const plane = space.reduce((a: number, b) => a * b, 1);
  for (const [at, value] of x.data.entries()) {
    const c = Math.floor(at / plane) % channels;
    const padded = (i: number) => {
      const from = c + i - Math.floor(size / 2);
      return from < 0 || from >= channels ? 0 : x.data[at + (from - c) * plane]!;
    };
    let mean = 0;
    for (let i = 0; i < size; i++) mean += padded(i) ** 2 / size;
    expect(y.data[at]).toBeCloseTo(value / (k + alpha * mean) ** beta, 6);
  }
  expect(F.localResponseNorm(x, size, alpha, beta, k).data).toEqual(y.data);
});

test("what LocalResponseNorm refuses, and how it prints", () => {
  expect(() => new nn.LocalResponseNorm(2).forward(tensor([[1]]))).toThrow("(got 2 dimensions)");
  expect(() => new nn.LocalResponseNorm(0).forward(randn(1, 2, 3))).toThrow(
    "kernel size should be greater than zero",
  );
  expect(String(new nn.LocalResponseNorm(2))).toBe("LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)");
});
