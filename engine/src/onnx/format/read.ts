/**
 * Reads an ONNX file through a window: its graph, its declarations and the few small constants that shapes depend on.
 * Weights are skipped by their length, so that a file of any size costs its list of nodes.
 *
 *   readOnnx(bytesOf(bytes)).graph.inputs   // [{ name: "x", kind: "tensor", type: "float32", dims: ["N", 4] }]
 */
import type { ByteSource } from "./byte-source.ts";
import { typeName } from "./element-types.ts";
import type { Attribute, OnnxGraph, OnnxModel, OnnxNode } from "./model.ts";
import { BUDGET, type Budget, DELIMITED, FIXED32, ProtobufReader, VARINT } from "./protobuf-reader.ts";
import { LONGEST_LIST, number, readTensor } from "./read-tensor.ts";
import { readValue } from "./read-value.ts";

/** Throws a FormatError for what is no model, is cut off, or would cost more than the budget. */
export function readOnnx(source: ByteSource, budget: Budget = BUDGET): OnnxModel {
  return readOnnxCounted(source, budget).model;
}

/** With the number of bytes that were read. */
export function readOnnxCounted(
  source: ByteSource,
  budget: Budget = BUDGET,
): { readonly model: OnnxModel; readonly bytesRead: number } {
  const reader = new ProtobufReader(source, budget);
  const model = {
    irVersion: 0,
    opsets: {} as Record<string, number>,
    producer: "",
    metadata: {} as Record<string, string>,
    graph: undefined as OnnxGraph | undefined,
    functions: [] as string[],
  };
  reader.message(source.size, (field, value, wire) => {
    if (field === 1 && wire === VARINT) model.irVersion = value;
    else if (wire !== DELIMITED) return;
    else if (field === 2) model.producer = reader.text(value);
    else if (field === 3) model.producer = `${model.producer} ${reader.text(value)}`.trim();
    else if (field === 7) model.graph = readGraph(reader, value, budget.depth);
    else if (field === 8) readOpset(reader, value, model.opsets);
    else if (field === 14) readEntry(reader, value, model.metadata);
    else if (field === 25) model.functions.push(readFunctionName(reader, value));
  });
  const { graph } = model;
  if (!graph) throw reader.refuse("it has no graph");
  return { model: { ...model, graph }, bytesRead: reader.bytesRead };
}

function readGraph(reader: ProtobufReader, end: number, depth: number): OnnxGraph {
  if (depth <= 0) throw reader.refuse("its graphs are nested too deeply");
  const graph = {
    name: "",
    inputs: [] as OnnxGraph["inputs"][number][],
    outputs: [] as OnnxGraph["outputs"][number][],
    values: [] as OnnxGraph["values"][number][],
    initializers: [] as OnnxGraph["initializers"][number][],
    nodes: [] as OnnxNode[],
  };
  reader.message(end, (field, value, wire) => {
    if (wire !== DELIMITED) return;
    if (field === 1) graph.nodes.push(readNode(reader, value, depth));
    else if (field === 2) graph.name = reader.text(value);
    else if (field === 5) graph.initializers.push(readTensor(reader, value));
    else if (field === 11) graph.inputs.push(readValue(reader, value));
    else if (field === 12) graph.outputs.push(readValue(reader, value));
    else if (field === 13) graph.values.push(readValue(reader, value));
    else if (field === 15) graph.initializers.push(readSparse(reader, value));
  });
  return graph;
}

function readNode(reader: ProtobufReader, end: number, depth: number): OnnxNode {
  reader.keep();
  const node = {
    name: "",
    op: "",
    domain: "",
    inputs: [] as string[],
    outputs: [] as string[],
    attributes: Object.create(null) as Record<string, Attribute>,
  };
  reader.message(end, (field, value, wire) => {
    if (wire !== DELIMITED) return;
    if (field === 1) node.inputs.push(reader.text(value));
    else if (field === 2) node.outputs.push(reader.text(value));
    else if (field === 3) node.name = reader.text(value);
    else if (field === 4) node.op = reader.text(value);
    else if (field === 5) {
      const [name, attribute] = readAttribute(reader, value, depth);
      node.attributes[name] = attribute;
    } else if (field === 7) node.domain = reader.text(value);
  });
  if (node.domain === "ai.onnx") node.domain = ""; // the same set by its long name
  return node;
}

