/** ValueInfoProto: the declaration of an input, an output or a value in between. */
import { typeName } from "./element-types.ts";
import type { DeclaredDim, ValueInfo, ValueKind } from "./model.ts";
import { DELIMITED, type ProtobufReader, VARINT } from "./protobuf-reader.ts";

const MOST_AXES = 64;

/** Kinds by the fields of TypeProto. */
const KINDS: Readonly<Record<number, ValueKind>> = {
  1: "tensor",
  4: "sequence",
  5: "map",
  8: "sparse",
  9: "optional",
};

export function readValue(reader: ProtobufReader, end: number): ValueInfo {
  reader.keep();
  let name = "";
  let type: Omit<ValueInfo, "name"> = { kind: "unknown", type: undefined, dims: null };
  reader.message(end, (field, value, wire) => {
    if (wire !== DELIMITED) return;
    if (field === 1) name = reader.text(value);
    else if (field === 2) type = readType(reader, value);
  });
  return { name, ...type };
}

function readType(reader: ProtobufReader, end: number): Omit<ValueInfo, "name"> {
  let found: Omit<ValueInfo, "name"> = { kind: "unknown", type: undefined, dims: null };
  reader.message(end, (field, value, wire) => {
    const kind = KINDS[field];
    if (!kind || wire !== DELIMITED) return;
    found =
      kind === "tensor" || kind === "sparse"
        ? { kind, ...readTensorType(reader, value) }
        : { kind, type: undefined, dims: null };
  });
  return found;
}

function readTensorType(reader: ProtobufReader, end: number): Pick<ValueInfo, "type" | "dims"> {
  let type: string | undefined;
  let dims: DeclaredDim[] | null = null;
  reader.message(end, (field, value, wire) => {
    if (field === 1 && wire === VARINT) type = typeName(value);
    else if (field === 2 && wire === DELIMITED) dims = readShape(reader, value);
  });
  return { type, dims };
}

function readShape(reader: ProtobufReader, end: number): DeclaredDim[] {
  const dims: DeclaredDim[] = [];
  reader.message(end, (field, value, wire) => {
    if (field !== 1 || wire !== DELIMITED) return;
    if (dims.length === MOST_AXES) throw reader.refuse(`a shape has more than ${MOST_AXES} axes`);
    dims.push(readDim(reader, value));
  });
  return dims;
}

/** onnxruntime takes a negative size for an open one. */
function readDim(reader: ProtobufReader, end: number): DeclaredDim {
  let dim: DeclaredDim = null;
  reader.message(end, (field, value, wire) => {
    if (field === 1 && wire === VARINT) dim = value >= 0 && Number.isSafeInteger(value) ? value : null;
    else if (field === 2 && wire === DELIMITED) dim = reader.text(value) || null;
  });
  return dim;
}
