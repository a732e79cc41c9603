/**
 * The layers of a loaded model as values of the program: it may cut the model behind one of them, or build on them.
 *
 *   const trunk = tf.model({ inputs: base.inputs, outputs: base.getLayer("conv_pw_13_relu").output });
 */
import type { Application, LayerValue, TensorValue, Value } from "../../facts/values.ts";
import type { CallSite } from "../../facts/world.ts";
import { layerOf, type Topology, type TopologyLayer } from "../../model-files/index.ts";
import { DIALECT } from "./vocabulary.ts";

export interface LoadedLayers {
  /** As `model.layers` lists them; undefined where their order is not known. */
  readonly layers: readonly Value[] | undefined;
  readonly outputs: readonly TensorValue[];
}

const MOST_LAYERS = 600;
/** The use of a layer in the model that it came from. */
const uses = new WeakMap<LayerValue, Application>();
export const useInFile = (layer: LayerValue): Application | undefined => uses.get(layer);

/** undefined where a layer is not known. */
export function loadedLayers(
  topology: Topology,
  inputs: readonly TensorValue[],
  site: CallSite,
): LoadedLayers | undefined {
  if (topology.layers.length > MOST_LAYERS) return undefined;
  // the layers were written by nobody here: no trace of their making is left
  return site.world.state.attempt(() => follow(topology, inputs, site), { trial: true }).result;
}

function follow(
  topology: Topology,
  inputs: readonly TensorValue[],
  site: CallSite,
): LoadedLayers | undefined {
  const layers = topology.layers.map((layer) => (isInput(layer) ? inputs[0] : made(layer, site)));
  if (!layers.every((layer) => layer !== undefined)) return undefined;
  const use = (at: number, given: readonly Value[]): readonly TensorValue[] => {
    const layer = layers[at]!;
    return layer.kind === "layer" ? applied(layer, given, site) : [layer];
  };
  if (topology.sequential) {
    const first = inputs[0];
    if (!first) return undefined;
    let flowing: readonly TensorValue[] = [first];
    for (const [at, layer] of topology.layers.entries()) if (!isInput(layer)) flowing = use(at, flowing);
    return { layers: layers.filter(({ kind }) => kind === "layer"), outputs: flowing };
  }
  return followGraph(topology, layers, inputs, use);
}

function followGraph(
  topology: Topology,
  layers: readonly Value[],
  inputs: readonly TensorValue[],
  use: (at: number, given: readonly Value[]) => readonly TensorValue[],
): LoadedLayers | undefined {
  const key = ({ layer, call, output }: Topology["outputs"][number]): string => `${call} ${output} ${layer}`;
  const known = new Map<string, TensorValue>(
    topology.inputs.flatMap((end, i) => (inputs[i] ? [[key(end), inputs[i]]] : [])),
  );
  let waiting = topology.layers.flatMap(({ name, calls }, at) =>
    calls.map((from, call) => ({ name, at, from, call })),
  );
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter(({ name, at, from, call }) => {
      const given = from.map((end) => known.get(key(end)));
      if (!given.every((tensor) => tensor !== undefined)) return true;
      for (const [output, tensor] of use(at, given).entries())
        known.set(key({ layer: name, call, output }), tensor);
      return false;
    });
  }
  const outputs = topology.outputs.map((end) => known.get(key(end)));
  const chain = topology.layers.every(({ calls }) => calls.length <= 1 && (calls[0]?.length ?? 0) <= 1);
  return outputs.every((tensor) => tensor !== undefined)
    ? {
        layers: chain && topology.inputs.length === 1 && topology.outputs.length === 1 ? layers : undefined,
        outputs,
      }
    : undefined;
}

const isInput = ({ className }: TopologyLayer): boolean => className === "InputLayer";

function made(layer: TopologyLayer, { world, span }: CallSite): LayerValue | undefined {
  const known = layerOf(layer);
  if (!known) return undefined;
  const value = world.build(known.spec, known.args, {}, DIALECT, span);
  world.name(value, layer.name);
  return value.refused ? undefined : value;
}

function applied(
  layer: LayerValue,
  inputs: readonly Value[],
  { world, span }: CallSite,
): readonly TensorValue[] {
  const tensors = world.apply({
    spec: layer.spec,
    args: layer.args,
    argSpans: {},
    layer,
    inputs,
    inputSpans: inputs.map(() => span),
    span,
    calleeSpan: span,
    dialect: DIALECT,
  });
  const application = tensors[0]?.tensor.producer;
  if (application) uses.set(layer, application);
  return tensors;
}
