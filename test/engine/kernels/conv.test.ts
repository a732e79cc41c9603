import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { type ConvGeometry, type Epilogue, planConv } from "../../../engine/src/kernels/index.ts";
import { runtime } from "../../../engine/src/runtime/index.ts";
import { convByLoops, randomFloats, relativeError, withBuffers } from "./naive.ts";

afterAll(() => {
  runtime.pool.threads = 1;
});

const small = (max: number) => fc.integer({ min: 1, max });

/** Random geometries whose kernel fits the padded input. */
const geometries: fc.Arbitrary<ConvGeometry> = fc.integer({ min: 1, max: 3 }).chain((rank) => {
  const each = (value: fc.Arbitrary<number>) => fc.array(value, { minLength: rank, maxLength: rank });
  return fc
    .record({
      batch: small(3),
      groups: small(4),
      inPerGroup: small(20),
      outPerGroup: small(20),
      kernel: each(small(4)),
      stride: each(small(3)),
      dilation: each(small(3)),
      padLow: each(fc.integer({ min: 0, max: 3 })),
      padHigh: each(fc.integer({ min: 0, max: 3 })),
      room: each(small(rank === 1 ? 80 : rank === 2 ? 20 : 7)),
    })
    .map(({ inPerGroup, outPerGroup, room, ...g }) => ({
      ...g,
      inChannels: inPerGroup * g.groups,
      outChannels: outPerGroup * g.groups,
      input: room.map((extra, d) =>
        Math.max(1, g.dilation[d]! * (g.kernel[d]! - 1) + extra - g.padLow[d]! - g.padHigh[d]!),
      ),
    }));
});

const square = (
  channels: number,
  out: number,
  size: number,
  kernel: number,
  more: object = {},
): ConvGeometry => ({
  batch: 2,
  inChannels: channels,
  outChannels: out,
  groups: 1,
  input: [size, size],
  kernel: [kernel, kernel],
  stride: [1, 1],
  dilation: [1, 1],
  padLow: [1, 1],
  padHigh: [1, 1],
  ...more,
});

function check(g: ConvGeometry, epilogue: Epilogue = "none"): string {
  const x = randomFloats(g.batch * g.inChannels * g.input.reduce((a, b) => a * b), 1);
  const weights = randomFloats(
    (g.outChannels * g.inChannels * g.kernel.reduce((a, b) => a * b)) / g.groups,
    2,
  );
  const bias = randomFloats(g.outChannels, 3);
  const plan = planConv(g, weights, bias, epilogue);
  const expected = convByLoops(g, x, weights, bias, epilogue);
  expect(plan.outputShape.reduce((a, b) => a * b, 1)).toBe(expected.length);
  const results = [1, 2, 4].map((threads) => {
    runtime.pool.threads = threads;
    return withBuffers(plan, x);
  });
  expect(relativeError(results[0]!, expected)).toBeLessThan(1e-5);
  for (const result of results.slice(1)) expect(result).toEqual(results[0]);
  plan.dispose();
  return plan.algorithm;
}

test("random geometries agree with plain loops, bitwise the same on 1, 2 and 4 threads", () => {
  const algorithms = new Set<string>();
  fc.assert(
    fc.property(
      geometries,
      fc.constantFrom<Epilogue>("none", "relu", "relu6", { min: -1, max: 0.5 }),
      (g, epilogue) => {
        algorithms.add(check(g, epilogue));
      },
    ),
    { numRuns: 150 },
  );
  expect(algorithms).toContain("implicit GEMM");
});

test("each algorithm agrees on a layer that it is chosen for", () => {
  expect(check(square(40, 70, 9, 1, { padLow: [0, 0], padHigh: [0, 0] }))).toBe("GEMM");
  expect(check(square(70, 40, 10, 3, { stride: [2, 2] }))).toBe("implicit GEMM");
  expect(check(square(16, 20, 30, 3))).toBe("Winograd F(4×4, 3×3)");
  expect(check(square(40, 70, 7, 3))).toBe("Winograd F(4×4, 3×3)");
  expect(check(square(33, 17, 3, 3, { batch: 1 }))).toBe("Winograd F(4×4, 3×3)");
  expect(check(square(20, 20, 19, 3, { dilation: [2, 2], padLow: [2, 2], padHigh: [2, 2] }))).toBe(
    "Winograd F(4×4, 3×3)",
  );
  const volume = {
    input: [3, 9, 9],
    kernel: [3, 3, 3],
    stride: [1, 1, 1],
    dilation: [1, 1, 1],
    padLow: [1, 1, 0],
    padHigh: [1, 2, 1],
  };
  expect(check(square(16, 16, 9, 3, volume))).toBe("Winograd F(4×4, 3×3)");
  expect(check(square(12, 12, 15, 3, { groups: 12 }))).toBe("direct depthwise");
  expect(check(square(12, 12, 15, 3, { groups: 12, stride: [2, 2] }))).toBe("direct depthwise");
  expect(check(square(6, 12, 16, 5, { groups: 6 }))).toBe("direct depthwise");
  expect(check(square(8, 8, 12, 3, { groups: 2 }))).toBe("direct convolution");
  expect(check(square(1, 6, 32, 5, { padLow: [0, 0], padHigh: [0, 0] }))).toBe("direct convolution");
});

test("NaN and Inf in the input reach exactly the windows that see them", () => {
  const g = square(16, 16, 12, 3, { batch: 1 });
  const x = randomFloats(16 * 144, 4);
  x[5 * 12 + 5] = Number.NaN;
  x[144 + 9 * 12 + 2] = Number.POSITIVE_INFINITY;
  const weights = randomFloats(16 * 16 * 9, 5);
  const plan = planConv(g, weights, null, "relu");
  const expected = convByLoops(g, x, weights, new Float32Array(16), "relu");
  const actual = withBuffers(plan, x);
  for (const [i, value] of actual.entries()) {
    if (Number.isFinite(expected[i]!)) expect(value).toBeCloseTo(expected[i]!, 4);
    else expect(value).toBe(expected[i]!);
  }
});

test("weights that are not finite meet no padding", () => {
  const g = square(1, 1, 3, 3, { batch: 1 });
  const weights = new Float32Array(9).fill(1);
  weights[0] = Number.POSITIVE_INFINITY;
  const plan = planConv(g, weights, null);
  expect([...withBuffers(plan, new Float32Array(9).fill(1))]).toEqual([
    4,
    6,
    4,
    6,
    Infinity,
    Infinity,
    4,
    Infinity,
    Infinity,
  ]);
});

test("an empty batch gives an empty output", () => {
  const plan = planConv({ ...square(3, 4, 5, 3), batch: 0 }, new Float32Array(108), null);
  expect(plan.outputShape).toEqual([0, 4, 5, 5]);
  expect(withBuffers(plan, new Float32Array(0))).toHaveLength(0);
});
