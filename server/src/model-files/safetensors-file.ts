/** The header of a `.safetensors` file: names, types and shapes of weights. It says nothing of inputs. */
import { FormatError } from "@convlens/engine/io";
import { sum } from "./onnx-file.ts";
import type { Found, Opened } from "./read.ts";

const LARGEST_HEADER = 1 << 24;

const TYPES: Readonly<Record<string, string>> = {
  F64: "float64",
  F32: "float32",
  F16: "float16",
  BF16: "bfloat16",
  I64: "int64",
  I32: "int32",
  I16: "int16",
  I8: "int8",
  U64: "uint64",
  U32: "uint32",
  U16: "uint16",
  U8: "uint8",
  BOOL: "bool",
  F8_E4M3: "float8e4m3fn",
  F8_E5M2: "float8e5m2",
};

export function readSafetensorsFile(opened: Opened): Found {
  const refuse = (what: string): FormatError => new FormatError(".safetensors", what);
  const prefix = opened.read(0, 8);
  if (prefix.length < 8) throw refuse("it has no header");
  const length = new DataView(prefix.buffer, prefix.byteOffset, 8).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER) || 8n + length > BigInt(opened.size))
    throw refuse(`its header claims ${length} bytes, and the file has ${opened.size}`);
  const { entries, metadata } = headerOf(opened.read(8, Number(length)), refuse);
  const tensors = entries.map(({ name, dtype, shape, start, end }) => ({
    name,
    type: (Object.hasOwn(TYPES, dtype) && TYPES[dtype]) || dtype,
    dims: shape,
    place: { files: [], offset: 8 + Number(length) + start, length: end - start },
  }));
  const end = Math.max(0, ...entries.map(({ end }) => end));
  if (8 + Number(length) + end > opened.size)
    throw refuse(`its tensors go on to byte ${8 + Number(length) + end}, and it ends at ${opened.size}`);
  return {
    format: "safetensors",
    parameters: {
      tensors: tensors.length,
      values: sum(tensors.map(({ dims }) => dims.reduce((a, b) => a * b, 1))),
      bytes: end,
    },
    network: { format: "safetensors", tensors, metadata },
  };
}

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

function headerOf(
  bytes: Uint8Array,
  refuse: (what: string) => FormatError,
): { readonly entries: Entry[]; readonly metadata: Readonly<Record<string, string>> } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw refuse("its header is no JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw refuse("its header is no object");
  const { __metadata__: noted } = header as Record<string, unknown>;
  const metadata = Object.entries(noted ?? {}).filter((entry) => typeof entry[1] === "string");
  const entries = Object.entries(header)
    .filter(([name]) => name !== "__metadata__")
    .map(([name, entry]) => {
      const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
      const [start, end]: unknown[] = Array.isArray(offsets) ? offsets : [];
      if (typeof dtype !== "string" || !isSizes(shape) || !isSize(start) || !isSize(end) || end < start)
        throw refuse(`the entry of ${name} has no type, shape and offsets`);
      return { name, dtype, shape, start, end };
    });
  return { entries, metadata: Object.fromEntries(metadata) };
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every(isSize);
