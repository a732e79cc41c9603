/** TensorProto: name, type and shape of a weight, and the values of small ones. */
import { bitsOf, typeName } from "./element-types.ts";
import type { TensorInfo } from "./model.ts";
import { DELIMITED, FIXED32, FIXED64, type ProtobufReader, VARINT, type Wire } from "./protobuf-reader.ts";

/** Numbers that a list of an attribute or a kept constant may have: shapes need no longer ones. */
export const LONGEST_LIST = 1024;
/** Numbers with a fraction serve scales and steps only, a few an axis. */
const MOST_FRACTIONS = 64;
const MOST_AXES = 64;

export function readTensor(reader: ProtobufReader, end: number): TensorInfo {
  reader.keep();
  let name = "";
  let type = typeName(0);
  let location: TensorInfo["external"];
  const dims: number[] = [];
  const data: { field: number; wire: Wire; from: number; to: number }[] = [];
  const loose: number[] = []; // varints that are not packed
  let raw: TensorInfo["raw"];
  reader.message(end, (field, value, wire) => {
    if (field === 1) number(reader, value, wire, dims);
    else if (field === 2 && wire === VARINT) type = typeName(value);
    else if (field === 8 && wire === DELIMITED) name = reader.text(value);
    else if (field === 13 && wire === DELIMITED) location = readLocation(reader, value, location);
    else if (DATA_FIELDS.has(field)) {
      if (wire === DELIMITED && (field === RAW_DATA || (field === 4 && type === "float32")))
        raw = { offset: reader.position, length: value - reader.position };
      if (wire !== VARINT) {
        if (data.length <= LONGEST_LIST) data.push({ field, wire, from: reader.position, to: value });
      } else if (loose.length <= LONGEST_LIST) loose.push(value);
    }
  });
  const count = dims.reduce((a, b) => a * b, 1);
  const values =
    count > (type.includes("float") ? MOST_FRACTIONS : LONGEST_LIST) || location || NO_NUMBERS.has(type)
      ? undefined
      : readValues(reader, type, data, loose);
  return {
    name,
    type,
    dims,
    values: values?.length === count ? values : undefined,
    ...(raw && !location && { raw }),
    ...(location && { external: location }),
  };
}

/** float_data, int32_data, int64_data, raw_data, double_data, uint64_data */
const DATA_FIELDS: ReadonlySet<number> = new Set([4, 5, 7, 9, 10, 11]);
const RAW_DATA = 9;
const NO_NUMBERS: ReadonlySet<string> = new Set(["string", "complex64", "complex128", "undefined"]);

/** One of a list of numbers, packed or not. */
export function number(reader: ProtobufReader, value: number, wire: Wire, list: number[]): void {
  if (wire === VARINT) list.push(value);
  else if (wire === DELIMITED)
    while (reader.position < value && list.length <= MOST_AXES) list.push(reader.varint());
  if (list.length > MOST_AXES) throw reader.refuse(`a tensor has more than ${MOST_AXES} axes`);
  if (list.some((size) => size < 0 || !Number.isSafeInteger(size)))
    throw reader.refuse(`a tensor has the size ${list.at(-1)}`);
}

/** The reader goes back to where the data lies and stays wherever it comes to: its message goes on by itself. */
function readValues(
  reader: ProtobufReader,
  type: string,
  data: readonly { field: number; wire: Wire; from: number; to: number }[],
  loose: readonly number[],
): number[] | undefined {
  const values: number[] = [...loose];
  for (const { field, wire, from, to } of data) {
    if (to - from > 10 * LONGEST_LIST) return undefined;
    reader.position = from;
    if (field === RAW_DATA) {
      const raw = rawValues(reader.bytes(to - from), type);
      if (!raw) return undefined;
      values.push(...raw);
    } else if (field === 4 || wire === FIXED32) while (reader.position < to) values.push(reader.float32());
    else if (field === 10 || wire === FIXED64) while (reader.position < to) values.push(reader.float64());
    else if (type !== "float16" && type !== "bfloat16")
      while (reader.position < to) values.push(reader.varint());
  }
  return values;
}

/** Little-endian values; undefined for types whose values no shape depends on. */
function rawValues(bytes: Uint8Array, type: string): number[] | undefined {
  const size = bitsOf(type) / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at: Readonly<Record<string, (i: number) => number>> = {
    float32: (i) => view.getFloat32(i, true),
    float64: (i) => view.getFloat64(i, true),
    int64: (i) => Number(view.getBigInt64(i, true)),
    uint64: (i) => Number(view.getBigUint64(i, true)),
    int32: (i) => view.getInt32(i, true),
    uint32: (i) => view.getUint32(i, true),
    int16: (i) => view.getInt16(i, true),
    uint16: (i) => view.getUint16(i, true),
    int8: (i) => view.getInt8(i),
    uint8: (i) => view.getUint8(i),
    bool: (i) => view.getUint8(i),
  };
  const get = at[type];
  if (!get || bytes.length % size !== 0) return undefined;
  return Array.from({ length: bytes.length / size }, (_, i) => get(i * size));
}

/** StringStringEntryProto: location, offset, length, one entry each. */
function readLocation(
  reader: ProtobufReader,
  end: number,
  known: TensorInfo["external"],
): NonNullable<TensorInfo["external"]> {
  let key = "";
  let text = "";
  reader.message(end, (field, value, wire) => {
    if (wire !== DELIMITED) return;
    if (field === 1) key = reader.text(value);
    else if (field === 2) text = reader.text(value);
  });
  const location = known ?? { location: "", offset: 0, length: undefined };
  if (key === "location") return { ...location, location: text };
  if (key === "offset") return { ...location, offset: Number(text) };
  if (key === "length") return { ...location, length: Number(text) };
  return location;
}
