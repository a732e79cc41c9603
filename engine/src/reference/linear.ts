/** Matrix products: Linear, matmul, bmm, mm. */
import { forNames } from "../jobs/backend.ts";
import { forEachIndex, product, stridesOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import type { Loops } from "./loops.ts";

function matmul({ inputs: [a, b], outputs: [y] }: Job): void {
  const left = a!.shape.length === 1 ? [1, ...a!.shape] : a!.shape;
  const right = b!.shape.length === 1 ? [...b!.shape, 1] : b!.shape;
  const [rows, inner] = left.slice(-2) as [number, number];
  const columns = right.at(-1)!;
  const rank = Math.max(left.length, right.length) - 2;
  const [batchA, batchB] = [left, right].map((shape) => [
    ...new Array<number>(rank - shape.length + 2).fill(1),
    ...shape.slice(0, -2),
  ]) as [number[], number[]];
  const batch = batchA.map((size, i) => (size === 1 ? batchB[i]! : size));
  const [stepsA, stepsB] = [batchA, batchB].map((sizes) =>
    stridesOf(sizes).map((step, i) => (sizes[i] === 1 ? 0 : step)),
  ) as [number[], number[]];
  const [x, weights] = [a!.data, b!.data];
  const sums = new Float64Array(columns);
  forEachIndex(batch, (index, flat) => {
    const [fromA, fromB] = [
      index.reduce((s, v, i) => s + v * stepsA[i]!, 0) * rows * inner,
      index.reduce((s, v, i) => s + v * stepsB[i]!, 0) * inner * columns,
    ];
    for (let r = 0; r < rows; r++) {
      // a row of results at once, so that b is read along its rows
      sums.fill(0);
      for (let k = 0; k < inner; k++) {
        const factor = x[fromA + r * inner + k]!;
        const row = fromB + k * columns;
        for (let c = 0; c < columns; c++) sums[c]! += factor * weights[row + c]!;
      }
      y!.data.set(sums, (flat * rows + r) * columns);
    }
  });
}

/** y[o] = b[o] + Σ x₁[i] · A[o, i, j] · x₂[j] */
function bilinear({ state, inputs: [a, b], outputs: [y] }: Job): void {
  const [out, left, right] = state.weight!.shape as [number, number, number];
  const weight = state.weight!.data;
  for (let at = 0; at < y!.data.length; at++) {
    const [row, o] = [Math.floor(at / out), at % out];
    let sum = state.bias ? state.bias.data[o]! : 0;
    for (let i = 0; i < left; i++) {
      let inner = 0;
      for (let j = 0; j < right; j++)
        inner += weight[(o * left + i) * right + j]! * b!.data[row * right + j]!;
      sum += a!.data[row * left + i]! * inner;
    }
    y!.data[at] = sum;
  }
}

export const linearLoops: Loops = {
  Bilinear: bilinear,
  Linear: ({ state, inputs: [x], outputs: [y] }) => {
    const features = x!.shape.at(-1)!;
    const out = y!.shape.at(-1)!;
    const rows = product(x!.shape.slice(0, -1));
    for (let row = 0; row < rows; row++) {
      for (let o = 0; o < out; o++) {
        let sum = state.bias ? state.bias.data[o]! : 0;
        for (let i = 0; i < features; i++)
          sum += x!.data[row * features + i]! * state.weight!.data[o * features + i]!;
        y!.data[row * out + o] = sum;
      }
    }
  },
  ...forNames(["matmul", "bmm", "mm"], matmul),
};
