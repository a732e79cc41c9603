/** onnxruntime as the judge of files: every value of a graph as it comes out for real. */
import * as ort from "onnxruntime-node";
import { withOutputs } from "../../../engine/src/onnx/format/index.ts";

export interface Observed {
  readonly dims: readonly number[];
  readonly type: string;
  readonly data: ort.Tensor["data"];
}

/** What each of `names` is when the file is run. Throws where onnxruntime refuses. */
export async function observe(
  bytes: Uint8Array,
  names: readonly string[],
  feeds: Readonly<Record<string, ort.Tensor>>,
  declared: readonly string[] = [],
): Promise<ReadonlyMap<string, Observed>> {
  const between = names.filter((name) => !declared.includes(name));
  const session = await ort.InferenceSession.create(Buffer.concat([bytes, withOutputs(between)]), {
    graphOptimizationLevel: "disabled",
    logSeverityLevel: 4,
  });
  try {
    const results = await session.run(feeds, names);
    return new Map(
      Object.entries(results).map(([name, { dims, type, data }]) => [name, { dims, type, data }]),
    );
  } finally {
    await session.release();
  }
}

const ARRAYS = {
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  bool: Uint8Array,
};

/** Zeros and ones in turn, of a type. */
export function tensor(type: string, dims: readonly number[]): ort.Tensor {
  const count = dims.reduce((a, b) => a * b, 1);
  const ones = Array.from({ length: count }, (_, i) => i % 2);
  const shape = [...dims];
  if (type === "string") return new ort.Tensor(new Array<string>(count).fill("a"), shape);
  if (type === "int64") return new ort.Tensor(type, BigInt64Array.from(ones.map(BigInt)), shape);
  if (type === "float16")
    return new ort.Tensor(type, Uint16Array.from(ones.map((one) => one * 0x3c00)), shape);
  if (type === "float32") return new ort.Tensor(type, Float32Array.from(ones), shape);
  const Values = ARRAYS[type as keyof typeof ARRAYS];
  return new ort.Tensor(type as "int32", new Values(ones) as Int32Array, shape);
}
