/** Operators that slide a window: convolutions and poolings. */
import {
  ceilDiv,
  type Dim,
  floorDiv,
  max,
  mul,
  type Shape,
  sub,
  unknown,
  type Window,
} from "../../specs/index.ts";
import { each, pooled, slide, span } from "../../specs/torch/window.ts";
import type { NodeCall, Operator } from "./node-call.ts";
import { NOTHING, ofShape } from "./value.ts";

/** undefined for lists of other lengths than there are axes: no runtime takes them. */
function windowsOf(node: NodeCall, kernel: readonly Dim[], space: readonly Dim[]): Window[] | undefined {
  const rank = space.length;
  const ones = new Array<number>(rank).fill(1);
  const strides = node.ints("strides") ?? ones;
  const dilations = node.ints("dilations") ?? ones;
  const auto = node.text("auto_pad", "NOTSET");
  const lists = [kernel, strides, dilations, (node.ints("pads") ?? [...ones, ...ones]).slice(rank)];
  if (lists.some((list) => list.length !== rank) || strides.some((step) => step < 1)) return undefined;
  const pads = auto === "VALID" ? undefined : node.ints("pads");
  return kernel.map((size, i): Window => {
    const plain = { kernel: size, stride: strides[i]!, dilation: dilations[i]! };
    if (!SAME.test(auto)) return { ...plain, low: pads?.[i] ?? 0, high: pads?.[rank + i] ?? 0 };
    const steps = sub(ceilDiv(space[i]!, plain.stride), 1);
    const total = max(sub(mul(steps, plain.stride), sub(space[i]!, span(plain))), 0);
    const half = floorDiv(total, 2);
    const rest = sub(total, half);
    const [low, high] = auto === "SAME_UPPER" ? [half, rest] : [rest, half];
    return { ...plain, low, high };
  });
}

const SAME = /^SAME_/;

/** Conv, and its forms on whole numbers, of which `weight` is another input. */
export const conv =
  (weight: number): Operator =>
  (node) => {
    const input = node.shape(0);
    const filters = node.shape(weight);
    if (!input || !filters || filters.length !== input.length || input.length < 3) return [NOTHING];
    const [outChannels, perGroup, ...sizes] = filters as [Dim, Dim, ...Dim[]];
    const rank = sizes.length;
    const space = input.slice(2);
    if (rank > 3) return [ofShape([input[0]!, outChannels, ...space.map(() => unknown)])];
    const windows = windowsOf(node, node.ints("kernel_shape") ?? sizes, space);
    if (!windows) return [NOTHING];
    // padding that differs from side to side is cells of the input to the spec, which pads both sides alike
    const padded = space.map((size, i) => sub(size, mul(-1, sub(windows[i]!.high, windows[i]!.low))));
    const groups = node.int("group", 1);
    const [output] = node.through(
      `Conv${rank}d`,
      {
        inChannels: mul(perGroup, groups),
        outChannels,
        kernelSize: each(windows, "kernel"),
        stride: each(windows, "stride"),
        padding: each(windows, "low"),
        dilation: each(windows, "dilation"),
        groups,
        bias: false,
      },
      [[input[0]!, input[1]!, ...padded]],
    );
    if (!SAME.test(node.text("auto_pad"))) return [ofShape(output!, node.type(0))];
    const same = space.map((size, i) => ceilDiv(size, windows[i]!.stride));
    return [ofShape([input[0]!, outChannels, ...same], node.type(0))];
  };

const convTranspose: Operator = (node) => {
  const input = node.shape(0);
  const filters = node.shape(1);
  if (!input || !filters || filters.length !== input.length || input.length < 3) return [NOTHING];
  const [, perGroup, ...sizes] = filters as [Dim, Dim, ...Dim[]];
  const channels = mul(perGroup, node.int("group", 1));
  const space = input.slice(2);
  const given = node.ints("output_shape");
  if (given) return [ofShape([input[0]!, channels, ...given.slice(-space.length)], node.type(0))];
  const kernel = node.ints("kernel_shape") ?? sizes;
  const windows = windowsOf(node, kernel, space);
  const extra = node.ints("output_padding") ?? space.map(() => 0);
  if (!windows || extra.length !== space.length) return [NOTHING];
  if (SAME.test(node.text("auto_pad")))
    return [
      ofShape([input[0]!, channels, ...space.map((size, i) => mul(size, windows[i]!.stride))], node.type(0)),
    ];
  const out = space.map((size, i) => {
    const window = windows[i]!;
    const whole = sub(mul(sub(size, 1), window.stride), mul(-1, span(window)));
    return sub(sub(whole, window.low), sub(window.high, extra[i]!));
  });
  return [ofShape([input[0]!, channels, ...out], node.type(0))];
};

const pool: Operator = (node) => {
  const input = node.shape(0);
  const kernel = node.ints("kernel_shape");
  if (!input || !kernel || input.length < 3) return [NOTHING, NOTHING];
  const space = input.slice(2);
  const windows = windowsOf(node, kernel, space);
  if (!windows) return [NOTHING, NOTHING];
  const ceil = node.int("ceil_mode", 0) === 1;
  const sizes = windows.map((window, i) =>
    SAME.test(node.text("auto_pad")) ? ceilDiv(space[i]!, window.stride) : pooled(space[i]!, window, ceil),
  );
  const output = [input[0]!, input[1]!, ...sizes];
  return [ofShape(output, node.type(0)), ofShape(output, "int64")];
};

export const globalPool: Operator = (node) => {
  const input = node.shape(0);
  return [ofShape(input && [...input.slice(0, 2), ...input.slice(2).map(() => 1)], node.type(0))];
};

/** The input's sizes in columns of blocks: Col2Im gives the image back. */
const col2im: Operator = (node) => {
  const input = node.shape(0);
  const size = node.input(1)?.elements;
  const block = node.input(2)?.elements;
  if (input?.length !== 3 || !size || !block) return [NOTHING];
  const cells = block.reduce((a, b) => mul(a, b), 1);
  return [ofShape([input[0]!, floorDiv(input[1]!, cells), ...size] as Shape, node.type(0))];
};

/** Short pieces of a signal [batch, length, 1] as frequencies [batch, pieces, bins, 2]. */
const stft: Operator = (node) => {
  const signal = node.shape(0);
  const [step] = node.input(1)?.elements ?? [];
  const [given] = node.input(3)?.elements ?? node.shape(2) ?? [];
  if (!signal || signal.length < 2 || step === undefined || typeof given !== "number") return [NOTHING];
  const frames = slide(signal[1]!, { kernel: given, dilation: 1, stride: step, low: 0, high: 0 });
  const bins = node.int("onesided", 1) === 1 ? Math.floor(given / 2) + 1 : given;
  return [ofShape([signal[0]!, frames, bins, 2], node.type(0))];
};

export const windowOperators: Readonly<Record<string, Operator>> = {
  Conv: conv(1),
  ConvInteger: (node) => conv(1)(node).map(({ shape }) => ofShape(shape, "int32")),
  QLinearConv: conv(3),
  ConvTranspose: convTranspose,
  MaxPool: pool,
  AveragePool: pool,
  LpPool: pool,
  GlobalMaxPool: globalPool,
  GlobalAveragePool: globalPool,
  GlobalLpPool: globalPool,
  Col2Im: col2im,
  STFT: stft,
};