function readAttribute(reader: ProtobufReader, end: number, depth: number): [string, Attribute] {
  reader.keep();
  let name = "";
  let attribute: Attribute = { kind: "omitted" };
  const ints: number[] = [];
  const floats: number[] = [];
  const texts: string[] = [];
  let kind = 0;
  reader.message(end, (field, value, wire) => {
    if (field === 1) name = reader.text(value);
    else if (field === 2 && wire === FIXED32) attribute = { kind: "float", value: reader.float32() };
    else if (field === 3 && wire === VARINT) attribute = { kind: "int", value };
    else if (field === 4) attribute = readWord(reader, value);
    else if (field === 5) attribute = { kind: "tensor", tensor: readTensor(reader, value) };
    else if (field === 6) attribute = { kind: "graph", graph: readGraph(reader, value, depth - 1) };
    else if (field === 7) {
      if (wire === FIXED32) floats.push(reader.float32());
      else while (reader.position < value && floats.length <= LONGEST_LIST) floats.push(reader.float32());
    } else if (field === 8) {
      if (wire === VARINT) ints.push(value);
      else while (reader.position < value && ints.length <= LONGEST_LIST) ints.push(reader.varint());
    } else if (field === 9 && texts.length <= LONGEST_LIST) texts.push(reader.text(value));
    else if (field === 20) kind = value;
    if (ints.length > LONGEST_LIST || floats.length > LONGEST_LIST) ints.length = floats.length = 0;
  });
  if (floats.length > 0 || kind === 6) attribute = { kind: "floats", values: floats };
  else if (ints.length > 0 || kind === 7) attribute = { kind: "ints", values: ints };
  else if (texts.length > 0 || kind === 8) attribute = { kind: "strings", texts };
  // writers leave out what is zero or empty
  else if (attribute.kind === "omitted" && kind === 1) attribute = { kind: "float", value: 0 };
  else if (attribute.kind === "omitted" && kind === 2) attribute = { kind: "int", value: 0 };
  else if (attribute.kind === "omitted" && kind === 3) attribute = { kind: "string", text: "" };
  return [name, attribute];
}

/** Words are short; a longer string is data. */
function readWord(reader: ProtobufReader, end: number): Attribute {
  return end - reader.position > 4096 ? { kind: "omitted" } : { kind: "string", text: reader.text(end) };
}

/** A sparse weight: its shape is in field 3, its name that of its values. */
function readSparse(reader: ProtobufReader, end: number): OnnxGraph["initializers"][number] {
  let values: OnnxGraph["initializers"][number] | undefined;
  const dims: number[] = [];
  reader.message(end, (field, value, wire) => {
    if (field === 1) values = readTensor(reader, value);
    else if (field === 3) number(reader, value, wire, dims);
  });
  return { name: values?.name ?? "", type: values?.type ?? typeName(0), dims, values: undefined };
}

function readOpset(reader: ProtobufReader, end: number, opsets: Record<string, number>): void {
  let domain = "";
  let version = 0;
  reader.message(end, (field, value, wire) => {
    if (field === 1) domain = reader.text(value);
    else if (field === 2 && wire === VARINT) version = value;
  });
  opsets[domain === "ai.onnx" ? "" : domain] = version;
}

function readEntry(reader: ProtobufReader, end: number, entries: Record<string, string>): void {
  let key = "";
  let text = "";
  reader.message(end, (field, value) => {
    if (field === 1) key = reader.text(value);
    else if (field === 2 && value - reader.position <= 4096) text = reader.text(value);
  });
  reader.keep();
  entries[key] = text;
}

function readFunctionName(reader: ProtobufReader, end: number): string {
  let name = "";
  let domain = "";
  reader.message(end, (field, value) => {
    if (field === 1) name = reader.text(value);
    else if (field === 10) domain = reader.text(value);
  });
  reader.keep();
  return `${domain}:${name}`;
}
