/** Convolutions and transposed convolutions. A padding mode other than zeros pads first and convolves without padding. */
import {
  type ConvGeometry,
  type ConvTransposeGeometry,
  chain,
  planConv,
  planConvTranspose,
  planPad,
} from "../../kernels/index.ts";
import { paddedIndex, splitShape, windowOf } from "../../reference/sizes.ts";
import type { Job } from "../kernels.ts";
import { type Planner, type Prepared, providePlanner, runs } from "../planner.ts";

/** Multiply-adds: each output sees one channel's weights. */
const work: Planner["work"] = ({ state, outputs: [y] }) =>
  (y!.data.length * state.weight!.data.length) / state.weight!.shape[0]!;

/** What both kinds have in common. */
function layerOf({ args, inputs: [x], outputs: [y] }: Job, rank: number) {
  const { batch, channels: inChannels, space: input } = splitShape(x!.shape, rank);
  const { channels: outChannels, space: output } = splitShape(y!.shape, rank);
  const layer = { batch, inChannels, outChannels, groups: args.groups as number, input };
  return { layer, output, ...windowOf(args, rank) };
}

function prepareConv(job: Job, rank: number): Prepared | null {
  const { layer, output, kernel, stride, padding, dilation } = layerOf(job, rank);
  const { input } = layer;
  /** From the first window's start to the last one's end. */
  const reach = input.map((_, d) => (output[d]! - 1) * stride[d]! + dilation[d]! * (kernel[d]! - 1) + 1);
  const geometry: ConvGeometry = {
    ...layer,
    kernel,
    stride,
    dilation,
    padLow: padding,
    // what the last window needs beyond the input; "same" padding is wider on this side
    padHigh: input.map((size, d) => Math.max(0, reach[d]! - size - padding[d]!)),
  };
  const weights = [job.state.weight!.data, job.state.bias?.data ?? null] as const;
  const mode = String(job.args.paddingMode ?? "zeros");
  if (mode === "zeros") return runs(planConv(geometry, ...weights));

  // a negative padding crops before the rest is mirrored
  const axes = reach.map((length, d) => {
    const crop = Math.max(0, -padding[d]!);
    const size = input[d]! - 2 * crop;
    return Array.from({ length }, (_, at) => paddedIndex(mode, at - Math.max(0, padding[d]!), size) + crop);
  });
  const pad = planPad({ planes: layer.batch * layer.inChannels, input, axes, fill: 0 });
  const none = reach.map(() => 0);
  const padded = { ...geometry, input: reach, padLow: none, padHigh: none };
  return runs(pad && chain(pad, planConv(padded, ...weights)));
}

function prepareTranspose(job: Job, rank: number): Prepared | null {
  const { layer, output, kernel, stride, padding, dilation } = layerOf(job, rank);
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
  return runs(planConvTranspose(geometry, job.state.weight!.data, job.state.bias?.data ?? null));
}

for (const rank of [1, 2, 3]) {
  providePlanner([`Conv${rank}d`], { work, prepare: (job) => prepareConv(job, rank) });
  providePlanner([`ConvTranspose${rank}d`], { work, prepare: (job) => prepareTranspose(job, rank) });
}
