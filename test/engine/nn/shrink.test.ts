/**
 * Hardshrink, Tanhshrink and Threshold against their definitions:
 * https://pytorch.org/docs/stable/nn.html#non-linear-activations-weighted-sum-nonlinearity
 */
import { F, nn, randn, tensor } from "@convlens/engine";
import { expect, test } from "vitest";

const x = randn(3, 7);

test("Hardshrink clears what lies from −λ to λ", () => {
  const y = new nn.Hardshrink(0.75).forward(x);
  expect(y.shape).toEqual([3, 7]);
  expect(y.data).toEqual(x.data.map((value) => (Math.abs(value) <= 0.75 ? 0 : value)));
  expect(F.hardshrink(x, 0.75).data).toEqual(y.data);
  expect([...F.hardshrink(tensor([Number.NaN, 0.5, -0.5, 0.75])).data]).toEqual([Number.NaN, 0, 0, 0.75]);
  expect(String(new nn.Hardshrink())).toBe("Hardshrink(0.5)");
});

test("Tanhshrink is what tanh takes away", () => {
  const y = new nn.Tanhshrink().forward(x);
  for (const [i, value] of x.data.entries()) expect(y.data[i]).toBeCloseTo(value - Math.tanh(value), 6);
  expect(F.tanhshrink(x).data).toEqual(y.data);
  expect(String(new nn.Tanhshrink())).toBe("Tanhshrink()");
});

test("Threshold replaces what is not above it", () => {
  const y = new nn.Threshold(0.25, 20).forward(x);
  expect(y.data).toEqual(x.data.map((value) => (value > 0.25 ? value : 20)));
  expect(F.threshold(x, 0.25, 20).data).toEqual(y.data);
  expect([...F.threshold(tensor([Number.NaN, 1, 2]), 1, -1).data]).toEqual([Number.NaN, -1, 2]);
  expect(String(new nn.Threshold(0.25, 20, true))).toBe("Threshold(threshold=0.25, value=20, inplace=True)");
});
