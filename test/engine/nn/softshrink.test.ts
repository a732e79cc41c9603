/** Softshrink against its definition: https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html */
import { F, nn, randn, tensor } from "@convlens/engine";
import { expect, test } from "vitest";

const definition = (x: number, lambd: number): number => (x > lambd ? x - lambd : x < -lambd ? x + lambd : 0);

test.each([0, 0.5, 1.25])("Softshrink of λ = %s", (lambd) => {
  const x = randn(3, 7);
  const y = new nn.Softshrink({ lambd }).forward(x);
  expect(y.shape).toEqual([3, 7]);
  expect(y.data).toEqual(x.data.map((value) => definition(value, lambd)));
  expect(F.softshrink(x, lambd).data).toEqual(y.data);
});

test("Softshrink leaves NaN, and zeros on the bounds", () => {
  expect([...F.softshrink(tensor([Number.NaN, 0.5, -0.5, 2])).data].map(Math.abs)).toEqual([
    Number.NaN,
    0,
    0,
    1.5,
  ]);
});

test("Softshrink of a λ below 0 is refused in PyTorch's words", () => {
  expect(() => new nn.Softshrink(-1).forward(tensor([1]))).toThrow(
    "lambda must be greater or equal to 0, but found to be -1.",
  );
  expect(String(new nn.Softshrink())).toBe("Softshrink(0.5)");
});
