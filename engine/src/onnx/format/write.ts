/**
 * Writes ONNX files. https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 *   writeOnnx({ opset: 21, irVersion: 10, graph: { name: "net", inputs: [x], outputs: [y], nodes: [relu], weights: [] } })
 */
import { typeCode } from "./element-types.ts";
import type { Attribute, ValueInfo } from "./model.ts";
import { ProtobufWriter } from "./protobuf-writer.ts";

export interface OnnxFile {
  readonly irVersion: number;
  /** Of ONNX's own operators. */
  readonly opset: number;
  readonly producer?: string;
  readonly graph: GraphToWrite;
}
export interface GraphToWrite {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly NodeToWrite[];
  readonly weights: readonly WeightToWrite[];
}
export interface NodeToWrite {
  readonly name: string;
  readonly op: string;
  /** Of an operator that is not ONNX's own: "com.microsoft". */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, Attribute>>;
}
export interface WeightToWrite {
  readonly name: string;
  readonly type: string;
  readonly dims: readonly number[];
  /** Little-endian, row by row. */
  readonly data: Uint8Array;
}

export const int = (value: number): Attribute => ({ kind: "int", value });
export const ints = (values: readonly number[]): Attribute => ({ kind: "ints", values });
export const float = (value: number): Attribute => ({ kind: "float", value });
export const floats = (values: readonly number[]): Attribute => ({ kind: "floats", values });
export const strings = (texts: readonly string[]): Attribute => ({ kind: "strings", texts });
export const text = (word: string): Attribute => ({ kind: "string", text: word });

/** The whole file, weights in it. A protocol buffer has at most 2 GB: beyond, `writeOnnxBeside` is to be used. */
export const writeOnnx = (file: OnnxFile): Uint8Array =>
  write(file, (tensor, { data }) => tensor.delimited(9, data));

/** A larger file than this is no protocol buffer any more. */
export const LARGEST_FILE = 2 ** 31 - 1;

/** Each weight begins at a multiple of this, so that it can be mapped into memory. */
const ALIGNMENT = 4096;

/**
 * The file without its weights, and these for a second file called `location` beside it: pieces in order, each followed by
 * zeros up to the next multiple of 4096.
 */
export function writeOnnxBeside(
  file: OnnxFile,
  location: string,
): { readonly model: Uint8Array; readonly data: readonly Uint8Array[] } {
  const data: Uint8Array[] = [];
  let offset = 0;
  const model = write(file, (tensor, weight) => {
    // what shapes are computed from stays in the file: runtimes need it before they look elsewhere
    if (weight.type === "int64" || weight.data.length < 1024) return tensor.delimited(9, weight.data);
    const padding = (ALIGNMENT - (weight.data.length % ALIGNMENT)) % ALIGNMENT;
    for (const [key, value] of Object.entries({ location, offset, length: weight.data.length }))
      tensor.message(13, (entry) => entry.text(1, key).text(2, String(value)));
    data.push(weight.data, new Uint8Array(padding));
    offset += weight.data.length + padding;
    return tensor.int(14, 1);
  });
  return { model, data };
}

type WriteData = (tensor: ProtobufWriter, weight: WeightToWrite) => unknown;

function write({ irVersion, opset, producer = "", graph }: OnnxFile, writeData: WriteData): Uint8Array {
  const file = new ProtobufWriter()
    .int(1, irVersion)
    .text(2, producer)
    .message(7, (out) => writeGraph(out, graph, writeData))
    .message(8, (out) => out.text(1, "").int(2, opset));
  for (const domain of new Set(graph.nodes.map((node) => node.domain ?? "")))
    if (domain !== "") file.message(8, (out) => out.text(1, domain).int(2, 1));
  return file.bytes();
}

function writeGraph(out: ProtobufWriter, graph: GraphToWrite, writeData: WriteData): void {
  for (const node of graph.nodes) out.message(1, (inner) => writeNode(inner, node));
  out.text(2, graph.name);
  for (const weight of graph.weights)
    out.message(5, (inner) => {
      writeTensorHead(inner, weight);
      writeData(inner, weight);
    });
  for (const input of graph.inputs) out.message(11, (inner) => writeValue(inner, input));
  for (const output of graph.outputs) out.message(12, (inner) => writeValue(inner, output));
}

function writeNode(out: ProtobufWriter, node: NodeToWrite): void {
  for (const input of node.inputs) out.text(1, input);
  for (const output of node.outputs) out.text(2, output);
  if (node.name !== "") out.text(3, node.name);
  out.text(4, node.op);
  if (node.domain) out.text(7, node.domain);
  for (const [name, attribute] of Object.entries(node.attributes ?? {}))
    out.message(5, (inner) => writeAttribute(inner.text(1, name), attribute));
}

/** AttributeProto.type */
const KINDS = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  omitted: 0,
};

function writeAttribute(out: ProtobufWriter, attribute: Attribute): void {
  switch (attribute.kind) {
    case "float":
      out.float32(2, attribute.value);
      break;
    case "int":
      out.int(3, attribute.value);
      break;
    case "string":
      out.text(4, attribute.text);
      break;
    case "floats":
      for (const value of attribute.values) out.float32(7, value);
      break;
    case "ints":
      for (const value of attribute.values) out.int(8, value);
      break;
    case "strings":
      for (const value of attribute.texts) out.text(9, value);
      break;
    case "graph":
      if (attribute.graph.initializers.length > 0)
        throw new TypeError("a graph within a graph takes its weights from outside");
      out.message(6, (inner) => writeGraph(inner, { ...attribute.graph, weights: [] }, () => undefined));
      break;
    default:
      throw new TypeError(`an attribute of the kind ${attribute.kind} cannot be written`);
  }
  out.int(20, KINDS[attribute.kind]);
}

function writeTensorHead(out: ProtobufWriter, { name, type, dims }: WeightToWrite): void {
  for (const size of dims) out.int(1, size);
  out.int(2, typeCode(type) ?? 0).text(8, name);
}

/** `name: float32["N", 3, 224, 224]`; without a type only the name, which runtimes then infer the rest for. */
function writeValue(out: ProtobufWriter, { name, type, dims }: ValueInfo): void {
  out.text(1, name);
  if (type === undefined) return;
  out.message(2, (declared) =>
    declared.message(1, (tensor) => {
      tensor.int(1, typeCode(type) ?? 0);
      if (dims)
        tensor.message(2, (shape) => {
          for (const dim of dims)
            shape.message(1, (out) =>
              typeof dim === "number" ? out.int(1, dim) : dim === null ? out : out.text(2, dim),
            );
        });
    }),
  );
}

/** Bytes that, put behind a file, make further values of its graph outputs: how a test sees what lies between. */
export const withOutputs = (names: readonly string[]): Uint8Array =>
  new ProtobufWriter()
    .message(7, (graph) => {
      for (const name of names)
        graph.message(12, (out) => writeValue(out, { name, kind: "tensor", type: undefined, dims: null }));
    })
    .bytes();
