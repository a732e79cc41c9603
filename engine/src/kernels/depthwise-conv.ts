/** Depthwise convolution of stride 1 or 2 in two dimensions: see depthwise-kernel.ts. */
import type { Runtime } from "../runtime/index.ts";
import type { Epilogue } from "./arithmetic.ts";
import { buildDepthwise, type DepthwiseShape, KEPT_TAPS } from "./depthwise-kernel.ts";
import { type ConvGeometry, outputSizes, product } from "./geometry.ts";
import { WIDE_TILE } from "./micro-kernel.ts";
import { KernelPlan, type Plan, upload } from "./plan.ts";
import { denseTile } from "./wide.ts";

/** Kernel rows whose sums fit the registers. */
const MOST_ROWS = 7;
/** Output numbers that a task should have, so that waking a thread pays. */
const TASK_OUTPUTS = 16384;

/** One input channel for each output channel, and at least a vector of columns. */
export function suitsDepthwise(g: ConvGeometry): boolean {
  const [row, column] = g.stride;
  return (
    g.input.length === 2 &&
    g.groups === g.inChannels &&
    g.groups === g.outChannels &&
    row === column &&
    (row === 1 || row === 2) &&
    g.dilation.every((step) => step === 1) &&
    g.kernel.every((size) => size <= MOST_ROWS) &&
    g.padLow.every((pad, d) => pad >= 0 && pad < g.kernel[d]!) &&
    g.padHigh.every((pad, d) => pad < g.kernel[d]!) &&
    g.input[1]! >= 4 &&
    outputSizes(g)[1]! >= 4
  );
}

export function planDepthwiseConv(
  runtime: Runtime,
  g: ConvGeometry,
  weights: ArrayLike<number>,
  bias: ArrayLike<number>,
  epilogue: Epilogue,
): Plan {
  const [height, width] = outputSizes(g) as [number, number];
  const planes = g.batch * g.inChannels;
  const stride = g.stride[0] as 1 | 2;
  const isPaired = stride === 1 && (product(g.kernel) > KEPT_TAPS || denseTile(runtime) === WIDE_TILE);
  const shape: DepthwiseShape = {
    planes,
    channels: g.inChannels,
    planesPerTask: Math.max(1, Math.min(Math.ceil(planes / 16), Math.ceil(TASK_OUTPUTS / (height * width)))),
    input: pair(g.input),
    output: [height, width],
    kernel: pair(g.kernel),
    stride,
    low: pair(g.padLow),
    vectors: isPaired ? 2 : 1,
    epilogue,
  };
  const kernel = runtime.kernels.get(`depthwise ${JSON.stringify(shape)}`, (module) =>
    buildDepthwise(module, shape),
  );
  return new KernelPlan(runtime, {
    algorithm: "direct depthwise",
    outputShape: [g.batch, g.outChannels, height, width],
    macs: planes * height * width * product(g.kernel),
    stages: [
      {
        entry: kernel.entry("depthwise"),
        tasks: Math.ceil(planes / shape.planesPerTask),
        weights: upload(runtime, weights),
        bias: upload(runtime, bias),
      },
    ],
  });
}

function pair([rows, columns]: readonly number[]): readonly [number, number] {
  return [rows!, columns!];
}
