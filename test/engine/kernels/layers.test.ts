/** Kernels of all other layers against sums as their formulas have them. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runtime } from "../../../engine/src/execution/index.ts";
import {
  type Plan,
  type PoolGeometry,
  planAveragePool,
  planBinary,
  planFold,
  planLinear,
  planMaxPool,
  planRowNorm,
  planScaleShift,
  planSoftmax,
  planUnary,
  planUnfold,
  type UnaryOp,
  type UnfoldGeometry,
} from "../../../engine/src/kernels/index.ts";
import { loops } from "../../../engine/src/reference/index.ts";
import { flatIndex, indices, randomFloats, relativeError, withBuffers } from "./naive.ts";

const small = (max: number) => fc.integer({ min: 1, max });
const total = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);

/** Runs the plan, checks it against the expected numbers and frees it. */
function expectClose(
  plan: Plan | null,
  x: Float32Array,
  expected: ArrayLike<number>,
  second?: Float32Array,
): void {
  const actual = withBuffers(plan!, x, second);
  expect(actual.length).toBe(expected.length);
  expect(relativeError(actual, expected)).toBeLessThan(1e-5);
  plan!.dispose();
}

test("linear layers agree with sums", () => {
  const geometry = fc.record({ rows: small(20), inFeatures: small(70), outFeatures: small(70) });
  fc.assert(
    fc.property(geometry, (g) => {
      const x = randomFloats(g.rows * g.inFeatures, 1);
      const weights = randomFloats(g.outFeatures * g.inFeatures, 2);
      const bias = randomFloats(g.outFeatures, 3);
      const expected = [...indices([g.rows, g.outFeatures])].map(([row, feature]) => {
        let sum = bias[feature!]!;
        for (let k = 0; k < g.inFeatures; k++)
          sum += x[row! * g.inFeatures + k]! * weights[feature! * g.inFeatures + k]!;
        return Math.max(0, sum);
      });
      expectClose(planLinear(runtime, g, weights, bias, "relu"), x, expected);
    }),
    { numRuns: 100 },
  );
});

describe("pooling", () => {
  const geometries: fc.Arbitrary<PoolGeometry> = small(3).chain((rank) => {
    const each = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: rank, maxLength: rank });
    return fc
      .record({
        batch: small(2),
        channels: small(3),
        input: each(small(rank === 3 ? 8 : 20)),
        kernel: each(small(rank === 1 ? 40 : 6)),
        stride: each(small(4)),
        dilation: each(small(2)),
        padding: each(fc.integer({ min: 0, max: 3 })),
        ceilMode: fc.boolean(),
      })
      .map((g) => ({ ...g, padding: g.padding.map((p, d) => Math.min(p, Math.floor(g.kernel[d]! / 2))) }))
      .filter((g) =>
        g.input.every((n, d) => n + 2 * g.padding[d]! >= g.dilation[d]! * (g.kernel[d]! - 1) + 1),
      );
  });

  /** For each output: the values of the window inside the input, and its positions inside input and padding. */
  function windows(g: PoolGeometry, x: Float32Array, outputShape: readonly number[]) {
    const plane = total(g.input);
    return [...indices(outputShape)].map(([n, c, ...at]) => {
      const taps = [...indices(g.kernel)].map((tap) =>
        tap.map((k, d) => at[d]! * g.stride[d]! + k * g.dilation[d]! - g.padding[d]!),
      );
      const inside = taps.filter((tap) => tap.every((p, d) => p >= 0 && p < g.input[d]!));
      const withPadding = taps.filter((tap) => tap.every((p, d) => p < g.input[d]! + g.padding[d]!));
      const values = inside.map((tap) => x[(n! * g.channels + c!) * plane + flatIndex(tap, g.input)]!);
      return { values, padded: withPadding.length };
    });
  }

  test("the maximum", () => {
    fc.assert(
      fc.property(geometries, (g) => {
        const x = randomFloats(g.batch * g.channels * total(g.input), 1);
        const plan = planMaxPool(runtime, g)!;
        const expected = windows(g, x, plan.outputShape).map(({ values }) => Math.max(...values));
        expect([...withBuffers(plan, x)]).toEqual(expected);
      }),
      { numRuns: 100 },
    );
  });

  test("the average, with and without the padding, or with a fixed divisor", () => {
    const options = fc.record({ countIncludePad: fc.boolean(), divisorOverride: fc.constantFrom(null, 7) });
    fc.assert(
      fc.property(geometries, options, (dilated, { countIncludePad, divisorOverride }) => {
        const g = { ...dilated, dilation: dilated.dilation.map(() => 1) };
        const x = randomFloats(g.batch * g.channels * total(g.input), 1);
        const plan = planAveragePool(runtime, g, { countIncludePad, divisorOverride })!;
        const expected = windows(g, x, plan.outputShape).map(({ values, padded }) => {
          const divisor = divisorOverride ?? (countIncludePad ? padded : values.length);
          return values.reduce((a, b) => a + b, 0) / divisor;
        });
        expectClose(plan, x, expected);
      }),
      { numRuns: 100 },
    );
  });

  test("a window that sees NaN is NaN", () => {
    const g = {
      batch: 1,
      channels: 1,
      input: [4],
      kernel: [2],
      stride: [2],
      dilation: [1],
      padding: [0],
      ceilMode: false,
    };
    expect([...withBuffers(planMaxPool(runtime, g)!, Float32Array.of(Number.NaN, 1, 2, 3))]).toEqual([
      Number.NaN,
      3,
    ]);
  });
});

