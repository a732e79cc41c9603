/** Linear layers, matrix products and tables. */
import { int } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

/** [rows, columns] turned. */
export function turned(data: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result[j * rows + i] = data[i * columns + j]!;
  return result;
}

const linear: Exporter = (call) => {
  if (call.shape.length === 2)
    return [
      call.op(
        "Gemm",
        [call.input, call.weight("weight"), ...(call.has("bias") ? [call.weight("bias")] : [])],
        {
          transB: int(1),
        },
      ),
    ];
  return [projected(call, call.input, "weight", "bias")];
};

/** x·Wᵀ + b over the last axis. */
export function projected(call: ExportCall, input: string, weight: string, bias: string): string {
  const { shape, data } = call.tensor(weight);
  const [rows, columns] = shape as [number, number];
  const matrix = call.weight(weight, [columns, rows], turned(data, rows, columns), "_transposed");
  const product = call.op("MatMul", [input, matrix]);
  return call.has(bias) ? call.op("Add", [product, call.weight(bias)]) : product;
}

/** Indices are whole numbers. */
const embedding: Exporter = (call) => {
  if (call.isGiven("maxNorm")) throw call.refuse("maxNorm changes the table while it is used");
  const { input } = call;
  const indices = call.emit.wholes.has(input) ? input : call.op("Cast", [input], { to: int(7) });
  return [call.op("Gather", [call.weight("weight"), indices])];
};

const matmul: Exporter = (call) => [call.op("MatMul", call.node.inputs)];

export const linearExporters: Readonly<Record<string, Exporter>> = {
  Linear: linear,
  Embedding: embedding,
  matmul,
  bmm: matmul,
  mm: matmul,
};
