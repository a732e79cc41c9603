/** The fast path against the plain loops, through the public API, on random layers of some size; for 1, 2 and 4 threads. */
import { F, lastRun, nn, randn, setThreads, type Tensor } from "@convlens/engine";
import { complete, torchLayers } from "@convlens/engine/specs";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { runtime } from "../../../engine/src/execution/index.ts";
import { loops } from "../../../engine/src/reference/index.ts";

type LayerClass = new (options: Record<string, unknown>) => nn.Layer;
const classes = nn as unknown as Record<string, LayerClass>;

/** What the plain loops give. */
function plain(
  layer: string,
  options: Record<string, unknown>,
  weights: nn.Layer,
  x: Tensor,
  shape: readonly number[],
): Float32Array {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const state = Object.fromEntries(
    Object.entries(weights.stateDict()).map(([name, tensor]) => [
      name,
      { data: tensor.raw, shape: tensor.shape },
    ]),
  );
  loops[layer]!({
    args: complete(torchLayers.get(layer)!, options as never),
    callArgs: {},
    training: false,
    state,
    inputs: [{ data: x.raw, shape: x.shape }],
    outputs: [{ data, shape }],
  });
  return data;
}

const config = fc.record({
  layer: fc.constantFrom(
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
  ),
  groups: fc.constantFrom(1, 1, 2, 8),
  kernelSize: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 2 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  bias: fc.boolean(),
  batch: fc.integer({ min: 1, max: 2 }),
});

afterAll(() => setThreads(2));

describe("the fast path", () => {
  for (const threads of [1, 2, 4]) {
    test(`agrees with the plain loops on ${threads} threads`, () => {
      setThreads(threads);
      fc.assert(
        fc.property(config, ({ layer, batch, ...options }) => {
          const rank = Number(layer.at(-2));
          const size = rank === 1 ? 300 : rank === 2 ? 18 : 8;
          const given = { ...options, inChannels: 16, outChannels: 24 };
          const made = new classes[layer]!(given);
          const x = randn([batch, 16, ...new Array<number>(rank).fill(size)]);
          const y = made.forward(x) as Tensor;
          const expected = plain(layer, given, made, x, y.shape);
          let [difference, norm] = [0, 0];
          for (const [i, value] of y.raw.entries()) {
            difference += (value - expected[i]!) ** 2;
            norm += expected[i]! ** 2;
          }
          expect(Math.sqrt(difference / norm)).toBeLessThanOrEqual(1e-5);
        }),
        { numRuns: 25 },
      );
    });
  }
});

/** What two arrays differ by, relative to the norm; NaN and infinities must stand in the same places. */
function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  let [difference, norm] = [0, 0];
  for (const [i, value] of expected.entries()) {
    if (!Number.isFinite(value)) {
      expect(actual[i]).toBe(value);
      continue;
    }
    difference += (actual[i]! - value) ** 2;
    norm += value ** 2;
  }
  return Math.sqrt(difference / (norm || 1));
}

