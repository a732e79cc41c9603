/** Operators that put the same elements under other axes: reshape, transpose, squeeze, join, split. */
import {
  type Dim,
  divideExactly,
  floorDiv,
  isUnknown,
  mul,
  product,
  type Shape,
  sum,
  unknown,
} from "../../specs/index.ts";
import { broadcastOf, elementAt } from "./elementwise.ts";
import { axisOf, type NodeCall, type Operator, withAxis } from "./node-call.ts";
import { elementsAt, elementsOf, NOTHING, ofShape, upTo, type Value, withElements } from "./value.ts";

/** The value under another shape: its elements stay in their order. */
const reshaped = (value: Value | undefined, shape: Shape): Value =>
  shape ? withElements(shape, value?.type, value?.elements) : ofShape(null, value?.type);

const reshape: Operator = (node) => {
  const data = node.input(0);
  const target = node.ints("shape") ?? elementsOf(node.input(1));
  if (!target) return [ofShape(null, data?.type)];
  const copies = node.int("allowzero", 0) === 0;
  const input = data?.shape ?? null;
  const wanted = target.map((size, axis) => (size === 0 && copies ? (input?.[axis] ?? unknown) : size));
  if (!input || wanted.some(isUnknown))
    return [
      reshaped(
        data,
        wanted.map((size) => (size === -1 ? unknown : size)),
      ),
    ];
  return [reshaped(data, node.through("reshape", { shape: withRest(input, wanted) }, [input])[0]!)];
};

/**
 * Puts in what −1 stands for, where it divides exactly. A size that both shapes have cancels out, so that no symbol need be
 * positive: [N, 12, S, 64] to [0, S, −1].
 */
function withRest(input: readonly Dim[], wanted: readonly Dim[]): Dim[] {
  const rest = [...input];
  const divisor: Dim[] = [];
  for (const size of wanted) {
    if (size === -1) continue;
    const at = rest.indexOf(size);
    if (at >= 0) rest.splice(at, 1);
    else divisor.push(size);
  }
  const total = product(rest);
  const parts = product(divisor);
  const inferred = divideExactly(total, parts);
  return inferred === undefined ? [...wanted] : wanted.map((size) => (size === -1 ? inferred : size));
}

const flatten: Operator = (node) => {
  const input = node.shape(0);
  if (!input) return [NOTHING];
  const axis = node.int("axis", 1);
  const at = axis < 0 ? axis + input.length : axis;
  return [reshaped(node.input(0), [product(input.slice(0, at)), product(input.slice(at))])];
};

const transpose: Operator = (node) => {
  const input = node.shape(0);
  if (!input) return [NOTHING];
  const order = node.ints("perm") ?? input.map((_, axis) => input.length - 1 - axis);
  if (order.length !== input.length) return [NOTHING];
  const shape = order.map((axis) => input[axis] ?? unknown);
  const turned = input.length === 2 && order[0] === 1 ? turnedElements(node.input(0)!) : undefined;
  if (turned) return [withElements(shape, node.type(0), turned)];
  return [input.length < 2 ? reshaped(node.input(0), shape) : ofShape(shape, node.type(0))];
};

/** Columns for rows. */
function turnedElements(value: Value): readonly Dim[] | undefined {
  const [rows, columns] = value.shape!;
  if (typeof rows !== "number" || typeof columns !== "number") return undefined;
  const parts = upTo(columns).map((column) => elementsAt(value, [upTo(rows), [column]]));
  return parts.every((part) => part) ? parts.flatMap((part) => part!) : undefined;
}

const squeeze: Operator = (node) => {
  const input = node.shape(0);
  const axes = node.list("axes", 1);
  if (!input || axes === "unknown") return [ofShape(null, node.type(0))];
  if (!axes) {
    // every axis of size 1 goes: which, is known where all sizes are
    const known = input.every((size) => typeof size === "number");
    return [
      known
        ? reshaped(
            node.input(0),
            input.filter((size) => size !== 1),
          )
        : ofShape(null, node.type(0)),
    ];
  }
  const gone = new Set(axes.map((axis) => axisOf(axis, input.length)));
  return [
    reshaped(
      node.input(0),
      input.filter((_, axis) => !gone.has(axis)),
    ),
  ];
};

const unsqueeze: Operator = (node) => {
  const input = node.shape(0);
  const axes = node.list("axes", 1);
  if (!input || !axes || axes === "unknown") return [ofShape(null, node.type(0))];
  const rank = input.length + axes.length;
  const places = new Set(axes.map((axis) => axisOf(axis, rank)));
  const rest = [...input];
  const shape = Array.from({ length: rank }, (_, axis) => (places.has(axis) ? 1 : (rest.shift() ?? unknown)));
  return [reshaped(node.input(0), shape)];
};

const expand: Operator = (node) => {
  const data = node.input(0);
  const target = elementsOf(node.input(1));
  if (!data?.shape || !target) return [ofShape(null, data?.type)];
  const shape = broadcastOf(node, [data.shape, target]);
  if (!shape?.every((size) => typeof size === "number") || !data.elements) return [ofShape(shape, data.type)];
  const count = product(shape) as number;
  const elements = Array.from({ length: Math.min(count, 2048) }, (_, i) =>
    elementAt(data, shape as number[], i),
  );
  return [withElements(shape, data.type, elements)];
};

