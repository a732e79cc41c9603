/** Small graphs in a few words: `graph({ x: [2, 3, 8, 8] }, op("Conv", ["x", "w"], { strides: ints([2, 2]) }), { w: zeros(4, 3, 3, 3) })`. */

import type { Attribute, DeclaredDim } from "@convlens/engine/onnx";
import {
  type NodeToWrite,
  type OnnxFile,
  type WeightToWrite,
  writeOnnx,
} from "../../../engine/src/onnx/format/index.ts";

export type Given = Readonly<Record<string, { readonly type: string; readonly dims: readonly number[] }>>;

export const f32 = (...dims: readonly number[]) => ({ type: "float32", dims });
export const i64 = (...dims: readonly number[]) => ({ type: "int64", dims });

export const op = (
  name: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>> = {},
  outputs: readonly string[] = ["y"],
): NodeToWrite => ({ name: "", op: name, inputs, outputs, attributes });

/** Whole numbers as an initializer. */
export const whole = (...values: readonly number[]): Omit<WeightToWrite, "name"> => ({
  type: "int64",
  dims: [values.length],
  data: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer),
});
export const scalar = (value: number): Omit<WeightToWrite, "name"> => ({ ...whole(value), dims: [] });
export const fractions = (...values: readonly number[]): Omit<WeightToWrite, "name"> => ({
  type: "float32",
  dims: [values.length],
  data: new Uint8Array(Float32Array.from(values).buffer),
});
/** A weight whose values do not matter. */
export const zeros = (...dims: readonly number[]): Omit<WeightToWrite, "name"> => ({
  type: "float32",
  dims,
  data: new Uint8Array(4 * dims.reduce((a, b) => a * b, 1)),
});
/** The file; all sizes are declared as symbols unless `fixed`. */
export function graph(
  inputs: Given,
  nodes: readonly NodeToWrite[],
  weights: Readonly<Record<string, Omit<WeightToWrite, "name">>> = {},
  { opset = 21, fixed = false } = {},
): Uint8Array {
  const last = nodes.at(-1)!.outputs.find((name) => name !== "")!;
  const file: OnnxFile = {
    irVersion: opset < 19 ? 8 : 10,
    opset,
    graph: {
      name: "g",
      inputs: Object.entries(inputs).map(([name, { type, dims }]) => ({
        name,
        kind: "tensor",
        type,
        dims: dims.map((size, axis): DeclaredDim => (fixed ? size : `${name}_${axis}`)),
      })),
      outputs: [{ name: last, kind: "tensor", type: undefined, dims: null }],
      nodes,
      weights: Object.entries(weights).map(([name, weight]) => ({ name, ...weight })),
    },
  };
  return writeOnnx(file);
}
