/** The laws of the dimension algebra, on random expressions against plain integers. */

import * as d from "@convlens/engine/dims";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

type Env = { H: number; W: number; C: number };
interface Sample {
  readonly dim: d.Dim;
  readonly value: (env: Env) => number;
}
const env = fc.record({
  H: fc.integer({ min: 1, max: 40 }),
  W: fc.integer({ min: 1, max: 40 }),
  C: fc.integer({ min: 1, max: 9 }),
});
const leaf: fc.Arbitrary<Sample> = fc.oneof(
  fc.integer({ min: -9, max: 12 }).map((n) => ({ dim: n, value: () => n })),
  fc
    .constantFrom("H", "W", "C")
    .map((name) => ({ dim: d.symbol(name), value: (e: Env) => e[name as keyof Env] })),
);
const expression: fc.Arbitrary<Sample> = fc.letrec<{ any: Sample }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .tuple(tie("any"), tie("any"))
      .map(([a, b]) => ({ dim: d.add(a.dim, b.dim), value: (e: Env) => a.value(e) + b.value(e) })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([a, b]) => ({ dim: d.sub(a.dim, b.dim), value: (e: Env) => a.value(e) - b.value(e) })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([a, b]) => ({ dim: d.mul(a.dim, b.dim), value: (e: Env) => a.value(e) * b.value(e) })),
    fc
      .tuple(tie("any"), fc.integer({ min: 1, max: 7 }))
      .map(([a, n]) => ({ dim: d.floorDiv(a.dim, n), value: (e: Env) => Math.floor(a.value(e) / n) })),
    fc
      .tuple(tie("any"), fc.integer({ min: 1, max: 7 }))
      .map(([a, n]) => ({ dim: d.ceilDiv(a.dim, n), value: (e: Env) => Math.ceil(a.value(e) / n) })),
    fc.tuple(tie("any"), fc.integer({ min: 1, max: 7 })).map(([a, n]) => ({
      dim: d.mod(a.dim, n),
      value: (e: Env) => a.value(e) - n * Math.floor(a.value(e) / n),
    })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([a, b]) => ({ dim: d.min(a.dim, b.dim), value: (e: Env) => Math.min(a.value(e), b.value(e)) })),
    fc
      .tuple(tie("any"), tie("any"))
      .map(([a, b]) => ({ dim: d.max(a.dim, b.dim), value: (e: Env) => Math.max(a.value(e), b.value(e)) })),
  ),
})).any;

