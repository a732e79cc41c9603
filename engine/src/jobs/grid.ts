/** Walking over indices of several axes. */

export const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Steps of a row-major layout: [2, 3, 4] → [12, 4, 1]. */
export function stridesOf(sizes: readonly number[]): number[] {
  const strides = new Array<number>(sizes.length);
  let step = 1;
  for (let axis = sizes.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= sizes[axis]!;
  }
  return strides;
}

/** Steps along the axes of a larger shape that `shape` is broadcast to: 0 where it repeats. */
export function stepsOf(shape: readonly number[], rank: number): number[] {
  const own = stridesOf(shape);
  return Array.from({ length: rank }, (_, axis) => {
    const at = axis - (rank - shape.length);
    return at < 0 || shape[at] === 1 ? 0 : own[at]!;
  });
}

/** Calls `visit` with every index of a grid, the last axis fastest. The array is reused. */
export function forEachIndex(
  sizes: readonly number[],
  visit: (index: readonly number[], flat: number) => void,
): void {
  const count = product(sizes);
  const index = new Array<number>(sizes.length).fill(0);
  for (let flat = 0; flat < count; flat++) {
    visit(index, flat);
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      if (++index[axis]! < sizes[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** Fills `to`, of these sizes, row by row: each axis walks through `from` by steps of its own, from `start` on. */
export function copyAlong(
  from: Float32Array,
  to: Float32Array,
  sizes: readonly number[],
  steps: readonly number[],
  start = 0,
): void {
  const width = sizes.at(-1) ?? 1;
  const step = steps.at(-1) ?? 0;
  forEachIndex(sizes.slice(0, -1), (index, row) => {
    let at = start;
    for (let axis = 0; axis < index.length; axis++) at += index[axis]! * steps[axis]!;
    for (let i = row * width; i < (row + 1) * width; i++, at += step) to[i] = from[at]!;
  });
}
