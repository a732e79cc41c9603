/** `tf.layers.*`: functions that build layers, classes to extend, and what a built layer can do. */
import {
  type Arg,
  type Args,
  type Dim,
  isUnknown,
  type LayerSpec,
  NO_CONFIG,
  tfjsLayers,
  UNKNOWN_ARG,
  unknown,
} from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { CallSite, LayerValue, ObjectValue, Value, World } from "../../facts/values.ts";
import { constant, size, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeArg, decodeArguments } from "../arguments/decode.ts";
import { applyCustom, layerClass } from "./custom.ts";
import { applyModel } from "./graph.ts";
import { symbolicInput } from "./input.ts";
import { useInFile } from "./loaded-topology.ts";
import { hasOpenBatch, withOpenBatch } from "./open-batch.ts";
import { DIALECT, method, oneOrList, shapeIn, shapeValue, tensorsIn } from "./vocabulary.ts";
import { getWeights, keepWeights, layerWeights, setWeights, takeWeights, weightNamed } from "./weights.ts";

/** `tf.layers.<name>` */
export function layersMember(name: string): Value | undefined {
  if (name === "Layer") return layerClass;
  if (name === "input") return method(name, symbolicInput);
  const spec = tfjsLayers.get(name);
  return spec && method(name, (site) => build(spec, site));
}

function build(spec: LayerSpec, site: CallSite): LayerValue {
  const { args, argSpans } = configOf(spec, site);
  const layer = site.world.build(spec, args, argSpans, DIALECT, site.span);
  if (typeof args.name === "string") site.world.name(layer, args.name);
  const length = spec.name === "embedding" ? lengthIn(site.args[0]) : undefined;
  if (length !== undefined) likelyLengths.set(layer, length);
  const list = site.args[0]?.kind === "object" ? site.args[0].fields.get("inputShape") : undefined;
  if (spec.anyRank && list?.kind === "unknown" && list.fields && list.free !== undefined)
    inputNames.set(layer, list.free);
  keepWeights(layer, site);
  return layer;
}

/** What an inputShape that only a run knows is called, of a layer that takes inputs of any rank. */
export const inputNames = new WeakMap<LayerValue, string>();

/** Of an embedding whose `inputLength` only a run knows: its size if it is one number, as it nearly always is, and no list. */
export const likelyLengths = new WeakMap<LayerValue, Dim>();

function lengthIn(config: Value | undefined): Dim | undefined {
  const length = config?.kind === "object" ? config.fields.get("inputLength") : undefined;
  const size = length?.kind === "unknown" && length.free !== undefined ? toDim(length) : unknown;
  return isUnknown(size) ? undefined : size;
}

/** The one config object of a layer; a config that is not known leaves every field unknown. */
function configOf(spec: LayerSpec, site: CallSite): { args: Args; argSpans: Readonly<Record<string, Span>> } {
  const [config] = site.args;
  if (!config || (config.kind === "const" && config.value === undefined))
    return { args: { [NO_CONFIG]: true }, argSpans: {} };
  if (config.kind !== "object")
    return {
      args: Object.fromEntries(spec.params.map((param): [string, Arg] => [param.name, UNKNOWN_ARG])),
      argSpans: {},
    };
  // class instances serve as configs too
  const plain: Value = {
    kind: "object",
    id: config.id,
    fields: config.fields,
    complete: config.complete && !config.cls,
    ...(config.places && { places: config.places }),
  };
  const { args, argSpans } = decodeArguments(spec.params, [plain], site.argSpans, "exact");
  return { args: withSizes(spec, withLists(args, config), config, site), argSpans };
}

/** A shape that only a run knows, of a layer that takes one rank: its sizes under their own names. */
function withSizes(spec: LayerSpec, args: Args, config: ObjectValue, site: CallSite): Args {
  const sizes = (["inputShape", "batchInputShape"] as const).flatMap((name): [string, Arg][] => {
    const list = config.fields.get(name);
    const rank = spec.inputRank?.(args);
    if (list?.kind !== "unknown" || !list.fields || rank === undefined) return [];
    const count = name === "inputShape" ? rank - 1 : rank;
    return [[name, Array.from({ length: count }, (_, i) => toDim(site.world.get(list, String(i), site)))]];
  });
  return sizes.length ? { ...args, ...Object.fromEntries(sizes) } : args;
}

