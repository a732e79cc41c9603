/** Convolution kernels against the plain loops, for random geometries. */
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { runtime } from "../../../engine/src/execution/index.ts";
import { type ConvGeometry, type Epilogue, planConv } from "../../../engine/src/kernels/index.ts";
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

interface Checked {
  readonly algorithm: string;
  readonly result: Float32Array;
}

/** Runs the layer and holds it against the plain loops. */
function check(g: ConvGeometry, epilogue: Epilogue = "none"): Checked {
  const [x, weights, bias] = numbersFor(g);
  const plan = planConv(runtime, g, weights, bias, epilogue);
  const expected = convByLoops(g, x, weights, bias, epilogue);
  expect(plan.outputShape.reduce((a, b) => a * b, 1)).toBe(expected.length);
  const result = withBuffers(plan, x);
  expect(relativeError(result, expected)).toBeLessThan(4e-6);
  plan.dispose();
  return { algorithm: plan.algorithm, result };
}

function numbersFor(g: ConvGeometry): [Float32Array, Float32Array, Float32Array] {
  const taps = (g.inChannels / g.groups) * g.kernel.reduce((a, b) => a * b);
  return [
    randomFloats(g.batch * g.inChannels * g.input.reduce((a, b) => a * b), 1),
    randomFloats(g.outChannels * taps, 2),
    randomFloats(g.outChannels, 3),
  ];
}

/** Checks random layers on one thread, then again for the same bits on two and four. Gives how often each algorithm ran. */
function checkRandom(arbitrary: fc.Arbitrary<{ g: ConvGeometry; epilogue: Epilogue }>, numRuns: number) {
  const { seed } = fc.readConfigureGlobal(); // the same cases on any number of threads
  const first: Checked[] = [];
  const counts = new Map<string, number>();
  runtime.pool.threads = 1;
  fc.assert(
    fc.property(arbitrary, ({ g, epilogue }) => {
      const checked = check(g, epilogue);
      first.push(checked);
      counts.set(checked.algorithm, (counts.get(checked.algorithm) ?? 0) + 1);
    }),
    { numRuns, seed },
  );
  for (const threads of [2, 4]) {
    runtime.pool.threads = threads;
    let index = 0;
    fc.assert(
      fc.property(arbitrary, ({ g, epilogue }) => {
        const [x, weights, bias] = numbersFor(g);
        const plan = planConv(runtime, g, weights, bias, epilogue);
        expect(withBuffers(plan, x)).toEqual(first[index++]!.result);
        plan.dispose();
      }),
      { numRuns, seed, endOnFailure: true },
    );
  }
  return counts;
}

test("every number of pixels that does not fill a tile agrees, of one block of taps and of several", () => {
  for (const channels of [10, 70, 601])
    for (const outChannels of [4, 10, 13])
      for (let pixels = 1; pixels <= 17; pixels++) {
        const line = { input: [pixels], kernel: [1], stride: [1], dilation: [1], padLow: [0], padHigh: [0] };
        const g = { batch: 1, inChannels: channels, outChannels, groups: 1, ...line };
        check(g, { min: -8, max: 8 });
        check({ ...g, input: [2 * pixels], stride: [2] });
      }
});

test("random geometries agree with plain loops, bitwise the same on 1, 2 and 4 threads", () => {
  const epilogues = fc.constantFrom<Epilogue>("none", "relu", "relu6", { min: -1, max: 0.5 });
  const counts = checkRandom(fc.record({ g: geometries, epilogue: epilogues }), 150);
  expect(counts.get("implicit GEMM")).toBeGreaterThan(0);
});

test("depthwise layers of any kernel, padding and size agree", () => {
  const depthwise = fc
    .record({
      channels: small(9),
      input: fc.tuple(small(24), fc.integer({ min: 4, max: 40 })),
      kernel: fc.tuple(small(7), small(7)),
      stride: small(2),
      pads: fc.array(fc.nat(6), { minLength: 4, maxLength: 4 }),
    })
    .map(({ channels, stride, pads, ...g }) => ({
      ...square(channels, channels, 0, 0, { groups: channels, stride: [stride, stride] }),
      ...g,
      padLow: g.kernel.map((size, d) => pads[d]! % size),
      padHigh: g.kernel.map((size, d) => pads[d + 2]! % size),
    }))
    .filter((g) => g.input.every((size, d) => size + g.padLow[d]! + g.padHigh[d]! >= g.kernel[d]!));
  const counts = checkRandom(
    depthwise.map((g) => ({ g, epilogue: "none" as const })),
    150,
  );
  expect(counts.get("direct depthwise")).toBeGreaterThan(100);
});

