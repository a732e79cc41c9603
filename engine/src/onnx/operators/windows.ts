/** Operators that slide a window: convolutions and poolings. */
import { ceilDiv, type Dim, floorDiv, max, mul, type Shape, sub, unknown } from "../../specs/index.ts";
import { slide, slideCeil, span } from "../../specs/torch/window.ts";
import type { NodeCall, Operator } from "./node-call.ts";
import { NOTHING, ofShape } from "./value.ts";

interface Window {
  readonly kernel: readonly Dim[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly before: readonly Dim[];
  readonly after: readonly Dim[];
}

/** undefined for lists of other lengths than there are axes: no runtime takes them. */
function windowOf(node: NodeCall, kernel: readonly Dim[], space: readonly Dim[]): Window | undefined {
  const rank = space.length;
  const ones = new Array<number>(rank).fill(1);
  const stride = node.ints("strides") ?? ones;
  const dilation = node.ints("dilations") ?? ones;
  const auto = node.text("auto_pad", "NOTSET");
  const lists = [kernel, stride, dilation, (node.ints("pads") ?? [...ones, ...ones]).slice(rank)];
  if (lists.some((list) => list.length !== rank) || stride.some((step) => step < 1)) return undefined;
  if (auto === "SAME_UPPER" || auto === "SAME_LOWER") {
    const total = kernel.map((k, i) => {
      const steps = sub(ceilDiv(space[i]!, stride[i]!), 1);
      return max(sub(mul(steps, stride[i]!), sub(space[i]!, span(k, dilation[i]!))), 0);
    });
    const half = total.map((t) => floorDiv(t, 2));
    const rest = total.map((t, i) => sub(t, half[i]!));
    return auto === "SAME_UPPER"
      ? { kernel, stride, dilation, before: half, after: rest }
      : { kernel, stride, dilation, before: rest, after: half };
  }
  const pads = auto === "VALID" ? undefined : node.ints("pads");
  return {
    kernel,
    stride,
    dilation,
    before: pads?.slice(0, rank) ?? new Array<number>(rank).fill(0),
    after: pads?.slice(rank) ?? new Array<number>(rank).fill(0),
  };
}

const SAME = /^SAME_/;

/** Conv, and its forms on whole numbers, of which `weight` is another input. */
const conv =
  (weight: number): Operator =>
  (node) => {
    const input = node.shape(0);
    const filters = node.shape(weight);
    if (!input || !filters || filters.length !== input.length || input.length < 3) return [NOTHING];
    const [outChannels, perGroup, ...sizes] = filters as [Dim, Dim, ...Dim[]];
    const rank = sizes.length;
    const space = input.slice(2);
    if (rank > 3) return [ofShape([input[0]!, outChannels, ...space.map(() => unknown)])];
    const window = windowOf(node, node.ints("kernel_shape") ?? sizes, space);
    if (!window) return [NOTHING];
    // padding that differs from side to side is cells of the input to the spec, which pads both sides alike
    const padded = space.map((size, i) => sub(size, mul(-1, sub(window.after[i]!, window.before[i]!))));
    const groups = node.int("group", 1);
    const [output] = node.through(
      `Conv${rank}d`,
      {
        inChannels: mul(perGroup, groups),
        outChannels,
        kernelSize: window.kernel as Dim[],
        stride: window.stride,
        padding: window.before as Dim[],
        dilation: window.dilation,
        groups,
        bias: false,
      },
      [[input[0]!, input[1]!, ...padded]],
    );
    if (!SAME.test(node.text("auto_pad"))) return [ofShape(output!, node.type(0))];
    const same = space.map((size, i) => ceilDiv(size, window.stride[i]!));
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
  const window = windowOf(node, kernel, space);
  const extra = node.ints("output_padding") ?? space.map(() => 0);
  if (!window || extra.length !== space.length) return [NOTHING];
  const { stride, dilation, before, after } = window;
  if (SAME.test(node.text("auto_pad")))
    return [ofShape([input[0]!, channels, ...space.map((size, i) => mul(size, stride[i]!))], node.type(0))];
  const out = space.map((size, i) => {
    const whole = sub(mul(sub(size, 1), stride[i]!), mul(-1, span(kernel[i]!, dilation[i]!)));
    return sub(sub(whole, before[i]!), sub(after[i]!, extra[i]!));
  });
  return [ofShape([input[0]!, channels, ...out], node.type(0))];
};

const pool: Operator = (node) => {
  const input = node.shape(0);
  const kernel = node.ints("kernel_shape");
  if (!input || !kernel || input.length < 3) return [NOTHING, NOTHING];
  const space = input.slice(2);
  const window = windowOf(node, kernel, space);
  if (!window) return [NOTHING, NOTHING];
  const ceil = node.int("ceil_mode", 0) === 1;
  const sizes = space.map((size, i): Dim => {
    const stride = window.stride[i]!;
    if (SAME.test(node.text("auto_pad"))) return ceilDiv(size, stride);
    const spanned = span(kernel[i]!, window.dilation[i]!);
    if (!ceil) return slide(size, window.before[i]!, window.after[i]!, spanned, stride);
    const rounded = slideCeil(size, window.before[i]!, window.after[i]!, spanned, stride);
    if (typeof rounded !== "number" || typeof size !== "number") return stride === 1 ? rounded : unknown;
    // a last window that would begin in the padding behind the input is left out
    return (rounded - 1) * stride >= size + (window.before[i] as number) ? rounded - 1 : rounded;
  });
  const output = [input[0]!, input[1]!, ...sizes];
  return [ofShape(output, node.type(0)), ofShape(output, "int64")];
};

const globalPool: Operator = (node) => {
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
  const frames = slide(signal[1]!, 0, 0, given, step);
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
