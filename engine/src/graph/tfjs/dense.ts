/** dense, embedding, and the product of rows with a matrix that others build on. */

import { ConvLensError } from "../../errors/convlens-error.ts";
import type { Args } from "../../specs/spec.ts";
import { Tensor } from "../../tensor/tensor.ts";
import { activate } from "./activation.ts";
import { cells, provideLayer, remembered, torch } from "./job.ts";

/** x · kernel + bias over the last axis; `kernel` is [in, out]. */
export function rowsTimes(x: Tensor, kernel: Tensor, bias?: Tensor): Tensor {
  const [inFeatures, outFeatures] = kernel.shape.slice(-2) as [number, number];
  const args: Args = { inFeatures, outFeatures, bias: Boolean(bias) };
  return torch("Linear", args, x, { weight: packed(kernel), ...(bias && { bias: cells(bias) }) });
}

/** [in, out] → [out, in]; axes of size 1 in front count for nothing. */
const packed = remembered((kernel) => {
  const [rows, columns] = kernel.shape.slice(-2) as [number, number];
  const data = new Float32Array(kernel.raw.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      data[column * rows + row] = kernel.raw[row * columns + column]!;
  return { data, shape: [columns, rows] };
});

provideLayer(["dense"], ({ args, inputs: [x], weights }) =>
  activate(rowsTimes(x!, weights.kernel!, weights.bias), args.activation),
);

provideLayer(["embedding"], ({ inputs: [x], weights }) => {
  const table = weights.embeddings!;
  const [rows, width] = table.shape as [number, number];
  const data = new Float32Array(x!.raw.length * width);
  for (const [at, value] of x!.raw.entries()) {
    const row = Math.trunc(value);
    if (!(row >= 0 && row < rows))
      throw new ConvLensError(`GatherV2: the index value ${row} is not in [0, ${rows - 1}]`, "index-range");
    data.set(table.raw.subarray(row * width, (row + 1) * width), at * width);
  }
  return Tensor.wrap(data, [...x!.shape, width]);
});