test("3×3 of stride 2 with many channels agrees for any padding and size", () => {
  const strided = fc
    .record({
      channels: fc.integer({ min: 64, max: 70 }),
      input: fc.tuple(fc.integer({ min: 24, max: 31 }), fc.integer({ min: 24, max: 31 })),
      padLow: fc.tuple(fc.nat(2), fc.nat(2)),
      padHigh: fc.tuple(fc.nat(2), fc.nat(2)),
    })
    .map(({ channels, ...g }) => ({ ...square(channels, 64, 0, 3, { stride: [2, 2] }), ...g }));
  const counts = checkRandom(
    strided.map((g) => ({ g: { ...g, batch: 1 }, epilogue: "none" as const })),
    6,
  );
  expect([...counts.keys()].join()).toContain("of stride 2");
});

test("each algorithm agrees on a layer that it is chosen for", () => {
  const algorithm = (g: ConvGeometry) => check(g).algorithm;
  expect(algorithm(square(40, 70, 9, 1, { padLow: [0, 0], padHigh: [0, 0] }))).toBe("GEMM");
  expect(algorithm(square(70, 40, 10, 3, { stride: [2, 2] }))).toBe("implicit GEMM");
  expect(algorithm(square(16, 20, 30, 3))).toBe("Winograd F(4×4, 3×3)");
  expect(algorithm(square(40, 70, 11, 3))).toBe("Winograd F(4×4, 3×3)");
  expect(algorithm(square(33, 17, 3, 3, { batch: 1 }))).toBe("implicit GEMM");
  expect(algorithm(square(130, 20, 7, 3, { batch: 1 }))).toBe("Winograd F(2×2, 3×3)");
  expect(algorithm(square(64, 70, 32, 3, { stride: [2, 2] }))).toBe("Winograd F(4×4, 3×3) of stride 2");
  const dilated = { dilation: [2, 2], padLow: [2, 2], padHigh: [2, 2] };
  expect(algorithm(square(20, 20, 19, 3, dilated))).toBe("Winograd F(4×4, 3×3)");
  const volume = {
    input: [3, 9, 9],
    kernel: [3, 3, 3],
    stride: [1, 1, 1],
    dilation: [1, 1, 1],
    padLow: [1, 1, 0],
    padHigh: [1, 2, 1],
  };
  expect(algorithm(square(16, 16, 9, 3, volume))).toBe("Winograd F(4×4, 3×3)");
  const line = { input: [301], kernel: [3], stride: [1], padLow: [1], padHigh: [0] };
  expect(algorithm(square(16, 40, 0, 3, { ...line, dilation: [1] }))).toBe("Winograd F(4, 3)");
  expect(algorithm(square(16, 40, 0, 3, { ...line, dilation: [5] }))).toBe("Winograd F(4, 3)");
  expect(algorithm(square(12, 12, 15, 3, { groups: 12 }))).toBe("direct depthwise");
  expect(algorithm(square(12, 12, 15, 3, { groups: 12, stride: [2, 2] }))).toBe("direct depthwise");
  expect(algorithm(square(6, 12, 16, 5, { groups: 6 }))).toBe("direct depthwise");
  expect(algorithm(square(8, 8, 12, 3, { groups: 2 }))).toBe("direct convolution");
  expect(algorithm(square(1, 6, 32, 5, { padLow: [0, 0], padHigh: [0, 0] }))).toBe("direct convolution");
});

test("NaN and Inf in the input reach exactly the windows that see them", () => {
  const g = square(16, 16, 12, 3, { batch: 1 });
  const x = randomFloats(16 * 144, 4);
  x[5 * 12 + 5] = Number.NaN;
  x[144 + 9 * 12 + 2] = Number.POSITIVE_INFINITY;
  const weights = randomFloats(16 * 16 * 9, 5);
  const plan = planConv(runtime, g, weights, null, "relu");
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
  const plan = planConv(runtime, g, weights, null);
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
  const plan = planConv(runtime, { ...square(3, 4, 5, 3), batch: 0 }, new Float32Array(108), null);
  expect(plan.outputShape).toEqual([0, 4, 5, 5]);
  expect(withBuffers(plan, new Float32Array(0))).toHaveLength(0);
});
