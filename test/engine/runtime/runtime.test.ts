/** Threads and kernels: runs beside each other, faults, and what they are refused. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LimitError, WorkerError } from "../../../engine/src/errors/index.ts";
import { runtime } from "../../../engine/src/execution/index.ts";
import { type ConvGeometry, planConv, planUnary } from "../../../engine/src/kernels/index.ts";
import { randomFloats } from "../kernels/naive.ts";

const heavy: ConvGeometry = {
  batch: 4,
  inChannels: 64,
  outChannels: 128,
  groups: 1,
  input: [96, 96],
  kernel: [5, 5],
  stride: [1, 1],
  dilation: [1, 1],
  padLow: [2, 2],
  padHigh: [2, 2],
};

function heavyLayer() {
  const plan = planConv(runtime, heavy, randomFloats(128 * 64 * 25, 1), null);
  const x = runtime.memory.allocate(4 * 64 * 96 * 96);
  x.array.fill(1);
  const y = runtime.memory.allocate(4 * 128 * 96 * 96);
  const free = () => {
    plan.dispose();
    x.free();
    y.free();
  };
  return { plan, x, y, free };
}

/** For millions of numbers, where an assertion's own comparison takes seconds. */
function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

const threadsBefore = runtime.pool.threads;
beforeEach(() => {
  runtime.pool.threads = 3;
});
afterEach(() => {
  runtime.pool.threads = threadsBefore;
  runtime.setLimits({ bytes: 2 ** 30, operations: Number.POSITIVE_INFINITY });
});

describe("asynchronous runs", () => {
  test("give the synchronous result while this thread goes on", async () => {
    const { plan, x, y, free } = heavyLayer();
    plan.run(x, y);
    const expected = y.array.slice();
    y.array.fill(0);
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    await plan.runAsync(x, y);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(0);
    expect(isSame(y.array, expected)).toBe(true);
    free();
  });

  test("a synchronous run in between completes the asynchronous one first", async () => {
    const { plan, x, y, free } = heavyLayer();
    plan.run(x, y);
    const expected = y.array.slice();
    y.array.fill(0);
    const running = plan.runAsync(x, y);
    const relu = planUnary(runtime, { op: "clamp", min: 0, max: Infinity }, 4)!;
    const small = runtime.memory.allocate(4);
    small.array.set([-1, 2, -3, 4]);
    relu.run(small, small);
    expect([...small.array]).toEqual([0, 2, 0, 4]);
    expect(isSame(y.array, expected)).toBe(true);
    await running;
    small.free();
    free();
  });

  test("a worker that ends in mid-run fails the run; the next one works", async () => {
    const { plan, x, y, free } = heavyLayer();
    plan.run(x, y);
    const expected = y.array.slice();
    const running = plan.runAsync(x, y);
    runtime.pool.worker(1)!.terminate();
    await expect(running).rejects.toThrow(WorkerError);
    y.array.fill(0);
    await plan.runAsync(x, y);
    expect(isSame(y.array, expected)).toBe(true);
    y.array.fill(0);
    plan.run(x, y);
    expect(isSame(y.array, expected)).toBe(true);
    free();
  });

  test("can be aborted", async () => {
    const { plan, x, y, free } = heavyLayer();
    const controller = new AbortController();
    const running = plan.runAsync(x, y, { signal: controller.signal });
    setTimeout(() => controller.abort(), 2);
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
    free();
  });
});

describe("limits", () => {
  test("an allocation over the budget says what it needs and what is allowed", () => {
    runtime.setLimits({ bytes: 1 << 20 });
    const allocate = () => runtime.memory.allocate(1 << 20);
    expect(allocate).toThrow(LimitError);
    expect(allocate).toThrow(/the limit is 1\.0 MiB/);
  });

  test("a run over the budget of operations does not begin", () => {
    const { plan, x, y, free } = heavyLayer();
    runtime.setLimits({ operations: 1e6 });
    expect(() => plan.run(x, y)).toThrow(`${plan.macs.toLocaleString("en-US")} operations`);
    free();
  });

  test("a size that is no size is refused", () => {
    expect(() => runtime.memory.allocate(Number.NaN)).toThrow(LimitError);
    expect(() => runtime.memory.allocate(1e300)).toThrow(LimitError);
  });
});

test("an aborted signal stops a synchronous run before it begins", () => {
  const { plan, x, y, free } = heavyLayer();
  expect(() => plan.run(x, y, { signal: AbortSignal.abort() })).toThrow(/abort/i);
  free();
});

test("10,000 small forwards and 200 plans hold the memory flat", () => {
  const g: ConvGeometry = {
    ...heavy,
    batch: 1,
    inChannels: 16,
    outChannels: 16,
    kernel: [3, 3],
    input: [8, 8],
  };
  const weights = randomFloats(16 * 16 * 9, 1);
  const x = runtime.memory.allocate(16 * 64);
  x.array.fill(1);
  const plan = planConv(runtime, g, weights, null);
  const forward = () => {
    const y = runtime.memory.allocate(16 * 10 * 10);
    plan.run(x, y);
    y.free();
  };
  const planned = () => planConv(runtime, g, weights, null).dispose();
  forward();
  planned();
  const used = runtime.memory.used;
  const size = runtime.memory.buffer.byteLength;
  for (let i = 0; i < 10_000; i++) forward();
  for (let i = 0; i < 200; i++) planned();
  expect(runtime.memory.used).toBe(used);
  expect(runtime.memory.buffer.byteLength).toBe(size);
});

test("a freed buffer cannot be read, and freeing twice does nothing", () => {
  const buffer = runtime.memory.allocate(8);
  const { used } = runtime.memory;
  buffer.free();
  buffer.free();
  expect(used - runtime.memory.used).toBe(64);
  expect(() => buffer.array).toThrow("freed");
});
