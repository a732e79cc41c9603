/** What people do wrong at first, and what they are told; what a tensor and a module look like in a console. */
import { inspect } from "node:util";
import { nn, Tensor, tensor, zeros } from "@convlens/engine";
import { writePng } from "@convlens/engine/io";
import { describe, expect, test } from "vitest";

// biome-ignore lint/suspicious/noExplicitAny: mistakes are what types forbid
const wrong: any = nn;

test.each([
  [
    "an option in PyTorch's spelling",
    () => new wrong.Conv2d(3, 8, 3, { padding_mode: "zeros" }),
    "did you mean paddingMode?",
  ],
  ["a letter left out", () => new wrong.Conv2d(3, 8, 3, { paddin: 1 }), "did you mean padding?"],
  ["a letter too many", () => new wrong.Conv2d(3, 8, 3, { grroups: 1 }), "did you mean groups?"],
  ["an option of nothing", () => new wrong.Conv2d(3, 8, 3, { zzz: 1 }), "unexpected keyword argument 'zzz'"],
  ["a number as a member", () => new wrong.Sequential(new nn.ReLU(), 3), "int is not a Module subclass"],
  [
    "a function as a member",
    () => new wrong.Sequential((x: Tensor) => x),
    "function is not a Module subclass",
  ],
  ["a class as a member", () => new wrong.Sequential(nn.ReLU), "make one of it with `new`"],
  ["a number in a list", () => new wrong.ModuleList([1]), "int is not a Module subclass"],
  ["a number by name", () => new wrong.ModuleDict({ a: 1 }), "int is not a Module subclass"],
  ["a number by name in a row", () => new wrong.Sequential({ a: 1 }), "int is not a Module subclass"],
  ["no new", () => wrong.Conv2d(3, 8, 3), "Conv2d is a class: write new nn.Conv2d(…)"],
  [
    "bytes as a picture",
    () => (writePng as (...given: unknown[]) => unknown)(new Uint8Array(4), 2, 2),
    "must be Tensor",
  ],
])("%s", (_, mistake, message) => {
  expect(mistake).toThrow(message);
});

describe("a console shows", () => {
  test("modules as PyTorch's repr", () => {
    expect(inspect(new nn.Sequential(new nn.Linear(2, 3)))).toBe(
      "Sequential(\n  (0): Linear(in_features=2, out_features=3, bias=True)\n)",
    );
  });

  test("tensors by their values, as long as there are some", () => {
    const x = tensor([
      [1, 2],
      [3, 4],
    ]);
    expect(inspect(x)).toBe(String(x));
    expect(inspect({ x })).toContain("tensor([[1., 2.]");
    x.dispose();
    expect(inspect(x)).toBe("tensor(disposed of, size=(2, 2))");
  });
});

test("values come as nested arrays", () => {
  expect(tensor([[[1, 2, 3]], [[4, 5, 6]]]).toArray()).toEqual([[[1, 2, 3]], [[4, 5, 6]]]);
  expect(Tensor.from([7], []).toArray()).toBe(7);
  expect(zeros([2, 0, 3]).toArray()).toEqual([[], []]);
});
