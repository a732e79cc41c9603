/**
 * A TensorFlow.js graph model: the nodes of a frozen TensorFlow graph. What it takes stands at its placeholders; its
 * signature gives them other names and an order, and names its outputs.
 */
import type { DeclaredDim } from "@convlens/engine/onnx";
import { arrayOf, isObject, type Json, textOf } from "./json.ts";
import type { GraphNode, ModelInput, ModelValue } from "./model-file.ts";
import { counted } from "./onnx-file.ts";
import type { Found } from "./read.ts";

export function graphModelOf(json: Json, topology: Json): Found {
  const nodes = arrayOf(topology.node).filter(isObject).map(nodeOf);
  const signature = signatureOf(json);
  const metadata = isObject(json.userDefinedMetadata) ? json.userDefinedMetadata : {};
  const keys = metadata.structuredOutputKeys;
  return {
    format: "tfjs-graph",
    inputs: inputsOf(nodes, signature.inputs),
    outputs: outputsOf(nodes, signature.outputs),
    operators: counted(nodes.map(({ op }) => op)),
    network: {
      format: "tfjs-graph",
      nodes,
      weights: [],
      ...(Array.isArray(keys) && { outputKeys: keys.map(textOf) }),
    },
  };
}

const nodeOf = (node: Json): GraphNode => ({
  name: textOf(node.name),
  op: textOf(node.op),
  inputs: arrayOf(node.input).map(textOf),
  attributes: isObject(node.attr) ? withoutValues(node.attr) : {},
});

/** Constants are weights: their values are in the shards, or are not looked at. */
function withoutValues(attributes: Json): Json {
  if (!isObject(attributes.value) || !isObject(attributes.value.tensor)) return attributes;
  const { dtype, tensorShape } = attributes.value.tensor;
  return { ...attributes, value: { tensor: { dtype, tensorShape } } };
}

interface Signature {
  readonly inputs: readonly (readonly [string, Json])[];
  readonly outputs: readonly (readonly [string, Json])[];
}

/** Older converters keep it in the user's metadata. */
function signatureOf(json: Json): Signature {
  const metadata = isObject(json.userDefinedMetadata) ? json.userDefinedMetadata : {};
  const signature = isObject(json.signature) ? json.signature : metadata.signature;
  const entries = (part: unknown): [string, Json][] =>
    isObject(part) ? Object.entries(part).filter((entry): entry is [string, Json] => isObject(entry[1])) : [];
  return isObject(signature)
    ? { inputs: entries(signature.inputs), outputs: entries(signature.outputs) }
    : { inputs: [], outputs: [] };
}

/** In the signature's order, else in the graph's. What is checked is the placeholder's own declaration. */
function inputsOf(nodes: readonly GraphNode[], signature: Signature["inputs"]): ModelInput[] {
  const placeholders = nodes.filter(({ op }) => op.startsWith("Placeholder"));
  const named = signature.flatMap(([key, info]) => {
    const name = nodeName(textOf(info.name));
    const node = placeholders.find((candidate) => candidate.name === name);
    return node ? [{ key, node }] : [];
  });
  const listed = named.length > 0 ? named : placeholders.map((node) => ({ key: node.name, node }));
  return listed.map(({ key, node }) => ({
    name: key,
    ...(key !== node.name && { alias: node.name }),
    kind: "tensor",
    type: typeAt(node.attributes.dtype),
    dims: dimsOf(node.attributes.shape),
    required: node.op !== "PlaceholderWithDefault",
  }));
}

/** Those of the signature, else the nodes that nothing follows. */
function outputsOf(nodes: readonly GraphNode[], signature: Signature["outputs"]): ModelValue[] {
  if (signature.length > 0)
    return signature.map(([key, info]) => ({
      name: key,
      ...(nodeName(textOf(info.name)) !== key && { alias: nodeName(textOf(info.name)) }),
      kind: "tensor",
      type: tensorType(textOf(info.dtype)),
      dims: isObject(info.tensorShape) ? sizesOf(info.tensorShape) : null,
    }));
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.map(nodeName)));
  return nodes
    .filter(({ name, op }) => !used.has(name) && op !== "Const" && op !== "NoOp")
    .map(({ name }) => ({ name, kind: "tensor", type: undefined, dims: null }));
}

/** The shape of a Const of numbers with a fraction: a weight. */
export function constantDims({ op, attributes: { value } }: GraphNode): readonly number[] | undefined {
  if (op !== "Const" || !isObject(value) || !isObject(value.tensor)) return undefined;
  const { dtype, tensorShape } = value.tensor;
  if (dtype !== "DT_FLOAT" && dtype !== 1) return undefined;
  const dims = isObject(tensorShape) ? sizesOf(tensorShape) : [];
  return dims?.every((dim) => typeof dim === "number") ? (dims as number[]) : undefined;
}

/** "conv:0" and "^conv" are "conv". */
export const nodeName = (reference: string): string => reference.replace(/^\^/, "").replace(/:\d+$/, "");

/** TensorFlow.js has four types of numbers and takes the rest for one of them. */
const TYPES: Readonly<Record<string, string>> = {
  DT_FLOAT: "float32",
  DT_HALF: "float32",
  DT_DOUBLE: "float32",
  DT_INT32: "int32",
  DT_INT64: "int32",
  DT_INT8: "int32",
  DT_UINT8: "int32",
  DT_BOOL: "bool",
  DT_STRING: "string",
  DT_COMPLEX64: "complex64",
};
const tensorType = (name: string): string | undefined =>
  Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
const typeAt = (attribute: unknown): string | undefined =>
  isObject(attribute) ? tensorType(textOf(attribute.type)) : undefined;

function dimsOf(attribute: unknown): DeclaredDim[] | null {
  return isObject(attribute) && isObject(attribute.shape) ? sizesOf(attribute.shape) : null;
}

/** Sizes are texts of 64-bit numbers; −1 is any. */
export function sizesOf(shape: Json): DeclaredDim[] | null {
  if (shape.unknownRank === true) return null;
  return arrayOf(shape.dim).map((dim) => {
    const size = isObject(dim) && dim.size !== undefined ? Number(dim.size) : Number.NaN;
    return Number.isSafeInteger(size) && size >= 0 ? size : null;
  });
}
