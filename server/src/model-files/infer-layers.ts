/**
 * The shapes of a layers model: its topology is a program of TensorFlow.js layers, so their specs say all.
 *
 *   inferTopology(topology).rows   // [{ name: "conv2d_1", op: "Conv2D", inputs: [[null, 28, 28, 1]], outputs: [[null, 13, 13, 4]] }, …]
 */

import type { DeclaredDim } from "@convlens/engine/onnx";
import {
  type Arg,
  type Args,
  complete,
  type Dim,
  declaredInput,
  infer,
  type LayerSpec,
  open,
  product,
  type Shape,
  sum,
  tfjsLayers,
} from "@convlens/engine/specs";
import { isObject, type Json, textOf } from "./json.ts";
import type { LayerOutput, ModelInput, ModelValue, Topology, TopologyLayer } from "./model-file.ts";
import type { ModelRow } from "./model-row.ts";

/** One use of a layer. */
export interface LayerRow extends ModelRow {
  /** Predicates whose subject is the layer: what certainly fails, or (a warning) what is hardly meant. */
  readonly problems: readonly { readonly message: string; readonly severity: "error" | "warning" }[];
}
export interface LayersInferred {
  readonly rows: readonly LayerRow[];
  readonly outputs: readonly Shape[];
  /** The names of the values that come out. */
  readonly ends: readonly string[];
}

/** What goes from one layer to the next. */
interface Flow {
  readonly shape: Shape;
  readonly value: string;
}

/** By the names of classes, whatever their case: "Conv2D" is conv2d, "ConvLSTM2D" convLstm2d. */
const specs: ReadonlyMap<string, LayerSpec> = new Map(
  [...tfjsLayers].map(([name, spec]) => [name.toLowerCase(), spec]),
);

/** `inputs`: shapes in the order of the model's inputs, else as declared. */
export function inferTopology(topology: Topology, inputs?: readonly Shape[]): LayersInferred {
  const declared = inputsOf(topology);
  const rows: LayerRow[] = [];
  const flows = declared.map(({ name, dims }, i): Flow => {
    const shape = inputs ? inputs[i] : dims?.map(sizeOf);
    return { shape: shape ?? null, value: name };
  });
  const results = follow(topology, flows, rows, "");
  return { rows, outputs: results.map(({ shape }) => shape), ends: results.map(({ value }) => value) };
}

/** `within`: the path of the model that is used as a layer, "" or "features/". */
const follow = (topology: Topology, given: readonly Flow[], rows: LayerRow[], within: string): Flow[] =>
  topology.sequential
    ? followChain(topology, given, rows, within)
    : followGraph(topology, given, rows, within);

function followChain(
  { layers }: Topology,
  [given]: readonly Flow[],
  rows: LayerRow[],
  within: string,
): Flow[] {
  let flowing = [given ?? NOTHING];
  for (const layer of layers)
    if (layer.className !== "InputLayer") flowing = use(layer, 0, flowing, rows, within);
  return flowing;
}

const NOTHING: Flow = { shape: null, value: "" };

/** Layers in any order: each call once its inputs are known. */
function followGraph(
  { layers, inputs, outputs }: Topology,
  given: readonly Flow[],
  rows: LayerRow[],
  within: string,
): Flow[] {
  const known = new Map<string, Flow>();
  for (const [i, end] of inputs.entries()) known.set(keyOf(end), given[i] ?? NOTHING);
  let waiting = layers.flatMap((layer) => layer.calls.map((from, call) => ({ layer, from, call })));
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter(({ layer, from, call }) => {
      if (!from.every((end) => known.has(keyOf(end)))) return true;
      const arriving = from.map((end) => known.get(keyOf(end)) ?? NOTHING);
      for (const [output, flow] of use(layer, call, arriving, rows, within).entries())
        known.set(keyOf({ layer: layer.name, call, output }), flow);
      return false;
    });
  }
  return outputs.map((end) => known.get(keyOf(end)) ?? NOTHING);
}

const keyOf = ({ layer, call, output }: LayerOutput): string => `${call} ${output} ${layer}`;

