/** Unfold copies sliding blocks into columns; Fold adds columns back into a map. */

import { forEachIndex, product } from "../jobs/grid.ts";
import type { Cells } from "../jobs/job.ts";
import { windowOf } from "../jobs/sizes.ts";
import type { Args } from "../specs/spec.ts";
import type { Loops } from "./loops.ts";

/** Calls `visit` for every cell of every block that lies inside of the map. */
function forEachCell(
  args: Args,
  space: readonly number[],
  visit: (cell: number, block: number, place: number) => void,
): void {
  const { kernel, stride, padding, dilation } = windowOf(args, 2);
  const blocks = space.map(
    (size, i) => Math.floor((size + 2 * padding[i]! - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1,
  );
  forEachIndex(blocks, (b, block) => {
    forEachIndex(kernel, (q, cell) => {
      const [y, x] = [0, 1].map(
        (axis) => b[axis]! * stride[axis]! - padding[axis]! + q[axis]! * dilation[axis]!,
      ) as [number, number];
      if (y >= 0 && x >= 0 && y < space[0]! && x < space[1]!) visit(cell, block, y * space[1]! + x);
    });
  });
}

const batchOf = ({ shape }: Cells, rank: number): number => (shape.length > rank ? shape[0]! : 1);

export const foldLoops: Loops = {
  Unfold: ({ args, inputs: [x], outputs: [y] }) => {
    const [channels, ...space] = x!.shape.slice(-3) as [number, number, number];
    const area = product(windowOf(args, 2).kernel);
    const blocks = y!.shape.at(-1)!;
    const plane = product(space);
    forEachCell(args, space, (cell, block, place) => {
      for (let c = 0; c < batchOf(x!, 3) * channels; c++)
        y!.data[(c * area + cell) * blocks + block] = x!.data[c * plane + place]!;
    });
  },
  Fold: ({ args, inputs: [x], outputs: [y] }) => {
    const [channels, ...space] = y!.shape.slice(-3) as [number, number, number];
    const area = product(windowOf(args, 2).kernel);
    const blocks = x!.shape.at(-1)!;
    const plane = product(space);
    const sums = new Float64Array(y!.data.length);
    forEachCell(args, space, (cell, block, place) => {
      for (let c = 0; c < batchOf(x!, 2) * channels; c++)
        sums[c * plane + place]! += x!.data[(c * area + cell) * blocks + block]!;
    });
    y!.data.set(sums);
  },
};