const axis = (max: number) => fc.integer({ min: 1, max });
const pooling = fc.record({
  kernelSize: fc.constantFrom(2, 3, 4, 5),
  stride: axis(3),
  padding: fc.integer({ min: 0, max: 1 }),
  ceilMode: fc.boolean(),
});
const windows = fc.record({
  kernelSize: axis(3),
  stride: axis(3),
  padding: fc.integer({ min: 0, max: 2 }),
  dilation: axis(2),
});
const none = fc.constant({});
/** Layers of other families, with options and inputs large enough for the planned kernels. */
const families: readonly [layer: string, shape: readonly number[], options: fc.Arbitrary<object>][] = [
  ["MaxPool1d", [2, 40, 600], pooling],
  ["MaxPool2d", [2, 8, 41, 53], fc.tuple(pooling, axis(2)).map(([o, dilation]) => ({ ...o, dilation }))],
  ["MaxPool3d", [1, 12, 13, 14, 15], pooling],
  [
    "AvgPool2d",
    [2, 8, 41, 53],
    fc.tuple(pooling, fc.boolean()).map(([o, countIncludePad]) => ({ ...o, countIncludePad })),
  ],
  ["AvgPool2d", [2, 8, 41, 53], pooling.map((options) => ({ ...options, divisorOverride: 7 }))],
  ["AvgPool3d", [1, 12, 13, 14, 15], pooling],
  [
    "AdaptiveAvgPool2d",
    [2, 40, 24, 18],
    fc.constantFrom(1, 2, 3, [4, 9], 6).map((outputSize) => ({ outputSize })),
  ],
  [
    "AdaptiveMaxPool2d",
    [2, 40, 24, 18],
    fc.constantFrom(1, 2, 3, [4, 9], 6).map((outputSize) => ({ outputSize })),
  ],
  ["Unfold", [2, 8, 40, 30], windows],
  [
    "BatchNorm2d",
    [2, 12, 40, 31],
    fc.record({ affine: fc.boolean() }).map((o) => ({ ...o, numFeatures: 12 })),
  ],
  ["BatchNorm1d", [900, 33], fc.constant({ numFeatures: 33 })],
  [
    "LayerNorm",
    [40, 6, 127],
    fc.record({ normalizedShape: fc.constantFrom([127], [6, 127]), elementwiseAffine: fc.boolean() }),
  ],
  [
    "GroupNorm",
    [2, 12, 40, 31],
    fc
      .record({ numGroups: fc.constantFrom(1, 2, 12), affine: fc.boolean() })
      .map((o) => ({ ...o, numChannels: 12 })),
  ],
  [
    "InstanceNorm2d",
    [2, 12, 40, 31],
    fc
      .record({ affine: fc.boolean(), trackRunningStats: fc.boolean() })
      .map((o) => ({ ...o, numFeatures: 12 })),
  ],
  [
    "ReflectionPad2d",
    [2, 8, 40, 31],
    fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }).map((padding) => ({ padding })),
  ],
  [
    "ReplicationPad3d",
    [2, 4, 9, 19, 21],
    fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 }).map((padding) => ({ padding })),
  ],
  [
    "CircularPad2d",
    [2, 8, 40, 31],
    fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 }).map((padding) => ({ padding })),
  ],
  [
    "ConstantPad2d",
    [2, 8, 60, 41],
    fc
      .array(fc.integer({ min: -3, max: 12 }), { minLength: 4, maxLength: 4 })
      .map((padding) => ({ padding, value: 2.5 })),
  ],
  [
    "Conv2d",
    [2, 8, 20, 23],
    fc
      .record({
        paddingMode: fc.constantFrom("reflect", "replicate", "circular"),
        padding: fc.constantFrom(0, 1, [2, 3], "same"),
        kernelSize: fc.constantFrom(3, 4, [2, 5]),
        groups: fc.constantFrom(1, 4),
      })
      .map((o) => ({ ...o, inChannels: 8, outChannels: 24 })),
  ],
  [
    "Linear",
    [7, 9, 130],
    fc.record({ outFeatures: axis(70), bias: fc.boolean() }).map((o) => ({ ...o, inFeatures: 130 })),
  ],
  ["ReLU", [3, 10_000], none],
  ["ReLU6", [3, 10_000], none],
  ["Hardtanh", [3, 10_000], fc.constant({ minVal: -0.5, maxVal: 0.25 })],
  ["LeakyReLU", [3, 10_000], fc.record({ negativeSlope: fc.constantFrom(0, 0.01, 0.3, 2) })],
  ["Hardsigmoid", [3, 10_000], none],
  ["Sigmoid", [3, 10_000], none],
  ["SiLU", [3, 10_000], none],
  ["Tanh", [3, 10_000], none],
  ["ELU", [3, 10_000], fc.record({ alpha: fc.constantFrom(1, 0.3, 2) })],
  ["SELU", [3, 10_000], none],
  ["Hardswish", [3, 10_000], none],
];

describe("planned kernels of all families agree with the plain loops", () => {
  test.each(families)("%s %j", (layer, shape, options) => {
    const planned = new Set<boolean>();
    fc.assert(
      fc.property(options, fc.boolean(), fc.constantFrom(1, 2, 4), (given, isSpoiled, threads) => {
        setThreads(threads);
        const made = new classes[layer]!(given as Record<string, unknown>).eval();
        const x = randn(shape);
        if (isSpoiled) {
          const count = x.raw.length;
          x.raw.set([Number.NaN, 0, Number.POSITIVE_INFINITY], Math.floor(count / 3));
          x.raw[count - 1] = Number.NEGATIVE_INFINITY;
        }
        const y = made.forward(x) as Tensor;
        planned.add(lastRun().algorithm !== "plain loops");
        expect(
          relativeDifference(y.raw, plain(layer, given as Record<string, unknown>, made, x, y.shape)),
        ).toBeLessThanOrEqual(4e-6);
      }),
      { numRuns: 20 },
    );
    expect(planned).toContain(true);
  });
});

test("a layer's weight that is disposed of takes with it what kernels prepared of it", () => {
  const x = randn([1, 64, 16, 16]);
  const run = (): void => {
    const layer = new nn.Conv2d(64, 64, 3, { padding: 1 });
    using y = layer.forward(x) as Tensor;
    expect(Number.isFinite(y.raw[0])).toBe(true);
    expect(lastRun().algorithm).toMatch(/Winograd/);
    for (const parameter of layer.parameters()) parameter.dispose();
  };
  run();
  const { used } = runtime.memory;
  for (let i = 0; i < 5; i++) run();
  expect(runtime.memory.used).toBe(used);
});