const concat: Operator = (node) => {
  const inputs = node.all;
  const first = inputs.find(({ shape }) => shape)?.shape;
  if (!first) return [ofShape(null, node.type(0))];
  const axis = axisOf(node.int("axis", 0), first.length);
  if (axis === undefined) return [NOTHING];
  if (inputs.some(({ shape }) => !shape))
    return [
      ofShape(
        withAxis(first, axis, unknown).map((size, i) => (i === axis ? unknown : size)),
        node.type(0),
      ),
    ];
  const given = inputs.map(({ shape }) => shape!);
  // what has nothing on this axis adds nothing, and its other sizes are not looked at
  const filled = given.filter((shape) => shape.length !== first.length || shape[axis] !== 0);
  const shapes = filled.length > 0 ? filled : given;
  const [joined] = node.through("cat", { dim: axis }, shapes);
  // sizes that one input leaves open are known from another
  const shape = joined!.map((size, i) =>
    i === axis || typeof size === "number"
      ? size
      : (shapes.find((one) => typeof one![i] === "number")?.[i] ?? size),
  );
  const elements = first.length === 1 ? inputs.map(elementsOf) : [];
  const all =
    elements.length > 0 && elements.every((part) => part) ? elements.flatMap((part) => part!) : undefined;
  return [withElements(shape, node.type(0), all)];
};

const split: Operator = (node) => {
  const count = node.node.outputs.length;
  const input = node.shape(0);
  const axis = input ? axisOf(node.int("axis", 0), input.length) : undefined;
  const sizes = node.list("split", 1);
  if (!input || axis === undefined) return new Array<Value>(count).fill(ofShape(null, node.type(0)));
  const size = input[axis]!;
  const parts = node.int("num_outputs", count);
  const even = divideExactly(size, parts);
  const chunk = typeof size === "number" ? Math.ceil(size / parts) : undefined;
  return Array.from({ length: count }, (_, i) => {
    const part = sizes && sizes !== "unknown" ? sizes[i] : sizes === "unknown" ? unknown : evenPart(i);
    return ofShape(withAxis(input, axis, part ?? unknown), node.type(0));
  });

  function evenPart(i: number): Dim {
    if (even !== undefined) return even;
    // since opset 18 the last part is the smaller one
    if (chunk === undefined || node.opset < 18) return unknown;
    return i < parts - 1 ? chunk : (size as number) - chunk * (parts - 1);
  }
};

const tile: Operator = (node) => {
  const input = node.shape(0);
  const repeats = elementsOf(node.input(1));
  if (!input || repeats?.length !== input.length)
    return [ofShape(input?.map(() => unknown) ?? null, node.type(0))];
  return [
    ofShape(
      input.map((size, axis) => (isUnknown(repeats[axis]!) ? unknown : mul(size, repeats[axis]!))),
      node.type(0),
    ),
  ];
};

const depthToSpace: Operator = (node) => {
  const block = node.int("blocksize", 1);
  if (node.shape(0)?.length !== 4) return [NOTHING];
  const [shape] = node.through("PixelShuffle", { upscaleFactor: block }, [node.shape(0)]);
  return [ofShape(shape!, node.type(0))];
};

const spaceToDepth: Operator = (node) => {
  const block = node.int("blocksize", 1);
  const input = node.shape(0);
  if (input?.length !== 4) return [NOTHING];
  const [batch, channels, height, width] = input as [Dim, Dim, Dim, Dim];
  return [
    ofShape(
      [batch, mul(channels, block * block), floorDiv(height, block), floorDiv(width, block)],
      node.type(0),
    ),
  ];
};

const pad: Operator = (node) => {
  const input = node.shape(0);
  const pads = node.ints("pads") ?? node.ints("paddings") ?? elementsOf(node.input(1));
  if (!input) return [NOTHING];
  const axes = numbersOrAll(node, 3, input.length);
  if (!pads || !axes || pads.length !== 2 * axes.length)
    return [
      ofShape(
        input.map(() => unknown),
        node.type(0),
      ),
    ];
  const shape = input.map((size, axis): Dim => {
    const at = axes.indexOf(axis);
    return at < 0 ? size : sum([size, pads[at]!, pads[at + axes.length]!]);
  });
  return [ofShape(shape, node.type(0))];
};

/** Axes of an input, from the start; all where it is left out, undefined where they are not known. */
function numbersOrAll(node: NodeCall, i: number, rank: number): readonly number[] | undefined {
  const axes = node.list("axes", i);
  if (axes === "unknown") return undefined;
  return axes
    ? axes.map((axis) => axisOf(axis, rank) ?? -1)
    : Array.from({ length: rank }, (_, axis) => axis);
}

const centerCropPad: Operator = (node) => {
  const input = node.shape(0);
  const sizes = elementsOf(node.input(1));
  if (!input || !sizes) return [NOTHING];
  const axes = node.ints("axes")?.map((axis) => axisOf(axis, input.length)) ?? input.map((_, axis) => axis);
  return [
    ofShape(
      input.map((size, axis) => (axes.includes(axis) ? (sizes[axes.indexOf(axis)] ?? unknown) : size)),
      node.type(0),
    ),
  ];
};

export const arrangeOperators: Readonly<Record<string, Operator>> = {
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Expand: expand,
  Concat: concat,
  Split: split,
  Tile: tile,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  Pad: pad,
  CenterCropPad: centerCropPad,
};
