/** Threads, budgets and cancellation through the library's public names. */
import { Worker } from "node:worker_threads";
import { cancellation, LimitError, nn, randn, setLimits, setThreads, zeros } from "@convlens/engine";
import { afterEach, expect, test } from "vitest";

afterEach(() => setLimits({ bytes: 2 ** 30, operations: Number.POSITIVE_INFINITY }));

test("a tensor over the budget says how much it needs", () => {
  setLimits({ bytes: 2 ** 20 });
  expect(() => zeros(1024, 1024)).toThrow(/\[1024, 1024\] needs 4\.0 MiB, the limit is 1\.0 MiB/);
  expect(zeros(16, 16).shape).toEqual([16, 16]);
});

test("a run over the budget does not begin", () => {
  const conv = new nn.Conv2d(16, 32, 3);
  const x = randn(1, 16, 34, 34);
  setLimits({ operations: 1e6 });
  expect(() => conv.forward(x)).toThrow(LimitError);
  setLimits({ operations: 1e9 });
  expect(conv.forward(x).shape).toEqual([1, 32, 32, 32]);
});

test("what is no number of threads or budget is refused", () => {
  for (const count of [0, 1.5, Number.NaN]) expect(() => setThreads(count)).toThrow(RangeError);
  expect(() => setLimits({ bytes: -1 })).toThrow(/bytes of at least 0, not -1/);
});

test("another thread ends a run; the next one works", async () => {
  const conv = new nn.Conv2d(64, 64, 3);
  const x = randn(4, 64, 66, 66);
  const expected = conv.forward(x).data;
  // it stores again and again, as each run clears the word when it begins; resting between, it takes no core from the run
  const worker = new Worker(
    `const { workerData: word } = require("worker_threads");
     const rest = new Int32Array(new SharedArrayBuffer(4));
     for (;;) { Atomics.store(word, 0, 1); Atomics.wait(rest, 0, 0, 1); }`,
    { eval: true, workerData: cancellation() },
  );
  const cancelled = (): boolean => {
    try {
      conv.forward(x);
      return false;
    } catch {
      return true;
    }
  };
  try {
    await expect.poll(cancelled, { timeout: 30_000 }).toBe(true);
  } finally {
    await worker.terminate();
  }
  expect(conv.forward(x).data).toEqual(expected);
});