describe("unfold and fold", () => {
  const pair = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: 2, maxLength: 2 });
  const geometries: fc.Arbitrary<UnfoldGeometry> = fc
    .record({
      batch: small(2),
      channels: small(3),
      input: pair(small(15)),
      kernel: pair(small(4)),
      stride: pair(small(4)),
      dilation: pair(small(2)),
      padding: pair(fc.integer({ min: 0, max: 2 })),
    })
    .filter((g) => g.input.every((n, d) => n + 2 * g.padding[d]! >= g.dilation[d]! * (g.kernel[d]! - 1) + 1));

  /** Pairs of flat indices: element of the column matrix, element of the image. */
  function connections(g: UnfoldGeometry): { columns: number; pairs: [number, number][] } {
    const sizes = g.input.map(
      (n, d) =>
        Math.floor((n + 2 * g.padding[d]! - g.dilation[d]! * (g.kernel[d]! - 1) - 1) / g.stride[d]!) + 1,
    );
    const shape = [g.batch, g.channels, ...g.kernel, ...sizes];
    const pairs = [...indices(shape)].flatMap((index, column): [number, number][] => {
      const [n, c, ky, kx, oy, ox] = index;
      const at = [
        oy! * g.stride[0]! + ky! * g.dilation[0]! - g.padding[0]!,
        ox! * g.stride[1]! + kx! * g.dilation[1]! - g.padding[1]!,
      ];
      if (!at.every((p, d) => p >= 0 && p < g.input[d]!)) return [];
      return [[column, (n! * g.channels + c!) * total(g.input) + flatIndex(at, g.input)]];
    });
    return { columns: total(shape), pairs };
  }

  test("unfold moves every window to a column, fold adds it back", () => {
    fc.assert(
      fc.property(geometries, (g) => {
        const { columns, pairs } = connections(g);
        const image = randomFloats(g.batch * g.channels * total(g.input), 1);
        const unfolded = new Float32Array(columns);
        for (const [column, pixel] of pairs) unfolded[column] = image[pixel]!;
        expect(withBuffers(planUnfold(runtime, g)!, image)).toEqual(unfolded);

        const matrix = randomFloats(columns, 2);
        const folded = new Float64Array(image.length);
        for (const [column, pixel] of pairs) folded[pixel]! += matrix[column]!;
        expectClose(planFold(runtime, g), matrix, folded);
      }),
      { numRuns: 100 },
    );
  });
});

