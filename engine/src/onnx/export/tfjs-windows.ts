/**
 * Convolutions and poolings of TensorFlow.js. Channels stand last there and first in ONNX: each is transposed on the way
 * in and out, and its kernel once, in the file.
 */
import { channelsFirst } from "../../specs/tfjs/image.ts";
import { type Geometry, geometryOf } from "../../specs/tfjs/window.ts";
import type { Attribute } from "../format/model.ts";
import { int, ints } from "../format/write.ts";
import type { WeightValues } from "./emitter.ts";
import type { ExportCall, Exporter } from "./export-call.ts";
import { activate, autoPad } from "./tfjs-activation.ts";

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const toFirst = (rank: number): number[] => [0, rank + 1, ...range(1, rank + 1)];
const toLast = (rank: number): number[] => [0, ...range(2, rank + 2), 1];

/** Runs `body` with channels first, however the layer has them. */
export function firstly(call: ExportCall, rank: number, body: (image: string) => string): string {
  if (channelsFirst(call.node.args)) return body(call.input);
  return call.transpose(body(call.transpose(call.input, toFirst(rank))), toLast(rank));
}

function numbersOf(
  call: ExportCall,
  geometry: Geometry,
): Record<"kernel" | "strides" | "dilation", number[]> {
  const { kernel, strides, dilation } = geometry;
  return {
    kernel: call.numbers(kernel, "its window"),
    strides: call.numbers(strides, "its strides"),
    dilation: call.numbers(dilation, "its dilation"),
  };
}

/** [...size, a, b] → [b, a, ...size], under another name. */
function kernelOf(call: ExportCall, name: string, shape = call.tensor(name).shape): string {
  const { data } = call.tensor(name);
  const turned = kernelFirst({ data, shape });
  return call.weight(name, turned.shape, turned.data, "_first");
}

function kernelFirst({ data, shape }: WeightValues): { shape: number[]; data: Float32Array } {
  const [a, b] = shape.slice(-2) as [number, number];
  const size = shape.slice(0, -2);
  const area = size.reduce((product, cells) => product * cells, 1);
  const result = new Float32Array(data.length);
  let from = 0;
  for (let cell = 0; cell < area; cell++)
    for (let i = 0; i < a; i++) for (let j = 0; j < b; j++) result[(j * a + i) * area + cell] = data[from++]!;
  return { shape: [b, a, ...size], data: result };
}

const biasOf = (call: ExportCall): string[] => (call.has("bias") ? [call.weight("bias")] : []);

/** Of three axes TensorFlow.js lets windows begin inside of the input, where steps are longer than windows. */
function refuseInside(
  call: ExportCall,
  { padding }: Geometry,
  kernel: readonly number[],
  strides: readonly number[],
): void {
  if (padding === "same" && kernel.length === 3 && strides.some((stride, axis) => stride > kernel[axis]!))
    throw call.refuse("its windows begin inside of the input, which ONNX has no padding for");
}

/** Dilated windows take steps of 1 in TensorFlow.js: what "same" puts around them is the same for all sizes. */
const attributesOf = (
  call: ExportCall,
  geometry: Geometry,
  dilated = true,
): Readonly<Record<string, Attribute>> => {
  const { kernel, strides, dilation } = numbersOf(call, geometry);
  refuseInside(call, geometry, kernel, strides);
  const steps = dilated ? dilation : dilation.map(() => 1);
  const shared = { kernel_shape: ints(kernel), strides: ints(strides), dilations: ints(steps) };
  const padding = autoPad(call, geometry.padding);
  if (geometry.padding !== "same" || steps.every((step) => step === 1))
    return { ...shared, auto_pad: padding };
  if (strides.some((stride) => stride !== 1)) throw call.refuse("it has strides and a dilation");
  const around = kernel.map((size, axis) => (size - 1) * steps[axis]!);
  return {
    ...shared,
    pads: ints([...around.map((cells) => cells >> 1), ...around.map((cells) => (cells + 1) >> 1)]),
  };
};

const conv =
  (rank: number): Exporter =>
  (call) => {
    if (rank === 1 && channelsFirst(call.node.args))
      throw call.refuse("with channels first it gives them last");
    const geometry = geometryOf(call.node.args, rank);
    const attributes = attributesOf(call, geometry);
    const result = firstly(call, rank, (image) =>
      call.op("Conv", [image, kernelOf(call, "kernel"), ...biasOf(call)], attributes),
    );
    return [activate(call, result, call.node.args.activation)];
  };

