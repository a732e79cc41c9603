/** Reads the packed golden data. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const read = (name: string): Buffer => gunzipSync(readFileSync(new URL(`${name}.gz`, import.meta.url)));

export const goldenJson = <T>(name: string): T => JSON.parse(read(name).toString("utf8")) as T;
export const goldenLines = <T>(name: string): T[] =>
  read(name)
    .toString("utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as T);

export interface GoldenTensor {
  readonly shape: number[];
  readonly data: Float32Array | Int32Array;
}

/** The tensors of a .safetensors file by name. */
export function goldenTensors(name: string): Map<string, GoldenTensor> {
  const file = read(name);
  const length = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, 8 + length)) as Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>;
  const body = new Uint8Array(file.subarray(8 + length)).buffer;
  const tensors = new Map<string, GoldenTensor>();
  for (const [key, entry] of Object.entries(header)) {
    if (key === "__metadata__") continue;
    const { dtype, shape } = entry;
    const [from, to] = entry.data_offsets;
    const Kind = dtype === "F32" ? Float32Array : Int32Array;
    tensors.set(key, { shape, data: new Kind(body, from, (to - from) / 4) });
  }
  return tensors;
}

export interface GoldenRow {
  readonly id: string;
  readonly family: string;
  readonly layer: string;
  readonly args: Record<string, unknown>;
  readonly call?: Record<string, unknown>;
  readonly input_shapes: number[][];
  readonly expected_shapes?: number[][];
  readonly param_count?: number;
  readonly repr?: string;
  readonly train?: boolean;
  readonly [key: string]: unknown;
}

export const FAMILIES = [
  "activation", "adaptivepool", "attention", "avgpool", "conv1d", "conv2d", "conv3d", "conv_transpose1d", "conv_transpose2d", "conv_transpose3d",
  "dropout", "embedding", "fold", "functional", "lazy_conv", "lazy_conv_transpose", "linear", "maxpool", "norm", "pad", "reshape", "unfold", "upsample",
];

/** Families with values. Those of recurrent layers came later, with their shapes. */
export const VALUE_FAMILIES = [...FAMILIES, "recurrent"];

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
/** PyTorch's keyword arguments under our names. */
export const camelArgs = (args: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(args).map(([name, value]) => [camel(name), value]));

/** "torch.cat" → "cat": the name of our function. */
export const functionName = (layer: string): string | undefined => /^(?:torch|Tensor|F)\.(\w+)$/.exec(layer)?.[1];

/** Why a row of torch/configurations.jsonl says nothing of us; undefined where it does. */
export function oddity({ args, message, input_shapes: [shape] }: GoldenRow): string | undefined {
  if (/view size is not compatible/.test(String(message))) return "strides, which our tensors do not have";
  if (args.mode !== undefined && typeof args.mode !== "string") return "a mode that is no word";
  if ([args.kernel_size].flat().includes(0) && shape?.[0] === 0) return "an empty kernel on an empty batch";
  return undefined;
}

/** "skipped 2 (a reason), 1 (another)" */
export function skippedText(reasons: readonly string[]): string {
  const each = [...new Set(reasons)].map((why) => `${reasons.filter((reason) => reason === why).length} (${why})`);
  return each.length > 0 ? `skipped ${each.join(", ")}` : "none skipped";
}
