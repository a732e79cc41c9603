/** A TensorFlow.js layers model: a Keras topology, as Keras 1 and 2, tfjs and Keras 3 write it. */
import type { FormatError } from "@convlens/engine/io";
import { inferTopology, inputsOf, outputsOf } from "./infer-layers.ts";
import { arrayOf, isObject, type Json, textOf } from "./json.ts";
import type { LayerOutput, Topology, TopologyLayer } from "./model-file.ts";
import { counted } from "./onnx-file.ts";
import type { Found } from "./read.ts";

const DEEPEST = 8;

export function layersModelOf(json: Json, given: Json, refuse: (what: string) => FormatError): Found {
  const root = isObject(given.model_config) ? given.model_config : given;
  if (typeof root.class_name !== "string" || !("config" in root))
    throw refuse("its modelTopology is neither a graph nor a Keras model");
  const topology = topologyOf(root, DEEPEST, refuse);
  return {
    format: "tfjs-layers",
    inputs: inputsOf(topology),
    outputs: outputsOf(topology, inferTopology(topology)),
    operators: counted(layersOf(topology).map(({ className }) => className)),
    network: { format: "tfjs-layers", topology, weights: [] },
    producer: textOf(json.generatedBy),
  };
}

/** All layers, those of models within the model among them. */
export const layersOf = (topology: Topology): TopologyLayer[] =>
  topology.layers.flatMap((layer) => (layer.model ? layersOf(layer.model) : [layer]));

const MODELS: ReadonlySet<string> = new Set(["Sequential", "Model", "Functional"]);

function topologyOf(root: Json, depth: number, refuse: (what: string) => FormatError): Topology {
  if (depth <= 0) throw refuse("its models are nested too deeply");
  const config = isObject(root.config) ? root.config : {};
  // Keras 1 wrote the list of layers itself
  const listed = Array.isArray(root.config) ? root.config : config.layers;
  return {
    name: textOf(config.name),
    sequential: root.class_name === "Sequential",
    layers: arrayOf(listed)
      .filter(isObject)
      .map((layer) => layerOf(layer, depth, refuse)),
    inputs: endsOf(config.input_layers),
    outputs: endsOf(config.output_layers),
  };
}

function layerOf(layer: Json, depth: number, refuse: (what: string) => FormatError): TopologyLayer {
  const className = textOf(layer.class_name);
  const config = isObject(layer.config) ? layer.config : {};
  return {
    name: textOf(layer.name) || textOf(config.name),
    className,
    config: MODELS.has(className) ? {} : config,
    calls: arrayOf(layer.inbound_nodes).map(callOf),
    ...(MODELS.has(className) && { model: topologyOf(layer, depth - 1, refuse) }),
  };
}

/** `[["conv", 0, 0, {}], …]`; Keras 3 writes `{ args: [tensors with a keras_history], kwargs }`. */
function callOf(node: unknown): LayerOutput[] {
  if (isObject(node)) return historiesIn(node.args, DEEPEST);
  return arrayOf(node).flatMap((entry) => (isEnd(entry) ? [endOf(entry)] : []));
}

function historiesIn(value: unknown, depth: number): LayerOutput[] {
  if (depth <= 0) return [];
  if (Array.isArray(value)) return value.flatMap((item) => historiesIn(item, depth - 1));
  if (!isObject(value)) return [];
  const history = isObject(value.config) ? value.config.keras_history : undefined;
  return isEnd(history) ? [endOf(history)] : [];
}

/** One end is `["features", 0, 0]`, several are a list of such. */
function endsOf(ends: unknown): LayerOutput[] {
  if (isEnd(ends)) return [endOf(ends)];
  return arrayOf(ends).flatMap((end) => (isEnd(end) ? [endOf(end)] : []));
}

type End = readonly [string, number, number];
const isEnd = (value: unknown): value is End =>
  Array.isArray(value) &&
  typeof value[0] === "string" &&
  Number.isInteger(value[1]) &&
  Number.isInteger(value[2]);
const endOf = ([layer, call, output]: End): LayerOutput => ({ layer, call, output });
