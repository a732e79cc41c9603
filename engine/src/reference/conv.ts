/** Convolutions by the definition: y[n, o, p] = b[o] + Σ_c Σ_q w[o, c, q] · x[n, c, p·s − pad + q·d], in float64. */
import { forRanks } from "../jobs/backend.ts";
import { forEachIndex, product, stridesOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { paddedIndex, splitShape, windowOf } from "../jobs/sizes.ts";
import type { Loops } from "./loops.ts";

function conv({ args, state, inputs: [x], outputs: [y] }: Job, rank: number): void {
  const { kernel, stride, padding, dilation } = windowOf(args, rank);
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const { channels: outChannels, space: outSpace } = splitShape(y!.shape, rank);
  const groups = args.groups as number;
  const mode = String(args.paddingMode);
  // with a padding mode a negative padding crops first: places then count on the cropped axis
  const crop = mode === "zeros" ? padding.map(() => 0) : padding.map((p) => Math.max(0, -p));
  const inGroup = channels / groups;
  const outGroup = outChannels / groups;
  const strides = stridesOf(space);
  const plane = product(space);
  const area = product(kernel);
  const outPlane = product(outSpace);
  const weight = state.weight!.data;
  forEachIndex(outSpace, (p, place) => {
    // the input place of every kernel cell, once for all channels
    const offsets = new Int32Array(area);
    forEachIndex(kernel, (q, cell) => {
      let offset = 0;
      for (let axis = 0; axis < rank; axis++) {
        const at =
          p[axis]! * stride[axis]! -
          (mode === "zeros" ? padding[axis]! : Math.max(0, padding[axis]!)) +
          q[axis]! * dilation[axis]!;
        const size = space[axis]! - 2 * crop[axis]!;
        const source = paddedIndex(mode, at, size);
        if (source < 0) {
          offset = -1;
          break;
        }
        offset += (source + crop[axis]!) * strides[axis]!;
      }
      offsets[cell] = offset;
    });
    for (let n = 0; n < batch; n++) {
      for (let o = 0; o < outChannels; o++) {
        const from = (n * channels + Math.floor(o / outGroup) * inGroup) * plane;
        let sum = state.bias ? state.bias.data[o]! : 0;
        for (let c = 0; c < inGroup; c++) {
          const w = (o * inGroup + c) * area;
          for (let cell = 0; cell < area; cell++) {
            const offset = offsets[cell]!;
            if (offset >= 0) sum += weight[w + cell]! * x!.data[from + c * plane + offset]!;
          }
        }
        y!.data[(n * outChannels + o) * outPlane + place] = sum;
      }
    }
  });
}

/** y[n, o, i·s − pad + q·d] += w[c, o, q] · x[n, c, i] */
function convTranspose({ args, state, inputs: [x], outputs: [y] }: Job, rank: number): void {
  const { kernel, stride, padding, dilation } = windowOf(args, rank);
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const { channels: outChannels, space: outSpace } = splitShape(y!.shape, rank);
  const groups = args.groups as number;
  const outGroup = outChannels / groups;
  const inGroup = channels / groups;
  const [plane, outPlane, area] = [product(space), product(outSpace), product(kernel)];
  const strides = stridesOf(outSpace);
  const sums = new Float64Array(y!.data.length);
  if (state.bias)
    for (let i = 0; i < sums.length; i++) sums[i] = state.bias.data[Math.floor(i / outPlane) % outChannels]!;
  forEachIndex(space, (i, from) => {
    forEachIndex(kernel, (q, cell) => {
      let to = 0;
      for (let axis = 0; axis < rank; axis++) {
        const at = i[axis]! * stride[axis]! - padding[axis]! + q[axis]! * dilation[axis]!;
        if (at < 0 || at >= outSpace[axis]!) return;
        to += at * strides[axis]!;
      }
      for (let n = 0; n < batch; n++) {
        for (let c = 0; c < channels; c++) {
          const value = x!.data[(n * channels + c) * plane + from]!;
          const group = Math.floor(c / inGroup);
          for (let o = 0; o < outGroup; o++) {
            sums[(n * outChannels + group * outGroup + o) * outPlane + to]! +=
              value * state.weight!.data[(c * outGroup + o) * area + cell]!;
          }
        }
      }
    });
  });
  y!.data.set(sums);
}

export const convLoops: Loops = {
  ...forRanks((rank) => ({
    [`Conv${rank}d`]: (job: Job) => conv(job, rank),
    [`ConvTranspose${rank}d`]: (job: Job) => convTranspose(job, rank),
  })),
};