describe("10,000 forwards through a layer", () => {
  const layer = new nn.Conv2d(4, 8, 3, { padding: 1 }).eval();
  const x = randn([1, 4, 20, 20]);
  const expected = [...layer.forward(x).data];

  test("hold the memory flat when the results are disposed of", () => {
    const forward = () => {
      using y = layer.forward(x) as Tensor;
      return y.raw[0];
    };
    forward();
    const { used, buffer } = runtime.memory;
    for (let i = 0; i < 10_000; i++) forward();
    expect(runtime.memory.used).toBe(used);
    expect(runtime.memory.buffer.byteLength).toBe(buffer.byteLength);
  });

  test("stay within the budget when nothing is disposed of", async () => {
    for (let i = 0; i < 10_000; i++) {
      layer.forward(x);
      if (i % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(runtime.memory.used).toBeLessThan(2 ** 29);
    expect([...layer.forward(x).data]).toEqual(expected);
  });
});

test("arithmetic of large tensors runs on kernels where shapes agree or one number meets all", () => {
  const [a, b] = [randn([3, 9000]), randn([3, 9000])];
  const sum = a.add(b);
  expect(lastRun().algorithm).toBe("vectors");
  const scaled = a.mul(0.5);
  expect(lastRun().algorithm).toBe("vectors");
  const row = a.sub(randn([9000]));
  expect(lastRun().algorithm).toBe("plain loops");
  for (const i of [0, 1, 13_499, 26_999]) {
    expect(sum.raw[i]).toBe(Math.fround(a.raw[i]! + b.raw[i]!));
    expect(scaled.raw[i]).toBe(Math.fround(a.raw[i]! * 0.5));
  }
  expect(row.shape).toEqual([3, 9000]);
});

test("means over the last axes run on kernels where they are of few values", () => {
  const x = randn([2, 96, 9, 13]);
  const meanOf = (at: number, count: number): number =>
    x.raw.subarray(at, at + count).reduce((sum, value) => sum + value, 0) / count;
  const kept = x.mean([-1, 2], true);
  expect(lastRun().algorithm).toBe("windows");
  const rows = x.mean(3);
  expect(lastRun().algorithm).toBe("windows");
  const channels = x.mean([1, 3]);
  expect(lastRun().algorithm).toBe("plain loops");
  expect([kept.shape, rows.shape, channels.shape]).toEqual([
    [2, 96, 1, 1],
    [2, 96, 9],
    [2, 9],
  ]);
  for (const plane of [0, 95, 191]) expect(kept.raw[plane]).toBeCloseTo(meanOf(plane * 117, 117), 6);
  for (const row of [0, 700, 1727]) expect(rows.raw[row]).toBeCloseTo(meanOf(row * 13, 13), 6);
});

test("weights that were disposed of are not mistaken for those that take their place", () => {
  const x = randn([1, 4, 20, 20]);
  const results = [0, 1, 2].map(() => {
    using weight = randn([8, 4, 3, 8]);
    using ours = F.conv2d(x, weight);
    const data = new Float32Array(ours.raw.length);
    const state = { weight: { data: weight.raw, shape: weight.shape } };
    const args = { inChannels: 4, outChannels: 8, kernelSize: [3, 8], bias: false };
    loops["Conv2d"]!({
      args: complete(torchLayers.get("Conv2d")!, args),
      callArgs: {},
      training: false,
      state,
      inputs: [{ data: x.raw, shape: x.shape }],
      outputs: [{ data, shape: ours.shape }],
    });
    return relativeDifference(ours.raw, data);
  });
  for (const difference of results) expect(difference).toBeLessThan(4e-6);
});

test("a function's plan is made for its weights, its bias and its options", () => {
  const x = randn([1, 4, 20, 20]);
  const weight = randn([8, 4, 3, 3]);
  const [bias, other] = [randn([8]), randn([8])];
  const first = F.conv2d(x, weight, bias, { padding: 1 }).data;
  const shifted = F.conv2d(x, weight, other, { padding: 1 }).data;
  const dilated = F.conv2d(x, weight, bias, { padding: 2, dilation: 2 }).data;
  expect(shifted[0]! - first[0]!).toBeCloseTo(other.raw[0]! - bias.raw[0]!, 5);
  expect(dilated).not.toEqual(first);
  expect(F.conv2d(x, weight, bias, { padding: 1 }).data).toEqual(first);
});
