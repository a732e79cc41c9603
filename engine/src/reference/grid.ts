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
