/**
 * The .safetensors format: a length, a JSON header of names, types, shapes and offsets, then the raw values.
 * https://github.com/huggingface/safetensors. F32, F64, F16, BF16 and integers are read as float32, F32 is written.
 */
import { Tensor } from "../tensor/tensor.ts";
import { FormatError } from "./format-error.ts";

const MOST_HEADER = 100_000_000; // the format's own limit

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}
type Reader = (view: DataView, offset: number) => number;
const readers: Readonly<Record<string, { readonly size: number; readonly read: Reader }>> = {
  F32: { size: 4, read: (view, at) => view.getFloat32(at, true) },
  F64: { size: 8, read: (view, at) => view.getFloat64(at, true) },
  F16: { size: 2, read: (view, at) => half(view.getUint16(at, true)) },
  BF16: { size: 2, read: (view, at) => bfloat(view.getUint16(at, true)) },
  I64: { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  I32: { size: 4, read: (view, at) => view.getInt32(at, true) },
  I16: { size: 2, read: (view, at) => view.getInt16(at, true) },
  I8: { size: 1, read: (view, at) => view.getInt8(at) },
  U8: { size: 1, read: (view, at) => view.getUint8(at) },
  BOOL: { size: 1, read: (view, at) => view.getUint8(at) },
};

/** The tensors of a file by name. Every length and offset is checked before anything is allocated. */
export function readSafetensors(bytes: Uint8Array): Record<string, Tensor> {
  const refuse = (what: string): FormatError => new FormatError(".safetensors", what);
  if (bytes.length < 8) throw refuse("it has no header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MOST_HEADER) || 8 + Number(length) > bytes.length)
    throw refuse(`its header claims ${length} bytes, and the file has ${bytes.length}`);
  const start = 8 + Number(length);
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(8, start)), refuse);
  const room = bytes.length - start;
  const tensors: Record<string, Tensor> = {};
  for (const [name, entry] of header) {
    const { kind, count, from } = checkEntry(name, entry, room, refuse);
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = kind.read(view, start + from + i * kind.size);
    tensors[name] = Tensor.wrap(data, [...entry.shape]);
  }
  return tensors;
}

type Refuse = (what: string) => FormatError;

function parseHeader(text: string, refuse: Refuse): [string, Entry][] {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    throw refuse("its header is no JSON");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header))
    throw refuse("its header is no object");
  return Object.entries(header).filter(([name]) => name !== "__metadata__") as [string, Entry][];
}

function checkEntry(name: string, entry: Entry, room: number, refuse: Refuse) {
  const { dtype, shape, data_offsets: offsets } = entry ?? {};
  const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
  if (
    !Array.isArray(shape) ||
    !shape.every(isSize) ||
    !Array.isArray(offsets) ||
    offsets.length !== 2 ||
    !offsets.every(isSize)
  )
    throw refuse(`the entry of ${name} has no shape and offsets`);
  const kind = Object.hasOwn(readers, dtype) ? readers[dtype] : undefined;
  if (!kind) throw refuse(`${name} has the element type ${dtype}, which is not supported`);
  const count = shape.reduce((a, b) => a * b, 1);
  const [from, to] = offsets as [number, number];
  if (!Number.isSafeInteger(count) || to > room || to - from !== count * kind.size)
    throw refuse(`${name} takes ${count * kind.size} bytes, and its offsets are ${from} to ${to} of ${room}`);
  return { kind, count, from };
}

/** IEEE half precision. */
function half(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

const scratch = new DataView(new ArrayBuffer(4));
/** The upper half of a float32. */
function bfloat(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

/** Tensors as a file; the values begin at a multiple of 8. */
export function writeSafetensors(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  const header: Record<string, Entry> = {};
  let offset = 0;
  for (const [name, tensor] of Object.entries(tensors)) {
    const size = tensor.raw.length * 4;
    header[name] = { dtype: "F32", shape: tensor.shape, data_offsets: [offset, offset + size] };
    offset += size;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + offset).fill(0x20, 8, 8 + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(text, 8);
  let at = 8 + length;
  for (const tensor of Object.values(tensors)) {
    for (const value of tensor.raw) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return bytes;
}
