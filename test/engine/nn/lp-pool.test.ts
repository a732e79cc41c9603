/** LPPool against its definition: https://pytorch.org/docs/stable/generated/torch.nn.LPPool2d.html */
import { F, nn, randn, tensor } from "@convlens/engine";
import { expect, test } from "vitest";

test.each([1, 2, 3])("LPPool1d is the %s-norm of each window", (p) => {
  const x = F.relu(randn(2, 3, 9));
  const y = new nn.LPPool1d(p, 3, 2).forward(x);
  expect(y.shape).toEqual([2, 3, 4]);
  for (const [i, value] of y.data.entries()) {
    const from = Math.floor(i / 4) * 9 + (i % 4) * 2;
    const sum = x.data.slice(from, from + 3).reduce((total, cell) => total + cell ** p, 0);
    expect(value).toBeCloseTo(sum ** (1 / p), 5);
  }
  expect(F.lpPool1d(x, p, 3, 2).data).toEqual(y.data);
});

test("LPPool2d and LPPool3d take windows of their ranks", () => {
  const x = randn(1, 1, 4, 6);
  const y = new nn.LPPool2d(2, [2, 3]).forward(x);
  expect(y.shape).toEqual([1, 1, 2, 2]);
  const first = [0, 1, 2, 6, 7, 8].reduce((sum, at) => sum + x.data[at]! ** 2, 0);
  expect(y.data[0]).toBeCloseTo(Math.sqrt(first), 5);
  expect(new nn.LPPool3d(2, 2).forward(randn(1, 2, 4, 4, 4)).shape).toEqual([1, 2, 2, 2, 2]);
});

test("a window that hangs over the end is stretched to its whole size", () => {
  const y = new nn.LPPool1d(1, 2, { ceilMode: true }).forward(tensor([[1, 2, 3]]));
  expect([...y.data]).toEqual([3, 6]); // the mean of the one cell, twice
});

test("no 0th power, and PyTorch's representation", () => {
  expect(() => new nn.LPPool1d(0, 2).forward(randn(1, 4))).toThrow("float division by zero");
  expect(String(new nn.LPPool2d(2, [2, 3]))).toBe(
    "LPPool2d(norm_type=2, kernel_size=(2, 3), stride=None, ceil_mode=False)",
  );
});
