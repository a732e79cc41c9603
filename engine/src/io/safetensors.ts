/**
 * The .safetensors format: a length, a JSON header of names, types, shapes and offsets, then the raw values.
 * https://github.com/huggingface/safetensors. F32, F64, F16, BF16 and integers are read as float32, F32 is written.
 */
import { MOST } from "../specs/budget.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type ElementType, elementType, readElements } from "./element-type.ts";
import { FormatError } from "./format-error.ts";

const MOST_HEADER = 100_000_000; // the format's own limit

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}
const types: Readonly<Record<string, ElementType | undefined>> = {
  F64: elementType("f", 8),
  F32: elementType("f", 4),
  F16: elementType("f", 2),
  BF16: elementType("bf", 2),
  I64: elementType("i", 8),
  I32: elementType("i", 4),
  I16: elementType("i", 2),
  I8: elementType("i", 1),
  U64: elementType("u", 8),
  U32: elementType("u", 4),
  U16: elementType("u", 2),
  U8: elementType("u", 1),
  BOOL: elementType("b", 1),
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
  if (header.length > MOST.parts)
    throw refuse(`it holds ${header.length} tensors, and ${MOST.parts} are the most`);
  const room = bytes.length - start;
  const checked = header.map(([name, entry]) => ({ name, entry, ...checkEntry(name, entry, room, refuse) }));
  checkCover(checked, room, refuse);
  return Object.fromEntries(
    checked.map(({ name, entry, kind, count, from }) => [
      name,
      Tensor.wrap(readElements(view, start + from, kind, count), [...entry.shape]),
    ]),
  );
}

/** The format wants every byte to belong to exactly one tensor: so a small file cannot ask for much memory. */
function checkCover(
  entries: readonly { name: string; from: number; to: number }[],
  room: number,
  refuse: Refuse,
): void {
  let end = 0;
  for (const { name, from, to } of [...entries].sort((a, b) => a.from - b.from || a.to - b.to)) {
    if (from !== end)
      throw refuse(
        `${name} begins at ${from}, ${from < end ? "inside of" : "away from"} the end of the one before, ${end}`,
      );
    end = to;
  }
  if (end !== room) throw refuse(`its tensors end at ${end}, and there are ${room} bytes`);
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
  const kind = Object.hasOwn(types, dtype) ? types[dtype] : undefined;
  if (!kind) throw refuse(`${name} has the element type ${dtype}, which is not supported`);
  const count = shape.reduce((a, b) => a * b, 1);
  const [from, to] = offsets as [number, number];
  if (!Number.isSafeInteger(count) || to > room || to - from !== count * kind.size)
    throw refuse(`${name} takes ${count * kind.size} bytes, and its offsets are ${from} to ${to} of ${room}`);
  return { kind, count, from, to };
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
