/** Values by their places and their order, comparisons and einsum: PyTorch's results and words. */
import { describe, expect, test } from "vitest";
import {
  argsort,
  einsum,
  eq,
  gather,
  ge,
  gt,
  le,
  lt,
  ne,
  randn,
  sort,
  Tensor,
  topk,
  where,
} from "../../../engine/src/index.ts";

const x = Tensor.from([3, 1, 2, 5, 4, 6], [2, 3]);

describe("topk", () => {
  test("the largest or the smallest of an axis, and where they were", () => {
    const [values, indices] = x.topk(2);
    expect(values.toArray()).toEqual([
      [3, 2],
      [6, 5],
    ]);
    expect(indices.toArray()).toEqual([
      [0, 2],
      [2, 0],
    ]);
    expect(topk(x, 1, 0)[0].toArray()).toEqual([[5, 4, 6]]);
    expect(topk(x, 1, { dim: 0 })[1].toArray()).toEqual([[1, 1, 1]]);
    expect(topk(x, 2, { largest: false })[0].toArray()).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(topk(x, 2, -1, false)[0].toArray()).toEqual([
      [1, 2],
      [4, 5],
    ]);
  });
  test("NaN is the largest, and none are a result", () => {
    expect(Tensor.from([1, Number.NaN, 3], [3]).topk(2)[1].toArray()).toEqual([1, 2]);
    expect(x.topk(0)[0].shape).toEqual([2, 0]);
    expect(Tensor.from([7], []).topk(1)[0].item()).toBe(7);
  });
  test("refuses as PyTorch does", () => {
    expect(() => x.topk(4)).toThrow("selected index k out of range");
    expect(() => x.topk(1, 2)).toThrow(
      "Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    );
  });
});

test("argsort is where sort found its values", () => {
  for (const options of [{}, { dim: 0 }, { descending: true }]) {
    expect(argsort(x, options).toArray()).toEqual(sort(x, options)[1].toArray());
  }
  expect(x.argsort().toArray()).toEqual([
    [1, 2, 0],
    [1, 0, 2],
  ]);
});

describe("gather", () => {
  test("takes values of an axis by their places", () => {
    // the example of PyTorch's documentation
    const t = Tensor.from([1, 2, 3, 4], [2, 2]);
    expect(t.gather(1, Tensor.from([0, 0, 1, 0], [2, 2])).toArray()).toEqual([
      [1, 1],
      [4, 3],
    ]);
    expect(gather(x, 0, Tensor.from([1, 0, 1], [1, 3])).toArray()).toEqual([[5, 1, 6]]);
    const [values, places] = x.topk(2);
    expect(x.gather(-1, places).toArray()).toEqual(values.toArray());
  });
  test("refuses as PyTorch does", () => {
    expect(() => x.gather(1, Tensor.from([0], [1]))).toThrow(
      "Index tensor must have the same number of dimensions as input tensor",
    );
    expect(() => x.gather(1, Tensor.from([0, 0, 0], [3, 1]))).toThrow(
      "Size does not match at dimension 0 expected index [3, 1] to be no larger than self [2, 3] apart from dimension 1",
    );
    expect(() => x.gather(1, Tensor.from([3, 0], [2, 1]))).toThrow(
      "index 3 is out of bounds for dimension 1 with size 3",
    );
  });
});

test("where chooses, and broadcasts all three", () => {
  expect(where(gt(x, 3), x, 0).toArray()).toEqual([
    [0, 0, 0],
    [5, 4, 6],
  ]);
  expect(where(Tensor.from([1, 0], [2, 1]), x, Tensor.from([7, 8, 9], [3])).toArray()).toEqual([
    [3, 1, 2],
    [7, 8, 9],
  ]);
  expect(x.where(x.lt(3), -1).toArray()).toEqual([
    [-1, 1, 2],
    [-1, -1, -1],
  ]);
  expect(where(x, 1, 2).shape).toEqual([2, 3]);
  expect(() => where(x, randn([4]), 0)).toThrow(
    "The size of tensor a (3) must match the size of tensor b (4)",
  );
});

test("comparisons give 0 and 1", () => {
  const other = Tensor.from([3, 2, 1], [3]);
  const of = (compare: (a: Tensor, b: Tensor) => Tensor) => compare(x, other).data.join("");
  expect([eq, ne, lt, le, gt, ge].map(of)).toEqual([
    "100000",
    "011111",
    "010000",
    "110000",
    "001111",
    "101111",
  ]);
  expect(x.eq(3).sum().item()).toBe(1);
  expect(Tensor.from([Number.NaN], [1]).eq(Number.NaN).item()).toBe(0);
});

describe("einsum", () => {
  const [a, b] = [randn([2, 3, 4]), randn([2, 4, 5])];
  const near = (got: Tensor, wanted: Tensor) => {
    expect(got.shape).toEqual(wanted.shape);
    for (const [i, value] of got.raw.entries()) expect(value).toBeCloseTo(wanted.raw[i]!, 4);
  };
  test("products, sums, transpositions and diagonals", () => {
    near(einsum("bij,bjk->bik", a, b), a.bmm(b));
    near(einsum("bij, bjk -> bik", a, b), a.bmm(b));
    near(einsum("ij->ji", x), x.t());
    near(einsum("ij->", x), x.sum());
    near(einsum("ij->i", x), x.sum(1));
    near(einsum("bij,kj->bik", a, randn([1, 4]).mul(0)), Tensor.from(new Float32Array(6), [2, 3, 1]));
    expect(einsum("ii->i", Tensor.from([1, 2, 3, 4], [2, 2])).toArray()).toEqual([1, 4]);
    expect(einsum("i,j->ij", Tensor.from([1, 2], [2]), Tensor.from([3, 4], [2])).toArray()).toEqual([
      [3, 4],
      [6, 8],
    ]);
  });
  test("without an arrow: letters that stand once, in alphabetical order", () => {
    near(einsum("ba", x), x.t());
    near(einsum("ik,kj", x, x.t()), x.matmul(x.t()));
    expect(einsum("ii", Tensor.from([1, 2, 3, 4], [2, 2])).item()).toBe(5);
  });
  test.each([
    ["ij,jk->iz", "output subscript z does not appear in the equation for any input operand"],
    ["ij,jk->ii", "output subscript i appears more than once in the output"],
    ["ij->ij", "more operands were provided than specified in the equation"],
    ["ij,jk,k->ij", "fewer operands were provided than specified in the equation"],
    ["i,jk->ij", "the number of subscripts in the equation (1) does not match the number of dimensions (2)"],
    ["i1,jk->ij", "invalid subscript given at index 1 in the equation string"],
    [
      "ij,ik->jk",
      "subscript i has size 3 for operand 1 which does not broadcast with previously seen size 2",
    ],
    ["...j,jk->...k", '"..." is not supported'],
  ])("%s is refused", (equation, message) => {
    expect(() => einsum(equation, x, x.t())).toThrow(message);
  });
});