describe("normalisation", () => {
  test("scale and shift per channel", () => {
    fc.assert(
      fc.property(small(3), small(5), small(200), (batch, channels, size) => {
        const x = randomFloats(batch * channels * size, 1);
        const [scale, shift] = [randomFloats(channels, 2), randomFloats(channels, 3)];
        const channel = (i: number) => Math.floor(i / size) % channels;
        const expected = Float64Array.from(x, (value, i) => value * scale[channel(i)]! + shift[channel(i)]!);
        expectClose(planScaleShift(runtime, { batch, channels, size }, scale, shift), x, expected);
      }),
      { numRuns: 50 },
    );
  });

  test("rows get mean 0 and variance 1, then weight and bias by element or by channel", () => {
    const geometry = fc.record({
      batch: small(3),
      groups: small(3),
      perGroup: small(4),
      size: small(90),
      byElement: fc.boolean(),
    });
    fc.assert(
      fc.property(geometry, ({ batch, groups, perGroup, size, byElement }) => {
        const [channels, length] = [groups * perGroup, perGroup * size];
        const x = randomFloats(batch * channels * size, 1);
        const parameters = byElement ? length : channels;
        const [weight, bias] = [randomFloats(parameters, 2), randomFloats(parameters, 3)];
        const expected = Float64Array.from(x, (value, i) => {
          const row = x.subarray(i - (i % length), i - (i % length) + length);
          const mean = row.reduce((a, b) => a + b, 0) / length;
          const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / length;
          const p = byElement ? i % length : Math.floor(i / size) % channels;
          return ((value - mean) / Math.sqrt(variance + 1e-5)) * weight[p]! + bias[p]!;
        });
        const affine = byElement ? "element" : { channels, size };
        expectClose(
          planRowNorm(runtime, { rows: batch * groups, length, epsilon: 1e-5, affine }, weight, bias),
          x,
          expected,
        );
      }),
      { numRuns: 50 },
    );
  });
});

test("softmax of rows of any length", () => {
  fc.assert(
    fc.property(fc.record({ rows: small(40), length: small(300) }), (g) => {
      const x = randomFloats(g.rows * g.length, 1).map((value) => value * 30);
      const expected = new Float64Array(x.length);
      for (let row = 0; row < x.length; row += g.length) {
        const values = [...x.subarray(row, row + g.length)];
        const largest = Math.max(...values);
        const powers = values.map((value) => Math.exp(value - largest));
        const sum = powers.reduce((a, b) => a + b);
        for (const [i, power] of powers.entries()) expected[row + i] = power / sum;
      }
      expectClose(planSoftmax(runtime, g), x, expected);
    }),
    { numRuns: 40 },
  );
});

/** The plain loops on one number, before it is rounded. */
function exactGelu(approximate: string) {
  const cells = { data: new Float32Array(1), shape: [1] };
  const data = new Float64Array(1);
  return (value: number): number => {
    cells.data[0] = value;
    const output = { data: data as unknown as Float32Array, shape: [1] };
    const job = { callArgs: {}, training: false, state: {}, inputs: [cells], outputs: [output] };
    loops["GELU"]!({ ...job, args: { approximate } });
    return data[0]!;
  };
}

