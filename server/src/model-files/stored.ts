/**
 * The tensors whose numbers lie in a model file or beside it, and what a node's attributes say: what somebody asks for
 * who looks into a model. Numbers are not read here.
 *
 *   storedTensors(file).get("conv1.weight")   // { name, type: "float32", dims: [64, 3, 7, 7], place: { files: [], offset, length } }
 */
import type { Attribute, OnnxGraph, TensorInfo } from "@convlens/engine/onnx";
import { isObject } from "./json.ts";
import { layersOf } from "./layers-model.ts";
import type { ModelFile, StoredTensor } from "./model-file.ts";

const found = new WeakMap<ModelFile, ReadonlyMap<string, StoredTensor>>();

/** By name. */
export function storedTensors(file: ModelFile): ReadonlyMap<string, StoredTensor> {
  const known = found.get(file) ?? new Map(listOf(file).map((tensor) => [tensor.name, tensor]));
  found.set(file, known);
  return known;
}

function listOf({ network }: ModelFile): readonly StoredTensor[] {
  switch (network.format) {
    case "onnx":
      return initializersOf(network.model.graph);
    case "tfjs-layers":
    case "tfjs-graph":
      return network.weights;
    case "safetensors":
      return network.tensors;
    default:
      return [];
  }
}

/** A constant of a node is named after its value. */
function initializersOf({ initializers, nodes }: OnnxGraph): StoredTensor[] {
  const constants = nodes.flatMap(({ op, outputs: [name], attributes }) => {
    const { value } = attributes;
    return op === "Constant" && name && value?.kind === "tensor" ? [{ ...value.tensor, name }] : [];
  });
  return [...initializers, ...constants].map(stored);
}

function stored({ name, type, dims, raw, external }: TensorInfo): StoredTensor {
  const tensor = { name, type, dims };
  if (raw) return { ...tensor, place: { files: [], ...raw } };
  if (!external || external.length === undefined || /^\/|\.\./.test(external.location)) return tensor;
  const { location, offset, length } = external;
  return { ...tensor, place: { files: [location], offset, length } };
}

/** Of one row of `inferModel(file).rows`: the weights that it holds where it does not take them by name. */
export function weightsOfLayer(file: ModelFile, layer: string): readonly StoredTensor[] {
  if (file.network.format !== "tfjs-layers") return [];
  const own = layer.slice(layer.lastIndexOf("/") + 1);
  return file.network.weights.filter(({ name }) => name.startsWith(`${own}/`) || name.includes(`/${own}/`));
}

/** As names and texts, in the file's order. `row`: its place in `inferModel(file).rows`. */
export function attributesOf(
  { network }: ModelFile,
  row: number,
  name: string,
): (readonly [string, string])[] {
  switch (network.format) {
    case "onnx":
      return Object.entries(network.model.graph.nodes[row]?.attributes ?? {}).map(([key, attribute]) => [
        key,
        attributeText(attribute),
      ]);
    case "tfjs-layers": {
      const own = name.slice(name.lastIndexOf("/") + 1);
      const layer = layersOf(network.topology).find((candidate) => candidate.name === own);
      return Object.entries(layer?.config ?? {})
        .filter(([key, value]) => key !== "name" && value !== null && value !== undefined)
        .map(([key, value]) => [key, valueText(value)]);
    }
    case "tfjs-graph":
      return Object.entries(network.nodes.find((node) => node.name === name)?.attributes ?? {}).map(
        ([key, value]) => [key, tensorflowText(value)],
      );
    default:
      return [];
  }
}

const LONGEST = 200; // characters

function attributeText(attribute: Attribute): string {
  switch (attribute.kind) {
    case "int":
    case "float":
      return numberText(attribute.value);
    case "ints":
    case "floats":
      return cut(`[${attribute.values.map(numberText).join(", ")}]`);
    case "string":
      return cut(JSON.stringify(attribute.text));
    case "strings":
      return cut(`[${attribute.texts.map((text) => JSON.stringify(text)).join(", ")}]`);
    case "tensor": {
      const { type, dims, values } = attribute.tensor;
      const shape = `${type}[${dims.join(", ")}]`;
      return values ? cut(`${shape} ${values.map(numberText).join(", ")}`) : shape;
    }
    case "graph":
      return `{ ${attribute.graph.nodes.map(({ op }) => op).join(", ")} }`.slice(0, LONGEST);
    default:
      return "…";
  }
}

/** A float32 as it was meant: 0.10000000149011612 is 0.1. */
const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));

/** An initializer, a regularizer: its class and what sets it apart. */
function valueText(value: unknown): string {
  if (isObject(value) && typeof value.class_name === "string") return value.class_name;
  return typeof value === "string" ? value : cut(JSON.stringify(value) ?? "");
}

/** `{ "list": { "i": ["1", "2"] } }` is [1, 2], `{ "s": "U0FNRQ==" }` SAME, `{ "type": "DT_FLOAT" }` float. */
function tensorflowText(value: unknown): string {
  if (!isObject(value)) return valueText(value);
  const [kind, inner] = Object.entries(value)[0] ?? ["", ""];
  if (kind === "list" && isObject(inner)) {
    const [part, items] = Object.entries(inner)[0] ?? ["", []];
    return cut(`[${(Array.isArray(items) ? items : []).map((item) => wordOf(part, item)).join(", ")}]`);
  }
  return wordOf(kind, inner);
}

function wordOf(kind: string, value: unknown): string {
  if (kind === "s" && typeof value === "string") return decoded(value);
  if (kind === "type") return String(value).replace(/^DT_/, "").toLowerCase();
  return typeof value === "object" ? cut(JSON.stringify(value)) : String(value);
}

function decoded(text: string): string {
  try {
    return /^[A-Za-z0-9+/]+=*$/.test(text) ? atob(text) : text;
  } catch {
    return text;
  }
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
