/**
 * What moves and cuts axes: view, permute, squeeze, unsqueeze, flatten, slice, repeat, tile. Where the library differs
 * from PyTorch it says so here: no negative axes in `permute` and `squeeze`, the whole permutation in `transpose`.
 * https://github.com/huggingface/transformers.js/blob/main/src/utils/tensor.js
 */
import {
  type Dim,
  decide,
  eq,
  isUnknown,
  mul,
  prettyShape,
  product,
  type Shape,
  unknown,
} from "@convlens/engine/specs";
import type { TensorValue, Value } from "../../facts/values.ts";
import { asNumber, toDim } from "../../facts/vocabulary.ts";
import { axisOf, isAbsent, likeTorch, outside, refuse, shapeOf, type Use, withShape } from "./vocabulary.ts";

type Rule = (use: Use) => readonly TensorValue[];

/** `view(2, -1)`: sizes one by one. */
export const view: Rule = (use) => {
  const sizes = use.args.map(toDim);
  if (sizes.filter((size) => size === -1).length > 1)
    return refuse(use, {
      code: "reshape-args",
      message: "takes one -1 at most",
      runtime: "Only one dimension can be inferred",
    });
  return likeTorch(use, "view", { shape: sizes });
};

/** `permute(0, 2, 1)`, `transpose(0, 2, 1)`: every axis once, counted from the front. */
export const permute =
  (asList: boolean): Rule =>
  (use) => {
    const shape = shapeOf(use.tensors[0]);
    const [list] = use.args;
    const given = asList ? (list?.kind === "array" && list.complete ? list.elements : undefined) : use.args;
    if (!given || !shape) return withShape(use, null);
    const axes = given.map(asNumber);
    const wrong =
      given.some((axis) => axis.kind === "array") ||
      axes.some((axis) => axis !== undefined && (axis < 0 || axis >= shape.length));
    const text = `[${axes.map((axis) => axis ?? "…").join(", ")}]`;
    if (wrong)
      return refuse(use, {
        code: "permute-dims",
        message: `takes every axis of ${prettyShape(shape)} once, one by one and from 0 to ${shape.length - 1}, not ${text}`,
        runtime: "dims[0] must be an integer, got: undefined",
        exception: "TypeError",
      });
    if (axes.some((axis) => axis === undefined)) return withShape(use, null);
    const out = axes.map((axis) => shape[axis!]!);
    if (
      decide(eq(product(out), product(shape))) === false ||
      (axes.length !== shape.length && !shape.includes(1))
    )
      return refuse(use, {
        code: "permute-dims",
        message: `takes every axis of ${prettyShape(shape)} once, not ${text}`,
        runtime: `Tensor's size(${String(product(out))}) does not match data length(${String(product(shape))}).`,
      });
    return withShape(use, out);
  };

/** `squeeze()`, `squeeze(0)`, `squeeze([0, 1])`: an axis that is not 1, or not there, stays. */
export const squeeze: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  const [dim] = use.args;
  if (!shape) return withShape(use, null);
  if (isAbsent(dim))
    return withShape(
      use,
      shape.some((size) => typeof size !== "number") ? null : shape.filter((size) => size !== 1),
    );
  const axes =
    dim!.kind === "array" ? (dim!.complete ? dim!.elements.map(asNumber) : [undefined]) : [asNumber(dim)];
  if (axes.includes(undefined)) return withShape(use, null);
  if (axes.some((axis) => shape[axis!] !== undefined && typeof shape[axis!] !== "number"))
    return withShape(use, null);
  return withShape(
    use,
    shape.filter((size, axis) => !(axes.includes(axis) && size === 1)),
  );
};

export const unsqueeze: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  const [dim] = use.args;
  const axis = shape && axisOf(dim, shape.length + 1);
  if (!shape || axis === undefined || axis === null) return withShape(use, null);
  if (axis === "outside") return outside(use, dim, shape.length + 1);
  return withShape(use, shape.toSpliced(axis, 0, 1));
};

/** `flatten(start, end)`: what lies beyond the tensor is an axis of 1. */
export const flatten: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  if (!shape) return withShape(use, null);
  const at = (value: Value | undefined, otherwise: number): number | undefined => {
    const axis = isAbsent(value) ? otherwise : asNumber(value);
    return axis !== undefined && axis < 0 ? axis + shape.length : axis;
  };
  const [start, end] = [at(use.args[0], 0), at(use.args[1], -1)];
  if (start === undefined || end === undefined) return withShape(use, null);
  const inside = shape.slice(start, end + 1);
  return withShape(use, [...shape.slice(0, start), product(inside), ...shape.slice(end + 1)]);
};

/** `slice(0, [1, 3], null)`: an index drops its axis, a pair cuts it, null keeps it. */
export const slice: Rule = (use) => {
  const shape = shapeOf(use.tensors[0]);
  if (!shape) return withShape(use, null);
  const out: Dim[] = [];
  for (const [axis, size] of shape.entries()) {
    const part = use.args[axis];
    if (isAbsent(part)) out.push(size);
    else if (part!.kind === "array" && part!.complete) {
      const length = cut(part!.elements, size);
      if (length === "invalid")
        return refuse(
          use,
          { code: "slice-range", message: `ends before it begins on axis ${axis}`, runtime: "Invalid slice" },
          axis,
        );
      out.push(length);
    } else if (part!.kind === "const" && typeof part!.value === "number") {
      const index = part!.value;
      if (typeof size === "number" && (index < -size || index >= size))
        return refuse(
          use,
          {
            code: "index-range",
            message: `has no index ${index} on axis ${axis}, whose size is ${size}`,
            runtime: `IndexError: index ${index} is out of bounds for dimension ${axis} with size ${size}`,
          },
          axis,
        );
    } else return withShape(use, null);
  }
  return withShape(use, out);
};

function cut([from, to]: readonly Value[], size: Dim): Dim | "invalid" {
  if (typeof size !== "number") return isAbsent(from) && isAbsent(to) ? size : unknown;
  const at = (value: Value | undefined, otherwise: number): number | undefined => {
    if (isAbsent(value)) return otherwise;
    const index = asNumber(value);
    return index === undefined || index >= 0 ? index : size === 0 ? 0 : ((index % size) + size) % size;
  };
  const [start, end] = [at(from, 0), at(to, size)];
  if (start === undefined || end === undefined) return unknown;
  if (start > end) return "invalid";
  return Math.max(0, Math.min(end, size) - Math.max(start, 0));
}

/** `repeat(2, 2)` needs a number for each axis; `tile(2)` fills up in front. */
export const repeat =
  (fills: boolean): Rule =>
  (use) => {
    const shape = shapeOf(use.tensors[0]);
    if (!shape) return withShape(use, null);
    const counts = use.args.map(toDim);
    if (counts.length < shape.length && !fills)
      return refuse(use, {
        code: "tile",
        message: `takes a number for each axis of ${prettyShape(shape)}, receives ${counts.length}`,
        runtime: `Number of dimensions of repeat dims (${counts.length}) cannot be smaller than number of dimensions of tensor (${shape.length})`,
      });
    const rank = Math.max(counts.length, shape.length);
    const padded = (list: readonly Dim[]): Dim[] => [...new Array<Dim>(rank - list.length).fill(1), ...list];
    const [sizes, times] = [padded(shape), padded(counts)];
    return withShape(
      use,
      sizes.map((size, i) => (isUnknown(size) || isUnknown(times[i]!) ? unknown : mul(size, times[i]!))),
    );
  };

export const sameShape: Rule = (use) => withShape(use, shapeOf(use.tensors[0]) as Shape);
