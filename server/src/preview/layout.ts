/** Channels first and channels last, [N, C, H, W] and [N, H, W, C]: shapes, and the permutations between them. */

export const firstAxes = (rank: number): number[] => [
  0,
  ...(rank > 2 ? [rank - 1] : []),
  ...axes(1, rank > 2 ? rank - 1 : rank),
];
export const lastAxes = (rank: number): number[] => [0, ...axes(2, rank), ...(rank > 1 ? [1] : [])];

export const shapeFirst = (shape: readonly number[]): number[] =>
  shape.length < 3 ? [...shape] : firstAxes(shape.length).map((axis) => shape[axis]!);

const axes = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
