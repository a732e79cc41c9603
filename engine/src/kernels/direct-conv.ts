/** Convolution of few channels, or of few in each group, in one or two dimensions, without packing: see direct-kernel.ts. */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { buildDirect, type DirectShape, directScratchBytes } from "./direct-kernel.ts";
import { paddedSizes } from "./gemm-conv.ts";
import { type ConvGeometry, outputSizes, product, triple } from "./geometry.ts";
import { NARROW_TILE, splitRows, WIDE_TILE } from "./micro-kernel.ts";
import { padStage } from "./pad.ts";
import { KernelPlan, type Plan, upload } from "./plan.ts";
import { denseTile } from "./wide.ts";

/** A group's padded planes should stay in the second-level cache. */
const SCRATCH_LIMIT = 1 << 19;

/** Few channels meet in each group, and the columns fill at least one vector of steps 1 or 2. */
export function suitsDirect(g: ConvGeometry): boolean {
  const inChannels = g.inChannels / g.groups;
  const columns = outputSizes(g).at(-1)!;
  const few = g.groups > 1 ? inChannels <= 32 : inChannels <= 2 && g.outChannels <= 12;
  const planes = inChannels * product(paddedSizes(g)) * 4;
  return few && g.input.length <= 2 && columns >= 4 && g.stride.at(-1)! <= 2 && planes <= SCRATCH_LIMIT;
}

export function planDirectConv(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const sizes = outputSizes(g);
  const inChannels = g.inChannels / g.groups;
  const outChannels = g.outChannels / g.groups;
  const isPadded = product(paddedSizes(g)) !== product(g.input);
  const isShared = bandRowsOf(g) < triple(sizes, 1)[1];
  const padding = !isPadded ? "none" : isShared ? "before" : "task";
  const shape: DirectShape = {
    groups: g.groups,
    bandRows: bandRowsOf(g),
    padding,
    inChannels,
    outChannels,
    blocks: splitRows(outChannels, NARROW_TILE.rows),
    from: triple(g.input, 1),
    to: paddedSizes(g),
    low: triple(g.padLow, 0),
    kernel: triple(g.kernel, 1),
    stride: triple(g.stride, 1),
    dilation: triple(g.dilation, 1),
    output: triple(sizes, 1),
    epilogue,
    wide: denseTile(runtime) === WIDE_TILE,
  };
  const kernel = runtime.kernels.get(`direct ${JSON.stringify(shape)}`, (module) =>
    buildDirect(module, shape),
  );
  const taps = inChannels * product(g.kernel);
  const pad = { planes: g.batch * g.inChannels, from: shape.from, to: shape.to, low: shape.low };
  return new KernelPlan(runtime, {
    algorithm: inChannels === 1 && g.groups > 1 ? "direct depthwise" : "direct convolution",
    outputShape: [g.batch, g.outChannels, ...sizes],
    macs: g.batch * g.outChannels * product(sizes) * taps,
    stages: [
      ...(padding === "before" ? [padStage(runtime, pad)] : []),
      {
        entry: kernel.entry("direct"),
        tasks: g.batch * g.groups * Math.ceil(shape.output[1] / shape.bandRows),
        weights: upload(runtime, interleave(weights, g.groups, shape.blocks, taps)),
        bias: upload(runtime, bias),
      },
    ],
    workspaceBytes: padding === "before" ? pad.planes * product(pad.to) * 4 : 0,
    scratchBytes: directScratchBytes(shape),
  });
}

/** Tasks that keep some threads busy to the end, each of so many multiply-adds that waking a thread pays. */
const TASKS_WANTED = 8;
const TASK_MACS = 20_000;

/** Rows of a task: all of a group's, unless groups and samples are few. */
function bandRowsOf(g: ConvGeometry): number {
  const [, rows, columns] = triple(outputSizes(g), 1);
  const rowMacs = (columns * product(g.kernel) * g.inChannels * g.outChannels) / g.groups ** 2;
  const bands = Math.ceil(TASKS_WANTED / (g.batch * g.groups));
  return Math.min(rows, Math.max(Math.ceil(rows / bands), Math.ceil(TASK_MACS / rowMacs)));
}

/** [groups][channels][taps] → [groups][block][taps][channels of the block]. */
function interleave(
  weights: ArrayLike<number>,
  groups: number,
  blocks: readonly number[],
  taps: number,
): Float32Array {
  const result = new Float32Array(weights.length);
  let row = 0;
  let at = 0;
  for (let group = 0; group < groups; group++) {
    for (const channels of blocks) {
      for (let tap = 0; tap < taps; tap++) {
        for (let c = 0; c < channels; c++) result[at++] = weights[(row + c) * taps + tap]!;
      }
      row += channels;
    }
  }
  return result;
}
