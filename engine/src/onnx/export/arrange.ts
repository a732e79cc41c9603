/** The same values under other axes; tensors joined and taken apart; what is picked from them. */
import { add, type Dim, isUnknown } from "../../specs/index.ts";
import { int, ints, text } from "../format/write.ts";
import { identity } from "./activation.ts";
import { batched, picking } from "./conv.ts";
import type { Exporter } from "./export-call.ts";

/** To the shape that inference gives it. */
const reshaped: Exporter = (call) => [call.reshape(call.input, call.shape, call.outputShape)];

const permute: Exporter = (call) => {
  const order = call.numbers(call.list("dims"), "the order of the axes");
  return [
    call.transpose(
      call.input,
      order.map((axis) => (axis < 0 ? axis + order.length : axis)),
    ),
  ];
};

const transpose: Exporter = (call) => {
  const order = call.shape.map((_, axis) => axis);
  const [a, b] = [call.axis("dim0"), call.axis("dim1")];
  if (order.length === 0) return [call.input];
  [order[a], order[b]] = [b, a];
  return [call.transpose(call.input, order)];
};

const squeeze: Exporter = (call) => {
  const given = call.isGiven("dim")
    ? call.numbers(call.list("dim"), "dim")
    : call.shape.map((_, axis) => axis);
  const axes = given.map((axis) => (axis < 0 ? axis + call.shape.length : axis));
  const open = axes.find((axis) => typeof call.shape[axis] !== "number");
  if (open !== undefined) throw call.refuse(`whether axis ${open} has the size 1 is known at run time only`);
  const gone = axes.filter((axis) => call.shape[axis] === 1);
  return [gone.length ? call.squeeze(call.input, gone) : call.input];
};

const unsqueeze: Exporter = (call) => [call.unsqueeze(call.input, [call.axis("dim", call.shape.length + 1)])];

/** Sizes of 1 stay where an axis is kept, so that a free size needs no name. */
const expand: Exporter = (call) => {
  const out = call.outputShape;
  const own = [...new Array<Dim>(out.length - call.shape.length).fill(1), ...call.shape];
  const target = out.map((size, axis) => (size === own[axis] && !isUnknown(size) ? 1 : size));
  return [call.op("Expand", [call.input, call.sizes(target)])];
};

const repeat: Exporter = (call) => {
  const times = call.list("repeats");
  const added = times.length - call.shape.length;
  const value =
    added > 0
      ? call.unsqueeze(
          call.input,
          Array.from({ length: added }, (_, i) => i),
        )
      : call.input;
  return [call.op("Tile", [value, call.sizes(times)])];
};

const select: Exporter = (call) => [
  call.op("Gather", [call.input, call.emit.ints([call.number("index")], true)], {
    axis: int(call.axis("dim")),
  }),
];

const narrow: Exporter = (call) => {
  const [[start], [length]] = [call.list("start"), call.list("length")] as [[Dim], [Dim]];
  const ends = [call.sizes([start]), call.sizes([add(start, length)])];
  return [call.op("Slice", [call.input, ...ends, call.emit.ints([call.axis("dim")])])];
};

const cat: Exporter = (call) => {
  // PyTorch passes over tensors of the shape [0]
  const inputs = call.node.inputs.filter((_, i) => call.shapeOf(i).join() !== "0");
  return [call.op("Concat", inputs, { axis: int(call.axis("dim")) })];
};

const stack: Exporter = (call) => {
  const axis = call.axis("dim", call.shape.length + 1);
  const inputs = call.node.inputs.map((input) => call.unsqueeze(input, [axis]));
  return [call.op("Concat", inputs, { axis: int(axis) })];
};

/** In the parts that inference gives. */
const split: Exporter = (call) => {
  const axis = call.axis("dim");
  const sizes = call.numbers(
    call.node.outputShapes.map((shape) => shape?.[axis] ?? Number.NaN),
    "the size of each part",
  );
  if (sizes.length === 1) return [call.input];
  return call.ops("Split", [call.input, call.emit.ints(sizes)], { axis: int(axis) }, sizes.length);
};

const pixelShuffle: Exporter = (call) => {
  const r = call.number("upscaleFactor");
  if (call.shape.length > 4) throw call.refuse("ONNX's DepthToSpace takes [N, C, H, W] alone");
  return [
    batched(call, 2, (input) => call.op("DepthToSpace", [input], { blocksize: int(r), mode: text("CRD") })),
  ];
};

/** A convolution that picks each cell of a block, so that height and width may stay open. */
const pixelUnshuffle: Exporter = (call) => {
  const r = call.number("downscaleFactor");
  if (call.shape.length > 4) throw call.refuse("it takes [N, C, H, W] here alone");
  const channels = call.numbers([call.shape.at(-3)!], "its number of channels")[0]!;
  return [
    batched(call, 2, (input) =>
      call.op("Conv", [input, picking(call, channels, [r, r])], {
        kernel_shape: ints([r, r]),
        strides: ints([r, r]),
        group: int(channels),
      }),
    ),
  ];
};

export const arrangeExporters: Readonly<Record<string, Exporter>> = {
  Flatten: reshaped,
  Unflatten: reshaped,
  flatten: reshaped,
  view: reshaped,
  reshape: reshaped,
  permute,
  transpose,
  squeeze,
  unsqueeze,
  expand,
  repeat,
  select,
  narrow,
  cat,
  stack,
  chunk: split,
  split,
  PixelShuffle: pixelShuffle,
  PixelUnshuffle: pixelUnshuffle,
  contiguous: identity,
  detach: identity,
  clone: identity,
};