describe("the exponential family", () => {
  /** 1 / (1 + exp(−x)) has nothing below it in float32. */
  const SMALLEST_NORMAL = 2 ** -126;
  // all sizes that count, from the smallest to those beyond which nothing changes
  const x = Float32Array.from({ length: 20_000 }, (_, i) => Math.sinh((i / 20_000 - 0.5) * 24) / 600);
  test.each([
    [{ op: "exp" }, Math.exp],
    [{ op: "sigmoid" }, (v: number) => 1 / (1 + Math.exp(-v))],
    [{ op: "silu" }, (v: number) => v / (1 + Math.exp(-v))],
    [{ op: "tanh" }, Math.tanh],
    [{ op: "elu", alpha: 1, scale: 1 }, (v: number) => (v > 0 ? v : Math.expm1(v))],
  ] as const)("%o is right to some units in the last place", (op, exact) => {
    const actual = withBuffers(planUnary(runtime, op, x.length)!, x);
    for (const [i, value] of actual.entries()) {
      const expected = Math.fround(exact(x[i]!));
      if (!Number.isFinite(expected)) expect(value).toBe(expected);
      else
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(
          Math.abs(expected) * 5e-7 + SMALLEST_NORMAL * (1 + Math.abs(x[i]!)),
        );
    }
  });
  test.each([
    [{ op: "gelu" }, exactGelu("none")],
    [{ op: "gelu-tanh" }, exactGelu("tanh")],
    [{ op: "mish" }, (v: number) => v * Math.tanh(Math.log1p(Math.exp(v)))],
  ] as const)("%o is right where double precision is", (op, exact) => {
    const actual = withBuffers(planUnary(runtime, op, x.length)!, x);
    for (const [i, value] of actual.entries()) {
      // a cubic exponent loses what it has after the point; 1 + erf(x) has little left
      const factor = 1e-6 + (op.op === "gelu-tanh" ? 2e-7 * Math.min(x[i]! ** 2, 60) : 0);
      const lost = 1e-15 * Math.abs(x[i]!);
      const expected = exact(x[i]!);
      if (Number.isNaN(expected)) continue; // where exp overflows
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.abs(expected) * factor + lost + 1e-38);
    }
  });
  test("infinities and NaN", () => {
    const ends = Float32Array.of(Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, 0);
    const results = (op: UnaryOp) => [...withBuffers(planUnary(runtime, op, 4)!, ends)];
    for (const op of ["gelu", "gelu-tanh", "mish"] as const)
      expect(results({ op })).toEqual([Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, 0]);
    expect(results({ op: "exp" })).toEqual([0, Number.POSITIVE_INFINITY, Number.NaN, 1]);
    expect(results({ op: "sigmoid" })).toEqual([0, 1, Number.NaN, 0.5]);
    expect(results({ op: "tanh" })).toEqual([-1, 1, Number.NaN, 0]);
    expect(results({ op: "elu", alpha: 1, scale: 1 })).toEqual([-1, Number.POSITIVE_INFINITY, Number.NaN, 0]);
  });
});

describe("elementwise", () => {
  const x = randomFloats(40_001, 1).map((value) => value * 8);
  const z = randomFloats(40_001, 2);
  test.each([
    [{ op: "clamp", min: 0, max: Infinity }, (v: number) => Math.max(v, 0)],
    [{ op: "clamp", min: -1, max: 6 }, (v: number) => Math.min(Math.max(v, -1), 6)],
    [{ op: "hardsigmoid" }, (v: number) => Math.min(Math.max(v + 3, 0), 6) / 6],
    [{ op: "hardswish" }, (v: number) => (v * Math.min(Math.max(v + 3, 0), 6)) / 6],
    [{ op: "leaky", slope: 0.2 }, (v: number) => (v < 0 ? v * 0.2 : v)],
    [{ op: "neg" }, (v: number) => -v],
    [{ op: "abs" }, (v: number) => Math.abs(v)],
    [{ op: "square" }, (v: number) => v * v],
  ] as const)("%o", (op, expected) => {
    expectClose(planUnary(runtime, op, x.length), x, x.map(expected));
    expect(withBuffers(planUnary(runtime, op, 1)!, Float32Array.of(Number.NaN))).toEqual(
      Float32Array.of(Number.NaN),
    );
  });
  test.each([
    ["add", (a: number, b: number) => a + b],
    ["sub", (a: number, b: number) => a - b],
    ["mul", (a: number, b: number) => a * b],
    ["div", (a: number, b: number) => a / b],
    ["maximum", (a: number, b: number) => Math.max(a, b)],
    ["minimum", (a: number, b: number) => Math.min(a, b)],
  ] as const)("%s", (name, expected) => {
    expectClose(
      planBinary(runtime, name, x.length),
      x,
      x.map((value, i) => expected(value, z[i]!)),
      z,
    );
  });
});
