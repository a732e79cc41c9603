/**
 * What the first picture of a fresh window would wait for: the engine's threads and usual kernels, the sample, and the code
 * that writes kernels and draws pictures, which runs slowly until it has run some times.
 */
import type { Worker } from "./jobs.ts";
import type { PlanOp, RunPlan } from "./plan.ts";

/** Layers of all kinds that networks of pictures have, each on what the one before gives. */
const LAYERS: readonly (readonly [name: string, args: PlanOp["args"]])[] = [
  ["Conv2d", { inChannels: 3, outChannels: 32, kernelSize: 3, padding: 1 }],
  ["Conv2d", { inChannels: 32, outChannels: 32, kernelSize: 3, padding: 1 }],
  ["BatchNorm2d", { numFeatures: 32 }],
  ["ReLU", {}],
  ["MaxPool2d", { kernelSize: 2 }],
  ["Conv2d", { inChannels: 32, outChannels: 64, kernelSize: 1 }],
  ["Conv2d", { inChannels: 64, outChannels: 64, kernelSize: 3, padding: 1, groups: 64 }],
  ["Conv2d", { inChannels: 64, outChannels: 64, kernelSize: 3, padding: 1, stride: 2 }],
  ["ConvTranspose2d", { inChannels: 64, outChannels: 32, kernelSize: 2, stride: 2 }],
];

const plan: RunPlan = {
  inputs: [
    { name: "warm-up", shape: [1, 3, 64, 64], content: { kind: "sample" }, channelsLast: false, key: -1 },
  ],
  ops: LAYERS.map(([name, args], i) => ({
    library: "torch",
    kind: "layer",
    name,
    args,
    inputShapes: [],
    channelsLast: false,
    weights: `warm-up ${i}`,
    inputs: [i === 0 ? { input: 0 } : { op: i - 1, output: 0 }],
    outputs: [null],
    macs: 0,
    label: "warm-up",
    key: -1 - i, // real ones are no negative numbers
  })),
  seed: 0,
  reading: { channelsLast: false, unbatched: false, time: false },
  macs: 0,
  parameters: 0,
  bytes: 0,
  notes: [],
};

/** A layer and its picture at each step, of some milliseconds: what somebody asks for meanwhile comes between. */
export function* warmUp(worker: Worker): Generator<void> {
  for (const op of plan.ops.keys()) {
    worker.do(
      "hover",
      {
        plan,
        sample: { kind: "picture" },
        source: { op, output: 0 },
        label: "warm-up",
        language: "en",
      },
      () => false,
    );
    yield;
  }
}
