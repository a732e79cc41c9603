/** Dense layers, tables, norms, and what joins and rearranges in TensorFlow.js's layers. */
import { type Dim, isList } from "../../specs/index.ts";
import { channelsFirst } from "../../specs/tfjs/image.ts";
import { float, int, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";
import { activate, numberOr } from "./tfjs-activation.ts";
import { firstly } from "./tfjs-windows.ts";

const dense: Exporter = (call) => {
  const product = call.op("MatMul", [call.input, call.weight("kernel")]);
  const sum = call.has("bias") ? call.op("Add", [product, call.weight("bias")]) : product;
  return [activate(call, sum, call.node.args.activation)];
};

const embedding: Exporter = (call) => {
  if (call.isGiven("maskZero") && call.flag("maskZero"))
    throw call.refuse("later layers leave out what it masks, which ONNX has no word for");
  const { input } = call;
  const indices = call.emit.wholes.has(input) ? input : call.op("Cast", [input], { to: int(7) });
  return [call.op("Gather", [call.weight("embeddings"), indices])];
};

/** With the statistics of the training, as one factor and one offset a channel. */
const batchNorm: Exporter = (call) => {
  const rank = call.shape.length;
  const given = numberOr(call, "axis", -1);
  const at = given < 0 ? given + rank : given;
  const variance = call.tensor("moving_variance").data;
  const epsilon = numberOr(call, "epsilon", 1e-3);
  const valuesOf = (name: string, fallback: number): ((i: number) => number) => {
    const data = call.has(name) ? call.tensor(name).data : undefined;
    return (i) => data?.[i] ?? fallback;
  };
  const [gamma, beta, mean] = [valuesOf("gamma", 1), valuesOf("beta", 0), valuesOf("moving_mean", 0)];
  const factor = Float32Array.from(variance, (value, i) => gamma(i) / Math.sqrt(value + epsilon));
  const offset = Float32Array.from(
    variance,
    (value, i) => beta(i) - (mean(i) * gamma(i)) / Math.sqrt(value + epsilon),
  );
  const dims = [variance.length, ...new Array<number>(rank - 1 - at).fill(1)];
  const stem = call.node.weightsName;
  const scaled = call.op("Mul", [call.input, call.emit.weight(`${stem}.factor`, dims, factor)]);
  return [call.op("Add", [scaled, call.emit.weight(`${stem}.offset`, dims, offset)])];
};

const layerNorm: Exporter = (call) => {
  const { axis } = call.node.args;
  const axes = isList(axis) ? axis : [axis ?? -1];
  const rank = call.shape.length;
  if (axes.length !== 1 || (axes[0] !== -1 && axes[0] !== rank - 1))
    throw call.refuse("it is over other axes than the last one");
  const width = call.numbers([call.shape[rank - 1]!], "its last axis")[0]!;
  return [
    call.op(
      "LayerNormalization",
      [
        call.input,
        call.has("gamma") ? call.weight("gamma") : call.filled(width, 1),
        ...(call.has("beta") ? [call.weight("beta")] : []),
      ],
      { axis: int(-1), epsilon: float(numberOr(call, "epsilon", 1e-3)) },
    ),
  ];
};

// ── joining ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Axes of size 1 behind the batch, until all have the rank of the largest. */
function ofOneRank(call: ExportCall): string[] {
  const ranks = call.node.inputs.map((_, i) => call.shapeOf(i).length);
  const most = Math.max(...ranks);
  return call.node.inputs.map((input, i) =>
    ranks[i] === most
      ? input
      : call.unsqueeze(
          input,
          Array.from({ length: most - ranks[i]! }, (_, at) => at + 1),
        ),
  );
}

const joined =
  (op: string): Exporter =>
  (call) => [ofOneRank(call).reduce((a, b) => call.op(op, [a, b]))];

const average: Exporter = (call) => [
  call.op("Mul", [joined("Add")(call)[0]!, call.emit.scalar(1 / call.node.inputs.length)]),
];

/** Every negative axis is the last one. */
const concatenate: Exporter = (call) => [
  call.op("Concat", call.node.inputs, { axis: int(Math.max(numberOr(call, "axis", -1), -1)) }),
];

/** The product over one axis of each, as matrices; of two rows a number. */
const dot: Exporter = (call) => {
  const given = call.node.args.axes;
  const ranks = [call.shapeOf(0).length, call.shapeOf(1).length] as const;
  const axes = ranks.map((rank, i) => {
    const axis = isList(given) ? given[i] : given;
    if (typeof axis !== "number") throw call.refuse("axes are known at run time only");
    return axis < 0 ? axis + rank : axis;
  });
  if (axes.includes(0)) throw call.refuse("it multiplies along the batch");
  const normal = call.isGiven("normalize") && call.flag("normalize");
  const [a, b] = call.node.inputs.map((input, i) => (normal ? ofLength1(call, input, axes[i]!) : input));
  // [batch, rest, k] by [batch, k, rest], where a row has one of the rest
  const first = ranks[0] === 2 ? call.unsqueeze(a!, [1]) : axes[0] === 2 ? a! : call.transpose(a!, [0, 2, 1]);
  const second =
    ranks[1] === 2 ? call.unsqueeze(b!, [2]) : axes[1] === 1 ? b! : call.transpose(b!, [0, 2, 1]);
  const product = call.op("MatMul", [first, second]);
  if (ranks[0] === 2) return [call.squeeze(product, [1])];
  return [ranks[1] === 2 ? call.squeeze(product, [2]) : product];
};

/** Divided by the length along an axis, as l2Normalize does it. */
const ofLength1 = (call: ExportCall, input: string, axis: number): string => {
  const squares = call.reduce("ReduceSum", call.op("Mul", [input, input]), [axis], true);
  const length = call.op("Sqrt", [call.op("Max", [squares, call.emit.scalar(1e-7)])]);
  return call.op("Div", [input, length]);
};

// ── shapes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const flatten: Exporter = (call) => {
  const rank = call.shape.length;
  const axes = Array.from({ length: rank - 2 }, (_, i) => i + 2);
  const turns = channelsFirst(call.node.args) && rank > 2;
  const last = turns ? call.transpose(call.input, [0, ...axes, 1]) : call.input;
  return [call.op("Reshape", [last, call.emit.ints([0, -1])])];
};

