/** Bilinear against its definition: https://pytorch.org/docs/stable/generated/torch.nn.Bilinear.html */
import { F, nn, randn, tensor } from "@convlens/engine";
import { expect, test } from "vitest";

test.each([true, false])("Bilinear with bias %s", (bias) => {
  const layer = new nn.Bilinear(3, 4, 2, { bias });
  const [a, b] = [randn(5, 6, 3), randn(5, 6, 4)];
  const y = layer.forward(a, b);
  expect(y.shape).toEqual([5, 6, 2]);
  for (const [at, value] of y.data.entries()) {
    const [row, o] = [Math.floor(at / 2), at % 2];
    let sum = bias ? layer.bias!.data[o]! : 0;
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 4; j++)
        sum += a.data[row * 3 + i]! * layer.weight.data[(o * 3 + i) * 4 + j]! * b.data[row * 4 + j]!;
    expect(value).toBeCloseTo(sum, 5);
  }
  expect(F.bilinear(a, b, layer.weight, layer.bias).data).toEqual(y.data);
});

test("its weights begin within ±1/√in1Features, its parameters have PyTorch's names", () => {
  const layer = new nn.Bilinear(4, 5, 6);
  expect(Object.keys(layer.stateDict())).toEqual(["weight", "bias"]);
  expect(Math.max(...layer.weight.data.map(Math.abs))).toBeLessThanOrEqual(0.5);
  expect(Math.max(...layer.weight.data.map(Math.abs))).toBeGreaterThan(0.4);
  expect(String(layer)).toBe("Bilinear(in1_features=4, in2_features=5, out_features=6, bias=True)");
});

test("what Bilinear refuses, in PyTorch's words", () => {
  const layer = new nn.Bilinear(3, 4, 2);
  expect(() => layer.forward(randn(5, 2), randn(5, 4))).toThrow(
    "bilinear(): input1 size does not match weight size: got 2 but expected 3",
  );
  expect(() => layer.forward(randn(5, 3), randn(6, 4))).toThrow(
    "bilinear(): input batch dimensions do not match at dim 0: got 5 and 6",
  );
  expect(() => layer.forward(randn(3), randn(5, 4))).toThrow(
    "bilinear(): input dimensions do not match: got 1 and 2",
  );
  expect(() => F.bilinear(randn(5, 3), randn(5, 4), layer.weight, randn(3))).toThrow(
    "bilinear(): bias size does not match weight size: got 3 but expected 2",
  );
  expect(() => F.bilinear(randn(5, 3), randn(5, 4), layer.weight, tensor(1))).toThrow(
    "Dimension specified as 0 but tensor has no dimensions",
  );
  expect(() => new nn.Bilinear(0, 4, 2)).toThrow("in1_features must be > 0, but got 0");
});
