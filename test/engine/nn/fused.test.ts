/** Layers that a convolution takes up: one pass computes what they compute one after the other. */
import { F, lastRun, nn, randn, setLimits, setThreads, type Tensor } from "@convlens/engine";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";

afterEach(() => {
  setThreads(2);
  setLimits({ bytes: 2 ** 30, operations: Number.POSITIVE_INFINITY });
});

/** Largest difference in parts of the largest number. */
function difference(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  const [left, right] = [a.raw, b.raw];
  const largest = right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return left.reduce((most, value, i) => Math.max(most, Math.abs(value - right[i]!)), 0) / largest;
}

/** A normalisation that does something. */
function normOf(channels: number): nn.BatchNorm2d {
  const norm = new nn.BatchNorm2d(channels).eval();
  const [weight, bias, mean] = [0, 1, 2].map(() => randn(channels));
  const variance = randn(channels).abs().add(0.1);
  norm.loadStateDict(
    { weight: weight!, bias: bias!, running_mean: mean!, running_var: variance },
    { strict: false },
  );
  return norm;
}

interface Case {
  readonly conv: readonly [inChannels: number, outChannels: number, kernel: number];
  readonly options: { stride?: number; padding?: number; groups?: number; dilation?: number };
  readonly size: readonly [number, number];
}
/** One for each way of computing: GEMM, with a stride, implicit, Winograd of both strides, dilated, depthwise, grouped, few channels. */
const cases: readonly Case[] = [
  { conv: [32, 48, 1], options: {}, size: [14, 14] },
  { conv: [64, 40, 1], options: {}, size: [7, 7] },
  { conv: [32, 64, 1], options: { stride: 2 }, size: [15, 17] },
  { conv: [3, 24, 5], options: { stride: 2, padding: 2 }, size: [31, 33] },
  { conv: [32, 32, 3], options: { padding: 1 }, size: [18, 15] },
  { conv: [64, 64, 3], options: { padding: 1 }, size: [7, 7] },
  { conv: [64, 64, 3], options: { padding: 1, stride: 2 }, size: [30, 30] },
  { conv: [32, 32, 3], options: { padding: 2, dilation: 2 }, size: [19, 18] },
  { conv: [32, 32, 3], options: { padding: 1, groups: 32 }, size: [20, 20] },
  { conv: [32, 32, 3], options: { padding: 1, groups: 4 }, size: [20, 20] },
  { conv: [2, 8, 3], options: { padding: 1 }, size: [40, 40] },
];
/** What follows a convolution. */
const endings = [
  "norm",
  "norm relu",
  "add",
  "norm add",
  "norm add relu6",
  "relu",
  "hardtanh relu",
  "tanh",
  "norm silu",
  "sigmoid mul",
  "relu add",
  "norm add relu gelu",
] as const;

/** The layers one after the other; `look` sees every result on the way. */
function follow(x: Tensor, ending: string, norm: nn.BatchNorm2d, other: Tensor, look: (y: Tensor) => void) {
  let y = x;
  for (const name of ending.split(" ")) {
    look(y);
    if (name === "norm") y = norm.forward(y);
    if (name === "add") y = other.add(y);
    if (name === "relu") y = F.relu(y);
    if (name === "relu6") y = F.relu6(y);
    if (name === "mul") y = other.mul(y);
    if (name === "tanh") y = F.tanh(y);
    if (name === "silu") y = F.silu(y);
    if (name === "sigmoid") y = y.sigmoid();
    if (name === "gelu") y = F.gelu(y);
    if (name === "hardtanh") y = F.hardtanh(y, { minVal: -0.5, maxVal: 0.75 });
  }
  return y;
}

test.each(cases)(
  "$conv $options: each ending agrees with its layers one by one",
  ({ conv, options, size }) => {
    const layer = new nn.Conv2d(...conv, { ...options, bias: conv[1] % 16 === 0 }).eval();
    const norm = normOf(conv[1]);
    for (const batch of [1, 2]) {
      const x = randn([batch, conv[0], ...size]);
      const other = randn(layer.forward(x).shape);
      for (const ending of endings) {
        setThreads(1);
        const apart = follow(layer.forward(x), ending, norm, other, (y) => void y.raw);
        const fresh = new nn.Conv2d(...conv, { ...options, bias: conv[1] % 16 === 0 }).eval();
        fresh.loadStateDict(layer.stateDict());
        const results = [1, 2, 4].map((threads) => {
          setThreads(threads);
          return follow(fresh.forward(x), ending, norm, other, () => {});
        });
        expect(difference(results[0]!, apart), ending).toBeLessThan(4e-6);
        for (const result of results) expect(result.raw).toEqual(results[0]!.raw);
      }
    }
  },
);

test.each([
  [196, 64, 96],
  [37, 50, 61],
  [2, 300, 70],
])("a linear layer of %i rows, %i to %i: each ending agrees with its layers one by one", (rows, from, to) => {
  const layer = new nn.Linear(from, to);
  const [x, other] = [randn([rows, from]), randn([rows, to])];
  for (const ending of endings.filter((each) => !each.includes("norm"))) {
    const apart = follow(layer.forward(x), ending, normOf(1), other, (y) => void y.raw);
    const fresh = new nn.Linear(from, to);
    fresh.loadStateDict(layer.stateDict());
    const results = [1, 2, 4].map((threads) => {
      setThreads(threads);
      return follow(fresh.forward(x), ending, normOf(1), other, () => {});
    });
    expect([...results[0]!.raw], ending).toEqual([...apart.raw]);
    for (const result of results) expect(result.raw).toEqual(results[0]!.raw);
  }
});