describe("dims", () => {
  test("evaluate like plain integers", () => {
    fc.assert(
      fc.property(expression, env, ({ dim, value }, e) => {
        if (d.isUnknown(dim)) return;
        expect(d.evaluate(dim, e)! + 0).toBe(value(e) + 0);
      }),
      { numRuns: 2000 },
    );
  });

  test("bounds and verdicts hold for every value", () => {
    fc.assert(
      fc.property(expression, expression, env, (a, b, e) => {
        const [x, y] = [a.value(e), b.value(e)];
        expect(d.lowerBound(a.dim)).toBeLessThanOrEqual(x);
        expect(d.upperBound(a.dim)).toBeGreaterThanOrEqual(x);
        expect([undefined, x === y]).toContain(d.decide(d.eq(a.dim, b.dim)));
        expect([undefined, x <= y]).toContain(d.decide(d.le(a.dim, b.dim)));
        if (x !== 0) expect([undefined, y % x === 0]).toContain(d.decide(d.divides(a.dim, b.dim)));
      }),
      { numRuns: 2000 },
    );
  });

  test("text reads back as the same object", () => {
    fc.assert(
      fc.property(expression, ({ dim }) => {
        expect(d.parse(d.format(dim))).toBe(dim);
        expect(d.parse(d.pretty(dim))).toBe(dim);
      }),
      { numRuns: 2000 },
    );
  });

  test("equal sizes have one form", () => {
    const [N, C, H, W] = ["N", "C", "H", "W"].map((name) => d.symbol(name)) as [
      d.Expr,
      d.Expr,
      d.Expr,
      d.Expr,
    ];
    expect(d.mul(2, d.floorDiv(d.mul(2, H), 2))).toBe(d.mul(2, H));
    expect(d.mul(N, d.floorDiv(d.mul(N, C), N))).toBe(d.mul(N, C));
    expect(d.floorDiv(d.product([C, H, W]), d.mul(H, W))).toBe(C);
    expect(d.floorDiv(d.add(d.floorDiv(H, 2), 1), 2)).toBe(d.floorDiv(d.add(H, 2), 4));
    expect(d.mul(d.add(d.floorDiv(d.sub(H, 2), 2), 1), 2)).toBe(d.mul(2, d.floorDiv(H, 2)));
    expect(d.decide(d.lt(d.floorDiv(H, 2), H))).toBe(true);
    expect(d.decide(d.eq(d.mul(2, H), 7))).toBe(false);
  });

  test("sizes read as people write them", () => {
    const [H, W, C] = [d.symbol("H"), d.symbol("W"), d.symbol("C")];
    expect(d.format(d.add(d.floorDiv(d.sub(H, 1), 2), 1))).toBe("ceil(H/2)");
    expect(d.pretty(d.floorDiv(d.sub(H, 2), 4))).toBe("⌊(H − 2)/4⌋");
    expect(d.format(d.add(d.mul(H, 2), 1))).toBe("2*H + 1");
    expect(d.format(d.product([16, C, d.sub(H, 2), d.sub(W, 2)]))).toBe("16*C*(H - 2)*(W - 2)");
    expect(d.pretty(d.sub(d.mul(H, W), d.mul(H, 2)))).toBe("H·(W − 2)");
    expect(d.format(d.add(d.mul(H, W), 1))).toBe("H*W + 1");
    expect(d.parse("32*h")).toBe(d.mul(32, d.symbol("h")));
    expect(d.parse("32*")).toEqual({ error: "a size is missing", at: 3 });
    expect(d.parse("3 $ 4")).toMatchObject({ at: 2 });
  });

  test("a requirement is the exact set of sizes that work", () => {
    const [H, W] = [d.symbol("H"), d.symbol("W")];
    const half = (x: d.Dim) => d.floorDiv(x, 2);
    const needs = (x: d.Dim) => d.eq(d.mul(16, half(half(half(half(x))))), x);
    expect(d.solve([needs(H), needs(W), d.ge(H, 32), d.ge(W, 32)])?.text).toBe(
      "H, W: multiples of 16, at least 32",
    );
    expect(d.solve([d.ge(d.sub(H, 6), 1)])?.text).toBe("H: at least 7");
    expect(d.solve([d.eq(d.mod(H, 2), 1)])?.text).toBe("H: odd");
    expect(d.solve([d.ge(H, 1)])).toBeUndefined();
  });

  test("of axes that depend on each other, for equal sizes", () => {
    const [H, W] = [d.symbol("H"), d.symbol("W")];
    const [height, width] = [d.floorDiv(H, 4), d.floorDiv(W, 4)];
    expect(d.solve([d.eq(d.mul(16, d.mul(height, width)), 784), d.ge(H, 8)])?.text).toBe("H = W: 28 to 31");
    expect(d.solve([d.eq(d.mul(H, W), 784)])?.text).toBe("H = W: exactly 28");
  });

  test("of ranges, stretches of residues and relations", () => {
    const H = d.symbol("H");
    expect(d.solve([d.eq(d.floorDiv(H, 8), 3)])?.text).toBe("H: 24 to 31");
    expect(d.solve([d.eq(d.mul(2, d.ceilDiv(H, 16)), d.ceilDiv(H, 8))])?.text).toBe(
      "H: 9 to 16 more than a multiple of 16",
    );
    expect(d.solve([d.le(d.symbol("T"), d.symbol("blockSize"))])?.text).toBe("T ≤ blockSize");
  });
});

test.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN])(
  "what is multiplied by %d can be written",
  (factor) => {
    const [N, H] = [d.symbol("N"), d.symbol("H")];
    const NH = d.mul(N, H);
    for (const dim of [
      d.mul(d.add(NH, N), factor),
      d.add(d.mul(NH, 6), d.mul(N, factor)),
      d.add(d.mul(NH, 4), factor),
    ])
      expect(d.pretty(dim)).toBeTypeOf("string");
  },
);
