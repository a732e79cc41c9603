/** What `tidy` keeps and gives back. */
import { nn, randn, type Tensor, tidy } from "@convlens/engine";
import { describe, expect, test } from "vitest";

describe("tidy", () => {
  const x = randn([1, 3, 16, 16]);
  const conv = new nn.Conv2d(3, 8, 3);

  test("gives back what was computed on the way, not what was there before or is returned", () => {
    let between: Tensor | undefined;
    const y = tidy(() => {
      between = conv.forward(x);
      return between.relu();
    });
    expect(() => between!.raw).toThrow(/disposed/);
    expect(y.toArray()).toEqual(conv.forward(x).relu().toArray());
    expect(x.raw.length).toBe(768);
    expect(conv.weight.raw.length).toBe(216);
  });

  test("keeps results in lists and objects, and those of an inner tidy until the outer one ends", () => {
    let inner: Tensor | undefined;
    const { list, named } = tidy(() => {
      inner = tidy(() => x.neg());
      const kept = inner.abs();
      return { list: [kept, [x.exp()]] as const, named: { one: kept.neg() } };
    });
    expect(() => inner!.raw).toThrow(/disposed/);
    expect(list[0].raw.length + list[1][0]!.raw.length + named.one.raw.length).toBe(3 * 768);
  });

  test("gives everything back when the function throws, and refuses an async one", () => {
    let made: Tensor | undefined;
    const failing = () => {
      made = x.neg();
      throw new Error("stop");
    };
    expect(() => tidy(failing)).toThrow("stop");
    expect(() => made!.raw).toThrow(/disposed/);
    expect(() => tidy(async () => x.neg())).toThrow(/not an async one/);
  });

  test("the same numbers run after run", () => {
    const model = new nn.Sequential(conv, new nn.ReLU(), new nn.MaxPool2d(2), new nn.Flatten());
    const run = () => tidy(() => model.forward(x)).toArray();
    const first = run();
    for (let i = 0; i < 5; i++) expect(run()).toEqual(first);
  });
});