/** One convolution a channel: [height, width, in, multiplier] → [in · multiplier, 1, height, width]. */
function depthwise(
  call: ExportCall,
  image: string,
  geometry: Geometry,
  bias: readonly string[],
  dilated: boolean,
): string {
  const [height, width, channels, multiplier] = call.tensor("depthwise_kernel").shape as [
    number,
    number,
    number,
    number,
  ];
  const kernel = kernelOf(call, "depthwise_kernel", [height, width, 1, channels * multiplier]);
  return call.op("Conv", [image, kernel, ...bias], {
    ...attributesOf(call, geometry, dilated),
    group: int(channels),
  });
}

const depthwiseConv: Exporter = (call) => {
  const geometry = geometryOf(call.node.args, 2);
  const result = firstly(call, 2, (image) => depthwise(call, image, geometry, biasOf(call), false));
  return [activate(call, result, call.node.args.activation)];
};

const separableConv: Exporter = (call) => {
  const geometry = geometryOf(call.node.args, 2);
  const result = firstly(call, 2, (image) => {
    const wide = depthwise(call, image, geometry, [], true);
    return call.op("Conv", [wide, kernelOf(call, "pointwise_kernel"), ...biasOf(call)]);
  });
  return [activate(call, result, call.node.args.activation)];
};

/** Undoes a convolution: the borders that it would have padded are cut off. */
const convTranspose =
  (rank: number): Exporter =>
  (call) => {
    const geometry = geometryOf(call.node.args, rank);
    const { kernel, strides, dilation } = numbersOf(call, geometry);
    if (dilation.some((step) => step !== 1)) throw call.refuse("it is dilated");
    autoPad(call, geometry.padding);
    const cut = kernel.map((size, axis) =>
      geometry.padding === "same" ? Math.max(size - strides[axis]!, 0) : 0,
    );
    const low = cut.map((cells) => Math.floor(cells / 2));
    const high = cut.map((cells, axis) => cells - low[axis]!);
    const more = kernel.map((size, axis) => Math.max(strides[axis]! - size, 0));
    const result = firstly(call, rank, (image) =>
      call.op("ConvTranspose", [image, kernelOf(call, "kernel"), ...biasOf(call)], {
        kernel_shape: ints(kernel),
        strides: ints(strides),
        pads: ints([...low, ...high]),
        output_padding: ints(more),
      }),
    );
    return [activate(call, result, call.node.args.activation)];
  };

const pool =
  (kind: "Max" | "Average", rank: number): Exporter =>
  (call) => {
    const geometry = geometryOf(call.node.args, rank, "poolSize");
    const { kernel, strides } = numbersOf(call, geometry);
    refuseInside(call, geometry, kernel, strides);
    const attributes = {
      kernel_shape: ints(kernel),
      strides: ints(strides),
      auto_pad: autoPad(call, geometry.padding),
    };
    return [firstly(call, rank, (image) => call.op(`${kind}Pool`, [image], attributes))];
  };

const globalPool =
  (op: "ReduceMax" | "ReduceMean", rank: number): Exporter =>
  (call) => {
    const axes = rank === 2 && channelsFirst(call.node.args) ? [2, 3] : range(1, rank + 1);
    return [call.reduce(op, call.input, axes, false)];
  };

export const windowExporters: Readonly<Record<string, Exporter>> = {
  ...Object.fromEntries(
    [1, 2, 3].flatMap((rank): [string, Exporter][] => [
      [`conv${rank}d`, conv(rank)],
      [`maxPooling${rank}d`, pool("Max", rank)],
      [`averagePooling${rank}d`, pool("Average", rank)],
    ]),
  ),
  ...Object.fromEntries(
    [1, 2].flatMap((rank): [string, Exporter][] => [
      [`globalMaxPooling${rank}d`, globalPool("ReduceMax", rank)],
      [`globalAveragePooling${rank}d`, globalPool("ReduceMean", rank)],
    ]),
  ),
  conv2dTranspose: convTranspose(2),
  conv3dTranspose: convTranspose(3),
  depthwiseConv2d: depthwiseConv,
  separableConv2d: separableConv,
};
