/** The seam between layers and what computes them: backends in order, each handed what it runs on. */
import { torchFunctions, torchLayers } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { Executor } from "../../engine/src/execution/index.ts";
import type { Backend, Cells } from "../../engine/src/jobs/index.ts";
import { wasmBackend } from "../../engine/src/plans/index.ts";
import { referenceBackend } from "../../engine/src/reference/index.ts";
import { Runtime } from "../../engine/src/runtime/index.ts";
import { complete } from "../../engine/src/specs/index.ts";
import { randomFloats, relativeError } from "./kernels/naive.ts";

const spec = torchLayers.get("Conv2d")!;
const args = complete(spec, { inChannels: 8, outChannels: 16, kernelSize: 3, padding: 1 });
const cells = (shape: readonly number[], seed: number): Cells => ({
  shape,
  data: randomFloats(
    shape.reduce((a, b) => a * b, 1),
    seed,
  ),
});
const input = cells([2, 8, 20, 20], 1);
const state = { weight: cells([16, 8, 3, 3], 2), bias: cells([16], 3) };

test("two runtimes in one process: each has its own memory and threads, both give the same bits", () => {
  const [first, second] = [new Runtime(), new Runtime()];
  const threads = second.pool.threads;
  first.pool.threads = threads + 1;
  expect(second.pool.threads).toBe(threads);
  const [one, two] = [first, second].map((runtime) => new Executor([wasmBackend(runtime), referenceBackend]));
  const [y] = one!.run(spec, args, [input], state);
  const usedBySecond = second.memory.used;
  const [z] = two!.run(spec, args, [input], state);
  expect(y!.shape).toEqual([2, 16, 20, 20]);
  expect(z!.data).toEqual(y!.data);
  expect(first.memory.bufferOf(y!.data)).toBeDefined();
  expect(second.memory.bufferOf(y!.data)).toBeUndefined();
  expect(second.memory.used).toBeGreaterThan(usedBySecond);
  first.pool.threads = 1;
});

test("the first backend that plans a job computes it; what it declines goes to the next", () => {
  const asked: string[] = [];
  const mine: Backend = {
    name: "mine",
    planners: {
      Conv2d: {
        prepare(job) {
          asked.push(`batch of ${job.inputs[0]!.shape[0]}`);
          if (job.inputs[0]!.shape[0] !== 1) return null;
          return { algorithm: "sevens", run: ({ outputs: [y] }) => void y!.data.fill(7), dispose() {} };
        },
      },
    },
  };
  const executor = new Executor([mine, referenceBackend]);
  const single = { ...input, shape: [1, 8, 40, 20] };
  expect(executor.run(spec, args, [single], state)[0]!.data.every((value) => value === 7)).toBe(true);
  const [declined] = executor.run(spec, args, [input], state);
  const [expected] = new Executor([referenceBackend]).run(spec, args, [input], state);
  expect(declined!.data).toEqual(expected!.data);
  expect(asked).toEqual(["batch of 1", "batch of 2"]);
  expect(executor.computes(torchFunctions.get("cat")!)).toBe(true);
  expect(new Executor([mine]).computes(torchFunctions.get("cat")!)).toBe(false);
});

test("without any WebAssembly the loops give the same numbers up to rounding", () => {
  const [fast] = new Executor([wasmBackend(new Runtime()), referenceBackend]).run(spec, args, [input], state);
  const [slow] = new Executor([referenceBackend]).run(spec, args, [input], state);
  expect(relativeError(fast!.data, slow!.data)).toBeLessThan(1e-6);
});

test("what no backend computes says so by name", () => {
  expect(() => new Executor([]).run(spec, args, [input], state)).toThrow("Conv2d cannot be computed yet");
});