test("results that were taken up can be read at any time, in any order", () => {
  const step = fc.constantFrom("norm", "relu", "add", "conv", "pool");
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.array(fc.nat(20), { maxLength: 4 }),
      fc.boolean(),
      (names, reads, isDisposed) => {
        const conv = new nn.Conv2d(16, 16, 3, { padding: 1 }).eval();
        const norm = normOf(16);
        const x = randn([1, 16, 12, 12]);
        const run = (look: (y: Tensor) => void): Tensor[] => {
          const all = [conv.forward(x) as Tensor];
          for (const name of names) {
            look(all.at(-1)!);
            const y = all.at(-1)!;
            if (name === "norm") all.push(norm.forward(y));
            if (name === "relu") all.push(F.relu(y));
            if (name === "add") all.push(y.add(all[Math.floor(all.length / 2)]!));
            if (name === "conv") all.push(conv.forward(y));
            if (name === "pool") all.push(F.maxPool2d(y, 3, { stride: 1, padding: 1 }));
          }
          return all;
        };
        const expected = run((y) => void y.raw);
        const lazy = run(() => {});
        const wanted = [...new Set(reads.map((at) => at % lazy.length)), lazy.length - 1];
        // what nobody reads any more goes, and its memory to whoever asks next
        if (isDisposed) for (const [i, y] of lazy.entries()) if (!wanted.includes(i)) y.dispose();
        const filler = [0, 1, 2].map(() => randn(expected[0]!.shape));
        for (const at of wanted) expect(difference(lazy[at]!, expected[at]!)).toBeLessThan(4e-6);
        expect(filler.every((y) => y.raw.every(Number.isFinite))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test("an input that is disposed of does not take its reader's numbers along", () => {
  const conv = new nn.Conv2d(16, 16, 3).eval();
  const x = randn([1, 16, 20, 20]);
  const copy = randn(x.shape);
  copy.raw.set(x.raw);
  const expected = conv.forward(copy).data;
  const y = conv.forward(x);
  const z = F.relu(y);
  x.dispose();
  randn(x.shape); // takes its place
  expect([...y.raw]).toEqual([...expected]);
  expect([...z.raw]).toEqual([...expected.map((value: number) => Math.max(value, 0))]);
});

test("training moves the statistics that a later call folds in", () => {
  const [conv, norm] = [new nn.Conv2d(8, 16, 3).eval(), normOf(16)];
  const x = randn([2, 8, 20, 20]);
  const run = (): Tensor => norm.forward(conv.forward(x));
  const before = run();
  const kept = before.data;
  norm.train().forward(conv.forward(x).mul(3));
  norm.eval();
  const after = run();
  const apart = conv.forward(x);
  expect([...before.raw]).toEqual([...kept]);
  expect(apart.raw.length).toBeGreaterThan(0);
  expect(difference(after, norm.forward(apart))).toBeLessThan(4e-6);
  expect(difference(after, before)).toBeGreaterThan(0.01);
});

test("factors that would spoil weights are left to the normalisation itself", () => {
  const [conv, norm] = [new nn.Conv2d(8, 16, 3).eval(), normOf(16)];
  const x = randn([1, 8, 20, 20]);
  const variance = randn(16).abs();
  variance.raw.set([Number.NaN, -1, Number.POSITIVE_INFINITY, 1e-40], 0);
  norm.loadStateDict({ running_var: variance }, { strict: false });
  const lazy = norm.forward(conv.forward(x)).data;
  const y = conv.forward(x);
  expect(y.raw.length).toBeGreaterThan(0);
  expect([...lazy]).toEqual([...norm.forward(y).data]);
});

test("a sum with numbers that are not finite keeps them where they are", () => {
  const conv = new nn.Conv2d(32, 32, 3, { padding: 1 }).eval();
  const x = randn([1, 32, 16, 16]);
  const other = randn([1, 32, 16, 16]);
  other.raw.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 100);
  x.raw[5000] = Number.NaN;
  const lazy = F.relu(conv.forward(x).add(other));
  const sum = conv.forward(x).add(other);
  expect(sum.raw.length).toBeGreaterThan(0);
  expect([...lazy.raw]).toEqual([...F.relu(sum).raw]);
  expect(lazy.raw[100]).toBeNaN();
});

test("shapes, budgets and errors speak up when the layer is called", () => {
  const conv = new nn.Conv2d(16, 16, 3).eval();
  const y = conv.forward(randn([1, 16, 20, 20]));
  expect(y.shape).toEqual([1, 16, 18, 18]);
  expect(() => new nn.BatchNorm2d(8).eval().forward(y)).toThrow();
  expect(lastRun().algorithm).toContain("Winograd");
  setLimits({ operations: 1000 });
  expect(() => conv.forward(randn([1, 16, 20, 20]))).toThrow(/operations/);
});