function use(
  layer: TopologyLayer,
  call: number,
  flows: readonly Flow[],
  rows: LayerRow[],
  within: string,
): Flow[] {
  const name = within + layer.name;
  if (layer.model) return follow(layer.model, flows, rows, `${name}/`);
  const inputs = flows.map(({ shape }) => shape);
  const spec = specs.get(layer.className.toLowerCase());
  const args = spec && argsOf(spec, layer.config);
  const { outputs, problems } =
    spec && args ? infer(spec, args, inputs) : { outputs: [null] as Shape[], problems: [] };
  const gives = outputs.map((_, i) => [name, call || "", i || ""].filter((part) => part !== "").join(":"));
  const parameters = spec && args ? Object.values(spec.parameters?.(args, inputs) ?? {}) : [];
  rows.push({
    name,
    op: layer.className,
    inputs,
    outputs,
    takes: flows.map(({ value }) => value),
    gives,
    parameters: sum(parameters.map(product)),
    macs: (args && spec?.macs?.(args, inputs, outputs)) ?? 0,
    problems: problems.map(({ message, severity }) => ({ message, severity: severity ?? "error" })),
  });
  return outputs.map((shape, i) => ({ shape, value: gives[i]! }));
}

/** The spec of a layer and its arguments; undefined where nobody knows its class, or it is a model of its own. */
export function layerOf({
  className,
  config,
  model,
}: TopologyLayer): { readonly spec: LayerSpec; readonly args: Args } | undefined {
  const spec = model ? undefined : specs.get(className.toLowerCase());
  return spec && { spec, args: argsOf(spec, config) };
}

/** The config of a layer as its spec's arguments: kernel_size → kernelSize, layers within layers too. */
function argsOf(spec: LayerSpec, config: Json): Args {
  const given: Record<string, Arg> = {};
  for (const [key, value] of Object.entries(config)) {
    const arg = argOf(value);
    if (arg !== undefined) given[camel(key)] = WORDS.has(key) ? camel(String(arg)) : arg;
  }
  return complete(spec, given);
}

/** Whose values are words of Keras too: "channels_last", "hard_sigmoid". */
const WORDS: ReadonlySet<string> = new Set(["data_format", "activation", "recurrent_activation"]);
const camel = (key: string): string =>
  key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function argOf(value: unknown): Arg {
  if (Array.isArray(value)) return value.map(argOf) as Arg;
  if (!isObject(value)) return value as Arg;
  const spec = specs.get(textOf(value.class_name).toLowerCase());
  if (!spec || !isObject(value.config)) return undefined; // an initializer, a regularizer
  return { spec, args: complete(spec, argsOf(spec, value.config)) };
}

/** What the model takes: declared by its input layers, or by the first layer of a Sequential. */
export function inputsOf(topology: Topology): ModelInput[] {
  if (topology.sequential) {
    const [first] = topology.layers;
    if (!first) return [];
    if (first.model) return inputsOf(first.model);
    const name = first.className === "InputLayer" ? first.name : `${first.name}_input`;
    return [inputOf(first, name)];
  }
  return topology.inputs.flatMap(({ layer: name }) => {
    const layer = topology.layers.find((candidate) => candidate.name === name);
    return layer ? [inputOf(layer, name)] : [];
  });
}

function inputOf(layer: TopologyLayer, name: string): ModelInput {
  const { config } = layer;
  // Keras 3 calls it batch_shape, Keras 1 writes batchInputShape
  const shape = config.batch_input_shape ?? config.batch_shape ?? config.batchInputShape;
  const declared = Array.isArray(shape) ? shape.map(declaredDim) : declaredByFirst(layer);
  const type = textOf(config.dtype);
  return { name, kind: "tensor", type: type || "float32", dims: declared, required: true };
}

function declaredByFirst(layer: TopologyLayer): DeclaredDim[] | null {
  const spec = specs.get(layer.className.toLowerCase());
  const shape = spec && declaredInput(spec, argsOf(spec, layer.config));
  return shape ? shape.map((dim) => (typeof dim === "number" ? dim : null)) : null;
}

const declaredDim = (size: unknown): DeclaredDim =>
  Number.isSafeInteger(size) && (size as number) >= 0 ? (size as number) : null;
const sizeOf = (dim: DeclaredDim): Dim => (typeof dim === "number" ? dim : open);

/** The model's results, named after the layers that give them. */
export function outputsOf(topology: Topology, { outputs }: LayersInferred): ModelValue[] {
  const names = topology.sequential
    ? [topology.layers.at(-1)?.name ?? "output"]
    : topology.outputs.map(({ layer }) => layer);
  return names.map((name, i) => ({
    name,
    kind: "tensor",
    type: undefined,
    dims: outputs[i]?.map((dim) => (typeof dim === "number" ? dim : null)) ?? null,
  }));
}
