/** Walking over the lines of an axis, and their order. */
import { product } from "../jobs/grid.ts";
import type { Cells } from "../jobs/job.ts";

/** Every line of the axis `dim`: its values, and the place of each. The line is reused. */
export function alongAxis(
  x: Cells,
  given: number,
  visit: (line: Float64Array, at: (i: number) => number) => void,
): void {
  const rank = x.shape.length;
  const dim = given < 0 ? given + Math.max(rank, 1) : given;
  const size = x.shape[dim] ?? 1;
  const inner = product(x.shape.slice(dim + 1));
  const line = new Float64Array(size);
  for (let start = 0; start < x.data.length; start++) {
    if (Math.floor(start / inner) % size !== 0) continue;
    const at = (i: number): number => start + i * inner;
    for (let i = 0; i < size; i++) line[i] = x.data[at(i)]!;
    visit(line, at);
  }
}

/** Places of a line in the order of their values; NaN counts as the largest. Equal ones stay as they stood. */
export function inOrder(line: Float64Array, descending: boolean): number[] {
  const sign = descending ? -1 : 1;
  const compare = (a: number, b: number): number =>
    Number.isNaN(a) || Number.isNaN(b) ? Number(Number.isNaN(a)) - Number(Number.isNaN(b)) : a - b;
  return [...line.keys()].sort((i, j) => sign * compare(line[i]!, line[j]!));
}
