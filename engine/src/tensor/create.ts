/** Tensors from sizes: zeros, ones, full, arange, random ones, and from nested lists. */

import { ConvLensError } from "../errors/convlens-error.ts";
import { executor } from "../execution/default.ts";
import { generator } from "../random/generator.ts";
import { typeName } from "../specs/python.ts";
import { requireTensor } from "./arguments.ts";
import { countOf, Tensor } from "./tensor.ts";

type Sizes = readonly number[] | readonly [readonly number[]];
const flat = (sizes: Sizes): number[] =>
  (sizes as readonly (number | readonly number[])[]).flat() as number[];

function shapeOf(name: string, other: Tensor): readonly number[] {
  requireTensor(name, "other", other);
  return other.shape;
}

/** Every size and number of a maker is a plain number: an empty fill value would make NaN of everything. */
function requireNumbers(name: string, numbers: Readonly<Record<string, unknown>>): void {
  for (const [param, value] of Object.entries(numbers))
    if (typeof value !== "number")
      throw new ConvLensError(
        `${name}(): argument '${param}' must be a number, not ${typeName(value)}`,
        "argument-type",
        "TypeError",
      );
}

function make(sizes: readonly number[], fill: (data: Float32Array) => void): Tensor {
  const data = executor.memory.floats(countOf(sizes));
  fill(data);
  return Tensor.wrap(data, [...sizes]);
}

/** Sizes as arguments or as one list: `zeros(2, 3)`, `zeros([2, 3])`. */
export const zeros = (...sizes: Sizes): Tensor => make(flat(sizes), (data) => data.fill(0));
export const ones = (...sizes: Sizes): Tensor => make(flat(sizes), (data) => data.fill(1));
export const empty = zeros;
export function full(sizes: readonly number[], value: number): Tensor {
  requireNumbers("full", { value });
  return make([sizes].flat(), (data) => data.fill(value));
}
/** Standard normal values of the seeded generator. */
export const randn = (...sizes: Sizes): Tensor => make(flat(sizes), (data) => generator.fillNormal(data));
/** Uniform values in [0, 1) of the seeded generator. */
export const rand = (...sizes: Sizes): Tensor =>
  make(flat(sizes), (data) => generator.fillUniform(data, 0, 1));
export const zerosLike = (other: Tensor): Tensor => zeros(shapeOf("zerosLike", other));
export const onesLike = (other: Tensor): Tensor => ones(shapeOf("onesLike", other));
export const randnLike = (other: Tensor): Tensor => randn(shapeOf("randnLike", other));

export const fullLike = (other: Tensor, value: number): Tensor => full(shapeOf("fullLike", other), value);
export const randLike = (other: Tensor): Tensor => rand(shapeOf("randLike", other));

/** Ones on the diagonal. */
export function eye(rows: number, columns = rows): Tensor {
  requireNumbers("eye", { rows, columns });
  return make([rows, columns], (data) => {
    for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = 1;
  });
}

/** `steps` values from start to end, both included. */
export function linspace(start: number, end: number, steps: number): Tensor {
  requireNumbers("linspace", { start, end, steps });
  return make([steps], (data) => {
    const step = steps > 1 ? (end - start) / (steps - 1) : 0;
    for (let i = 0; i < steps; i++) data[i] = i < steps / 2 ? start + step * i : end - step * (steps - 1 - i);
  });
}

/** start, start + step, … below end. */
export function arange(start: number, end?: number, step = 1): Tensor {
  const [from, to] = end === undefined ? [0, start] : [start, end];
  requireNumbers("arange", { start: from, end: to, step });
  const count = Math.max(0, Math.ceil((to - from) / step));
  return make([count], (data) => {
    for (let i = 0; i < count; i++) data[i] = from + i * step;
  });
}

/** Flags count as 0 and 1. */
export type Nested = number | boolean | readonly Nested[];

/** A tensor of nested lists. Throws where they are uneven, or hold anything but numbers. */
export function tensor(values: Nested): Tensor {
  const shape: number[] = [];
  for (let at = values; Array.isArray(at); at = at[0]!) {
    shape.push(at.length);
    if (at.length === 0) break;
  }
  const data: number[] = [];
  const visit = (value: Nested, axis: number): void => {
    if (!Array.isArray(value)) {
      if (typeof value !== "number" && typeof value !== "boolean") throw noNumber(value);
      if (axis !== shape.length) throw uneven(axis);
      data.push(Number(value));
      return;
    }
    if (value.length !== shape[axis]) throw uneven(axis);
    for (const item of value) visit(item, axis + 1);
  };
  visit(values, 0);
  return Tensor.from(data, shape);
}

const uneven = (axis: number): ConvLensError =>
  new ConvLensError(`expected lists of equal length at dim ${axis}`, "tensor-uneven", "ValueError");
const noNumber = (value: unknown): ConvLensError =>
  new ConvLensError(
    `tensor() takes numbers and lists of them, not ${typeName(value)}`,
    "argument-type",
    "TypeError",
  );
