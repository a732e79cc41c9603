/** Resize and its older form Upsample. https://onnx.ai/onnx/operators/onnx__Resize.html */
import { type Dim, floorDiv, isUnknown, mul, unknown } from "../../specs/index.ts";
import { axisOf, type Operator } from "./node-call.ts";
import { NOTHING, numbersOf, ofShape, type Value } from "./value.ts";

const resize: Operator = (node) => {
  const input = node.shape(0);
  if (!input) return [NOTHING];
  const upsample = node.node.op === "Upsample" || node.opset < 11;
  const scales = node.floats("scales") ?? numbersOf(node.input(upsample ? 1 : 2));
  const sizes = upsample ? undefined : given(node.input(3));
  const axes = node.ints("axes")?.map((axis) => axisOf(axis, input.length)) ?? input.map((_, axis) => axis);
  const fitted = node.text("keep_aspect_ratio_policy", "stretch") !== "stretch";
  const shape = input.map((size, axis): Dim => {
    const at = axes.indexOf(axis);
    if (at < 0) return size;
    if (sizes) return fitted ? unknown : (sizes[at] ?? unknown);
    const scale = scales?.[at];
    return scale === undefined ? unknown : scaled(size, scale);
  });
  return [ofShape(shape, node.type(0))];
};

const given = (value: Value | undefined): readonly Dim[] | undefined =>
  value && !(value.shape?.length === 1 && value.shape[0] === 0) ? (value.elements ?? []) : undefined;

/** ⌊size · scale⌋ in single precision. */
function scaled(size: Dim, scale: number): Dim {
  if (isUnknown(size)) return unknown;
  if (typeof size === "number") return Math.floor(Math.fround(size * scale));
  if (Number.isInteger(scale)) return mul(size, scale);
  const parts = 1 / scale;
  return Number.isInteger(Math.log2(parts)) && parts > 0 ? floorDiv(size, parts) : unknown;
}

const gridSample: Operator = (node) => {
  const [input, grid] = [node.shape(0), node.shape(1)];
  return [ofShape(input && grid && [...input.slice(0, 2), ...grid.slice(1, -1)], node.type(0))];
};

/** Boxes of a feature map, each in the same size. */
const roiAlign: Operator = (node) => {
  const [input, boxes] = [node.shape(0), node.shape(1)];
  if (input?.length !== 4 || boxes?.length !== 2) return [NOTHING];
  return [
    ofShape([boxes[0]!, input[1]!, node.int("output_height", 1), node.int("output_width", 1)], node.type(0)),
  ];
};

export const resizeOperators: Readonly<Record<string, Operator>> = {
  Resize: resize,
  Upsample: resize,
  GridSample: gridSample,
  RoiAlign: roiAlign,
};