const reshape: Exporter = (call) => {
  const target = call
    .list("targetShape")
    .map((size: Dim) => (typeof size === "number" && size >= 0 ? size : -1));
  if (target.filter((size) => size < 0).length > 1) throw call.refuse("two of its sizes are open");
  if (target.includes(0)) throw call.refuse("it has an axis of size 0");
  return [call.op("Reshape", [call.input, call.emit.ints([0, ...target])])];
};

const permute: Exporter = (call) => [
  call.transpose(call.input, [0, ...call.numbers(call.list("dims"), "dims")]),
];

const repeat: Exporter = (call) => {
  const row = call.unsqueeze(call.input, [1]);
  return [call.op("Tile", [row, call.emit.ints([1, call.number("n"), 1])])];
};

/** [before, after] of each axis from n, [h, w] or [[top, bottom], [left, right]]. */
function sidesOf(call: ExportCall, name: string, fallback: number): [number, number][] {
  const arg = call.node.args[name] ?? fallback;
  const both = (isList(arg) ? arg : [arg, arg]) as readonly (number | readonly number[])[];
  const sides = both
    .slice(0, 2)
    .map((side): [number, number] => (typeof side === "number" ? [side, side] : [side[0]!, side[1]!]));
  if (!sides.flat().every(Number.isInteger)) throw call.refuse(`${name} is known at run time only`);
  return sides;
}

/** Cells added on each side, or cut off where they are below 0. */
const framed =
  (name: string, sign: 1 | -1): Exporter =>
  (call) => {
    const sides = sidesOf(call, name, 1);
    const at = channelsFirst(call.node.args) ? 2 : 1;
    const border = (end: 0 | 1): number[] =>
      call.shape.map((_, axis) => sign * (sides[axis - at]?.[end] ?? 0));
    return [call.op("Pad", [call.input, call.emit.ints([...border(0), ...border(1)])])];
  };

const upSampling: Exporter = (call) => {
  const size = call.isGiven("size") ? call.axes("size", 2) : [2, 2];
  const bilinear = call.word("interpolation") === "bilinear";
  return [
    firstly(call, 2, (image) =>
      call.op("Resize", [image, "", call.emit.floats([1, 1, ...size])], {
        mode: text(bilinear ? "linear" : "nearest"),
        coordinate_transformation_mode: text("asymmetric"),
        nearest_mode: text("floor"),
      }),
    ),
  ];
};

/** Corners stay where they are, unless the sides' proportion does. */
const resizing: Exporter = (call) => {
  if (call.shape.length !== 4) throw call.refuse("it takes no batch of images");
  const corners = !(call.isGiven("cropToAspectRatio") && call.flag("cropToAspectRatio"));
  const nearest = call.word("interpolation") === "nearest";
  const size = call.emit.ints([call.number("height"), call.number("width")]);
  return [
    firstly(call, 2, (image) => {
      const front = call.op("Shape", [image], { start: int(0), end: int(2) });
      return call.op("Resize", [image, "", "", call.op("Concat", [front, size], { axis: int(0) })], {
        mode: text(nearest ? "nearest" : "linear"),
        coordinate_transformation_mode: text(corners ? "align_corners" : "asymmetric"),
        nearest_mode: text(corners ? "round_prefer_ceil" : "floor"),
      });
    }),
  ];
};

export const denseExporters: Readonly<Record<string, Exporter>> = {
  dense,
  embedding,
  batchNormalization: batchNorm,
  layerNormalization: layerNorm,
  add: joined("Add"),
  multiply: joined("Mul"),
  maximum: joined("Max"),
  minimum: joined("Min"),
  average,
  concatenate,
  flatten,
  reshape,
  permute,
  repeatVector: repeat,
  zeroPadding2d: framed("padding", 1),
  cropping2D: framed("cropping", -1),
  upSampling2d: upSampling,
  resizing,
  dot,
};
