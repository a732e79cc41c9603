/** What is known of a value inside a graph. */
import { type Dim, isUnknown, product, type Shape, unknown } from "../../specs/index.ts";

export interface Value {
  readonly shape: Shape;
  /** "int64"; undefined where it is not known. */
  readonly type?: string | undefined;
  /** The numbers of a small tensor, row by row, some of them perhaps `unknown`: shapes are computed with them. */
  readonly elements?: readonly Dim[] | undefined;
}

export const NOTHING: Value = { shape: null };
export const ofShape = (shape: Shape, type?: string): Value => ({ shape, type });

/** A larger tensor is no shape. */
export const MOST_ELEMENTS = 1024;

/** How many elements a tensor of this shape has, where that is a number. */
export function countOf(shape: Shape): number | undefined {
  const count = shape ? product(shape) : unknown;
  return typeof count === "number" ? count : undefined;
}

/** The elements, `unknown` ones where only their number is known; undefined where not even that, or there are too many. */
export function elementsOf(value: Value | undefined): readonly Dim[] | undefined {
  if (!value) return undefined;
  if (value.elements) return value.elements;
  const count = countOf(value.shape);
  return count === undefined || count > MOST_ELEMENTS ? undefined : new Array<Dim>(count).fill(unknown);
}

/** The elements as numbers, where all are. */
export function numbersOf(value: Value | undefined): readonly number[] | undefined {
  const elements = value?.elements;
  return elements?.every((element) => typeof element === "number") ? (elements as number[]) : undefined;
}

export const isFloat = (type: string | undefined): boolean => type?.includes("float") ?? false;
/** A value with elements, unless none of them is known. */
export const withElements = (
  shape: readonly Dim[],
  type: string | undefined,
  elements: readonly Dim[] | undefined,
): Value =>
  elements && elements.length <= MOST_ELEMENTS && (elements.length === 0 || !elements.every(isUnknown))
    ? { shape, type, elements }
    : { shape, type };

/** The elements at the given indices of each axis, in the order that these are in; undefined where they are not known. */
export function elementsAt(
  { shape, elements }: Value,
  indices: readonly (readonly number[])[],
): readonly Dim[] | undefined {
  if (!elements || !shape?.every((size) => typeof size === "number")) return undefined;
  let places = [0];
  for (const [axis, list] of indices.entries()) {
    const size = shape[axis] as number;
    places = places.flatMap((place) => list.map((index) => place * size + index));
    if (places.length > MOST_ELEMENTS) return undefined;
  }
  return places.map((place) => elements[place] ?? unknown);
}

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
