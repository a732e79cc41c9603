/** CosineSimilarity against its definition: https://pytorch.org/docs/stable/generated/torch.nn.CosineSimilarity.html */
import { F, nn, randn, type Tensor, tensor, zeros } from "@convlens/engine";
import { expect, test } from "vitest";

const definition = (a: readonly number[], b: readonly number[], eps = 1e-8): number => {
  const norm = (v: readonly number[]) => Math.max(Math.sqrt(v.reduce((sum, x) => sum + x * x, 0)), eps);
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0) / (norm(a) * norm(b));
};
/** The vectors along the last axis. */
const rows = (x: Tensor): number[][] => {
  const width = x.shape.at(-1)!;
  return Array.from({ length: x.numel() / width }, (_, row) => [
    ...x.data.slice(row * width, (row + 1) * width),
  ]);
};

test("CosineSimilarity along the last and along another axis", () => {
  const [a, b] = [randn(3, 4, 5), randn(3, 4, 5)];
  const along = new nn.CosineSimilarity({ dim: -1 }).forward(a, b);
  expect(along.shape).toEqual([3, 4]);
  for (const [i, value] of along.data.entries())
    expect(value).toBeCloseTo(definition(rows(a)[i]!, rows(b)[i]!), 6);
  const across = new nn.CosineSimilarity().forward(a.transpose(1, 2), b.transpose(1, 2));
  expect(across.shape).toEqual([3, 4]);
  for (const [i, value] of across.data.entries()) expect(value).toBeCloseTo(along.data[i]!, 6);
  expect(F.cosineSimilarity(a, b, -1).data).toEqual(along.data);
});

test("CosineSimilarity broadcasts, also along the axis itself", () => {
  const [a, b] = [randn(3, 5), randn(5)];
  const y = F.cosineSimilarity(a, b, { dim: 1 });
  expect(y.shape).toEqual([3]);
  for (const [i, value] of y.data.entries())
    expect(value).toBeCloseTo(definition(rows(a)[i]!, [...b.data]), 6);
  const one = F.cosineSimilarity(a, tensor([[2], [-1], [3]]));
  for (const [i, value] of one.data.entries())
    expect(value).toBeCloseTo(definition(rows(a)[i]!, new Array(5).fill([2, -1, 3][i])), 6);
});

test("CosineSimilarity of zeros is 0, and PyTorch's words where shapes do not fit", () => {
  expect([...F.cosineSimilarity(zeros(2, 3), randn(2, 3)).data]).toEqual([0, 0]);
  expect(() => F.cosineSimilarity(randn(2, 3), randn(2, 4))).toThrow(
    "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
  );
  expect(() => F.cosineSimilarity(randn(2), randn(2))).toThrow("Dimension out of range");
  expect(String(new nn.CosineSimilarity())).toBe("CosineSimilarity()");
});
