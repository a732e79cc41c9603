/** Operators that take some elements of a tensor: slices, gathers, and what is chosen by value. */
import {
  add,
  ceilDiv,
  type Dim,
  isUnknown,
  lowerBound,
  max,
  min,
  sub,
  unknown,
  upperBound,
} from "../../specs/index.ts";
import { axisOf, type Operator, withAxis } from "./node-call.ts";
import { elementsAt, elementsOf, NOTHING, ofShape, upTo, withElements } from "./value.ts";

/** As good as the end: exporters write the largest number of their type. */
const FAR = 2 ** 30;

const slice: Operator = (node) => {
  const data = node.input(0);
  const input = data?.shape;
  const starts = node.ints("starts") ?? elementsOf(node.input(1));
  const ends = node.ints("ends") ?? elementsOf(node.input(2));
  const axes = node.list("axes", 3) ?? starts?.map((_, axis) => axis);
  const steps = node.list("steps", 4) ?? starts?.map(() => 1);
  if (!input || !starts || !ends || !axes || axes === "unknown" || steps === "unknown" || !steps)
    return [ofShape(input?.map(() => unknown) ?? null, node.type(0))];
  let shape: readonly Dim[] = input;
  let indices = data.elements && input.map((size) => upTo(size as number));
  for (const [i, given] of axes.entries()) {
    const axis = axisOf(given, input.length);
    if (axis === undefined) return [NOTHING];
    const [start, end, step] = [starts[i] ?? unknown, ends[i] ?? unknown, steps[i] ?? 1];
    const size = sliced(shape[axis]!, start, end, step);
    indices = indices && withIndices(indices, axis, start, size, step);
    shape = withAxis(shape, axis, size);
  }
  return [withElements(shape, node.type(0), indices && elementsAt(data, indices))];
};

/** The places along one axis that a slice of `size` takes. */
function withIndices(
  indices: number[][],
  axis: number,
  start: Dim,
  size: Dim,
  step: number,
): number[][] | undefined {
  if (typeof start !== "number" || typeof size !== "number") return undefined;
  const list = indices[axis]!;
  const first = Math.min(
    Math.max(start < 0 ? start + list.length : start, 0),
    list.length - (step < 0 ? 1 : 0),
  );
  return indices.map((all, i) => (i === axis ? upTo(size).map((k) => all[first + k * step]!) : all));
}

function sliced(size: Dim, start: Dim, end: Dim, step: number): Dim {
  if (step === 0) return unknown;
  if (step < 0) {
    if (typeof size === "number" && typeof start === "number" && typeof end === "number")
      return reversed(size, start, end, step);
    const whole =
      (start === -1 || (typeof start === "number" && start >= FAR)) && typeof end === "number" && end <= -FAR;
    return whole ? ceilDiv(size, -step) : unknown;
  }
  const from = clamped(start, size);
  const to = clamped(end, size);
  return isUnknown(from) || isUnknown(to) ? unknown : ceilDiv(max(sub(to, from), 0), step);
}

/** A place counted from the end is counted from the start; all lie between 0 and the size. */
function clamped(place: Dim, size: Dim): Dim {
  if (isUnknown(place)) return unknown;
  if (typeof place === "number" && place >= FAR) return size;
  if (lowerBound(place) >= 0) return min(place, size);
  if (upperBound(place) < 0) return max(add(size, place), 0);
  return unknown;
}

function reversed(size: number, start: number, end: number, step: number): number {
  const from = Math.min(Math.max(start < 0 ? start + size : start, -1), size - 1);
  const to = Math.min(Math.max(end < 0 ? end + size : end, -1), size - 1);
  return Math.max(Math.ceil((to - from) / step), 0);
}

const gather: Operator = (node) => {
  const data = node.input(0);
  const indices = node.input(1);
  if (!data?.shape || !indices?.shape) return [ofShape(null, data?.type)];
  const axis = axisOf(node.int("axis", 0), data.shape.length);
  if (axis === undefined) return [NOTHING];
  const shape = [...data.shape.slice(0, axis), ...indices.shape, ...data.shape.slice(axis + 1)];
  const { elements } = data;
  const picked =
    data.shape.length === 1 && elements
      ? elementsOf(indices)?.map(
          (index): Dim => (typeof index === "number" ? (elements.at(index) ?? unknown) : unknown),
        )
      : undefined;
  return [withElements(shape, data.type, picked)];
};

const gatherNd: Operator = (node) => {
  const [data, indices] = [node.shape(0), node.shape(1)];
  const last = indices?.at(-1);
  const batch = node.int("batch_dims", 0);
  if (!data || !indices || typeof last !== "number") return [ofShape(null, node.type(0))];
  return [ofShape([...indices.slice(0, -1), ...data.slice(batch + last)], node.type(0))];
};

const topK: Operator = (node) => {
  const input = node.shape(0);
  const [k] = elementsOf(node.input(1)) ?? [node.int("k", unknown)];
  const axis = input ? axisOf(node.int("axis", -1), input.length) : undefined;
  if (!input || axis === undefined) return [NOTHING, NOTHING];
  const shape = withAxis(input, axis, k ?? unknown);
  return [ofShape(shape, node.type(0)), ofShape(shape, "int64")];
};

const oneHot: Operator = (node) => {
  const indices = node.shape(0);
  const [depth] = elementsOf(node.input(1)) ?? [];
  const rank = (indices?.length ?? 0) + 1;
  const axis = axisOf(node.int("axis", -1), rank);
  if (!indices || axis === undefined) return [ofShape(null, node.type(2))];
  return [ofShape([...indices.slice(0, axis), depth ?? unknown, ...indices.slice(axis)], node.type(2))];
};

/** How many are chosen is known at run time only. */
const chosen =
  (rank: (input: readonly Dim[]) => Dim[]): Operator =>
  (node) => {
    const input = node.shape(0);
    return [ofShape(input && rank(input), "int64")];
  };

export const pickOperators: Readonly<Record<string, Operator>> = {
  Slice: slice,
  Gather: gather,
  GatherElements: (node) => [ofShape(node.shape(1), node.type(0))],
  GatherND: gatherNd,
  TopK: topK,
  OneHot: oneHot,
  NonZero: chosen((input) => [input.length, unknown]),
  NonMaxSuppression: () => [ofShape([unknown, 3], "int64")],
};
