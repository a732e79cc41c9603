/** Convolutions and transposed convolutions. A padding mode other than zeros pads first and convolves without padding. */
import { forRanks, type Planners, type Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { paddedIndex, splitShape, windowOf } from "../jobs/sizes.ts";
import {
  type ConvGeometry,
  type ConvTransposeGeometry,
  chain,
  planConv,
  planConvTranspose,
  planPad,
} from "../kernels/index.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { epilogueOf, isEnding } from "./ending.ts";
import { planner, runs, runsFolded } from "./runs.ts";

export const convPlanners = (runtime: Runtime): Planners =>
  forRanks((rank) => ({
    [`Conv${rank}d`]: planner(
      work,
      (job) => prepareConv(runtime, job, rank),
      // without a batch a normalisation would see other channels
      ({ inputs: [x] }, steps) =>
        host.simd && isEnding(steps, x!.shape.length === rank + 2 ? `BatchNorm${rank}d` : null),
    ),
    [`ConvTranspose${rank}d`]: planner(work, (job) => prepareTranspose(runtime, job, rank)),
  }));

/** Multiply-adds: each output sees one channel's weights. */
const work = ({ state, outputs: [y] }: Job): number =>
  (y!.data.length * state.weight!.data.length) / state.weight!.shape[0]!;

/** What both kinds have in common. */
function layerOf({ args, inputs: [x], outputs: [y] }: Job, rank: number) {
  const { batch, channels: inChannels, space: input } = splitShape(x!.shape, rank);
  const { channels: outChannels, space: output } = splitShape(y!.shape, rank);
  const layer = { batch, inChannels, outChannels, groups: args.groups as number, input };
  return { layer, output, ...windowOf(args, rank) };
}

function prepareConv(runtime: Runtime, job: Job, rank: number): Prepared | null {
  const { layer, output, kernel, stride, padding, high, dilation } = layerOf(job, rank);
  const { input } = layer;
  const geometry: ConvGeometry = {
    ...layer,
    kernel,
    stride,
    dilation,
    padLow: padding,
    padHigh: high,
  };
  const epilogue = epilogueOf(job.after ?? []);
  const mode = String(job.args.paddingMode ?? "zeros");
  if (mode === "zeros")
    return runsFolded(runtime, job, (...weights) => planConv(runtime, geometry, ...weights, epilogue));

  // from the first window's start to the last one's end; a negative padding crops before the rest is mirrored
  const reach = input.map((_, d) => (output[d]! - 1) * stride[d]! + dilation[d]! * (kernel[d]! - 1) + 1);
  const axes = reach.map((length, d) => {
    const crop = Math.max(0, -padding[d]!);
    const size = input[d]! - 2 * crop;
    return Array.from({ length }, (_, at) => paddedIndex(mode, at - Math.max(0, padding[d]!), size) + crop);
  });
  const pad = planPad(runtime, { planes: layer.batch * layer.inChannels, input, axes, fill: 0 });
  const none = reach.map(() => 0);
  const padded = { ...geometry, input: reach, padLow: none, padHigh: none };
  return runsFolded(
    runtime,
    job,
    (...weights) => pad && chain(runtime, pad, planConv(runtime, padded, ...weights, epilogue)),
  );
}

/** Along an axis: the kernel has code for each tap of a phase. */
const MOST_TAPS = 2048;
/** Of all axes together: each phase of a stride is a convolution of its own, and most of those of a long one are empty. */
const MOST_PHASES = 1024;

function prepareTranspose(runtime: Runtime, job: Job, rank: number): Prepared | null {
  const { layer, output, kernel, stride, padding, dilation } = layerOf(job, rank);
  if (kernel.some((taps) => taps > MOST_TAPS)) return null;
  if (stride.reduce((phases, step) => phases * step, 1) > MOST_PHASES) return null;
  const geometry: ConvTransposeGeometry = {
    ...layer,
    kernel,
    stride,
    dilation,
    padding,
    outputPadding: layer.input.map(
      (size, d) =>
        output[d]! - ((size - 1) * stride[d]! - 2 * padding[d]! + dilation[d]! * (kernel[d]! - 1) + 1),
    ),
  };
  return runs(
    runtime,
    planConvTranspose(runtime, geometry, job.state.weight!.data, job.state.bias?.data ?? null),
  );
}