/** Lists of layers, which no size argument has: the cells of a stack. */
function withLists(args: Args, config: ObjectValue): Args {
  const lists = ["cell", "cells"].flatMap((name): [string, Arg][] => {
    const list = config.fields.get(name);
    return list?.kind === "array" && list.complete
      ? [[name, list.elements.map((cell) => decodeArg(cell)) as unknown as Arg]]
      : [];
  });
  return lists.length ? { ...args, ...Object.fromEntries(lists) } : args;
}

/** Members of a built layer. */
export function layerMember(name: string, layer: LayerValue, world: World): Value | undefined {
  const last = world.uses(layer).at(-1) ?? useInFile(layer);
  switch (name) {
    case "apply":
    case "call":
      return method("apply", (site) => applyLayer(layer, site));
    case "output":
      return last
        ? oneOrList(
            last.outputs.map((tensor): Value => ({ kind: "tensor", tensor })),
            world,
          )
        : UNKNOWN;
    case "input":
      return last
        ? oneOrList(
            last.inputs.map((tensor): Value => ({ kind: "tensor", tensor })),
            world,
          )
        : UNKNOWN;
    case "outputShape":
      return last?.outputs.length === 1 ? shapeValue(last.outputs[0]!.shape, world) : UNKNOWN;
    case "inputShape":
      return last?.inputs.length === 1 ? shapeValue(last.inputs[0]!.shape, world) : UNKNOWN;
    case "name":
      return typeof layer.args.name === "string" ? constant(layer.args.name) : UNKNOWN;
    case "units":
    case "filters":
      return typeof layer.args[name] === "number" ? constant(layer.args[name]) : UNKNOWN;
    case "kernel":
    case "bias":
      return weightNamed(name, layer, world) ?? UNKNOWN;
    case "countParams":
      return method(name, () =>
        last?.params === undefined || isUnknown(last.params) ? UNKNOWN : size(last.params),
      );
    case "getWeights":
      return method(name, (site) => getWeights(layerWeights(layer, world), site));
    case "setWeights":
      return method(name, (site) => setWeights(layer.spec.name, layerWeights(layer, world), site));
    case "computeOutputShape":
      return method(name, ({ args: [input] }) => computeOutputShape(layer, input, world));
    default:
      return UNKNOWN;
  }
}

function computeOutputShape(layer: LayerValue, input: Value | undefined, world: World): Value {
  const shape = shapeIn(input);
  if (!shape) return UNKNOWN;
  const outputs = layer.spec.infer({
    args: layer.args,
    inputs: [shape],
    require: () => true,
    fail: () => {},
  });
  return outputs.length === 1 ? shapeValue(outputs[0]!, world) : UNKNOWN;
}

/** Whether it may hold more tensors than are known of it. */
const isOpenList = (value: Value | undefined): boolean =>
  value?.kind === "array" ? !value.complete : value?.kind === "unknown" || value?.kind === "union";

/** `apply(x, { initialState })`: such states are not followed, so that nothing is run without them. */
const startsFrom = (options: Value | undefined): boolean =>
  options?.kind === "object" && options.fields.has("initialState");

/** `layer.apply(x)`, `layer.apply([a, b])` */
export function applyLayer(layer: LayerValue, site: CallSite, callArgs?: Args): Value {
  const inputs = tensorsIn(site.args[0]);
  const openBatch = inputs.length === 1 && hasOpenBatch(inputs[0]);
  const built = site.world.uses(layer)[0]?.inputs[0]?.shape;
  const outputs = site.world.apply({
    spec: layer.spec,
    args: layer.args,
    argSpans: layer.argSpans,
    callArgs: {
      ...callArgs,
      ...(openBatch && { openBatch }),
      ...(built && { built }),
      ...(isOpenList(site.args[0]) && { openList: true }),
      ...(startsFrom(site.args[1]) && { initialState: UNKNOWN_ARG }),
    },
    layer,
    inputs,
    inputSpans: inputs.map(() => site.argSpans[0] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
  });
  if (openBatch) outputs.forEach(withOpenBatch);
  if (!built) takeWeights(layer, site);
  return outputs.length === 0 ? UNKNOWN : oneOrList(outputs, site.world);
}

/** Anything that stands where a layer does: a layer, a model, an instance of a class that extends tf.layers.Layer. */
export function applyAny(layer: Value, site: CallSite, callArgs?: Args): Value {
  if (layer.kind === "layer") return applyLayer(layer, site, callArgs);
  if (layer.kind === "object" && layer.base?.graph) return applyModel(layer, site);
  if (layer.kind === "object") return applyCustom(layer, site);
  return site.world.tensor(null, site.span, { dialect: DIALECT });
}
