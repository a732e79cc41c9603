/** PairwiseDistance against its definition: https://pytorch.org/docs/stable/generated/torch.nn.PairwiseDistance.html */
import { F, nn, randn, tensor } from "@convlens/engine";
import { expect, test } from "vitest";

test.each([1, 2, 3])("PairwiseDistance is the %s-norm of the difference", (p) => {
  const [a, b] = [randn(4, 5), randn(4, 5)];
  const y = new nn.PairwiseDistance({ p }).forward(a, b);
  expect(y.shape).toEqual([4]);
  for (const [row, value] of y.data.entries()) {
    const at = [0, 1, 2, 3, 4].map((i) => row * 5 + i);
    const sum = at.reduce((total, i) => total + Math.abs(a.data[i]! - b.data[i]! + 1e-6) ** p, 0);
    expect(value).toBeCloseTo(sum ** (1 / p), 5);
  }
  expect(F.pairwiseDistance(a, b, p).data).toEqual(y.data);
});

test("PairwiseDistance broadcasts, keeps its axis on request, and knows the norms without a power", () => {
  const [a, b] = [tensor([[1, -2, 4]]), tensor([1, 1, 1])];
  const distance = (p: number) => F.pairwiseDistance(a, b, { p, eps: 0, keepdim: true });
  expect(distance(2).shape).toEqual([1, 1]);
  expect(
    [2, 0, 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((p) => distance(p).item()),
  ).toEqual([Math.fround(Math.sqrt(18)), 2, 6, 3, 0]);
  expect(F.pairwiseDistance(randn(3, 4), tensor([[1], [2], [3]])).shape).toEqual([3]);
});

test("PyTorch's words where shapes do not fit", () => {
  expect(() => new nn.PairwiseDistance().forward(randn(2, 3), randn(2, 4))).toThrow(
    "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
  );
  expect(String(new nn.PairwiseDistance())).toBe("PairwiseDistance()");
});
