/** Layer classes (`nn.Conv2d`) and what a layer built from them can do. */
import { type Args, type LayerSpec, torchLayers, UNKNOWN_ARG } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, LayerValue, TensorValue, Value, World } from "../../facts/values.ts";
import { constant, RUN_METHOD, size, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeArg, decodeArguments } from "../arguments/decode.ts";

/** `nn.<name>` as a class; undefined where PyTorch has no such layer. */
export function layerClass(name: string, dialect: string): BuiltinValue | undefined {
  const spec = torchLayers.get(name);
  if (!spec) return undefined;
  return { kind: "builtin", name, module: true, construct: (site) => construct(spec, site, dialect) };
}

function construct(spec: LayerSpec, site: CallSite, dialect: string): LayerValue {
  const { args, argSpans } = decodeArguments(spec.params, site.args, site.argSpans);
  return site.world.build(spec, args, argSpans, dialect, site.span);
}

/** `conv.forward`, `conv.weight`, `conv.inChannels`, … */
export function layerMember(name: string, layer: LayerValue, world: World): Value | undefined {
  if (name === RUN_METHOD || name === "call" || name === "apply")
    return { kind: "builtin", name: "forward of a layer", call: (site) => useLayer(layer, site) };
  if (["eval", "train", "to", "requiresGrad_", "cuda", "cpu", "float", "half"].includes(name))
    return { kind: "builtin", name, call: () => layer };
  const arg = layer.args[name];
  const parameter = layer.spec.parameters?.(layer.args)[name];
  if (parameter && arg !== UNKNOWN_ARG) {
    world.use(layer);
    return { kind: "tensor", tensor: { id: 0, shape: parameter, origin: layer.site, name } };
  }
  if (lacks(layer, name)) return constant(null);
  if (arg === undefined) return undefined;
  return typeof arg === "number" || typeof arg === "object" ? sizeOrUnknown(arg) : UNKNOWN;
}

/** PyTorch's None, which a layer holds in place of weights that it is built without. */
const lacks = ({ args }: LayerValue, name: string): boolean =>
  (name === "bias" && args.bias === false) ||
  (/^(weight|bias)$/.test(name) && (args.affine === false || args.elementwiseAffine === false));

const sizeOrUnknown = (arg: unknown): Value =>
  typeof arg === "number" || (typeof arg === "object" && arg !== null && "key" in arg)
    ? size(arg as number)
    : UNKNOWN;

/** Applies the layer to the tensors of a call. */
export function useLayer(layer: LayerValue, site: CallSite): Value {
  const { spec } = layer;
  const count = spec.inputs?.length ?? 1;
  // MultiheadAttention may be called with less than three
  const inputs = site.args.slice(0, count);
  while (inputs.length < count) inputs.push(UNKNOWN);
  const outputs = site.world.apply({
    spec,
    args: layer.args,
    argSpans: layer.argSpans,
    callArgs: { ...callArguments(spec, site.args.slice(count)), ...indexRange(site.args[0]) },
    layer,
    inputs,
    inputSpans: site.argSpans.slice(0, count),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: layer.dialect,
  });
  return resultOf(layer.spec.name, outputs, site);
}

/** The values of indices that the source spells out. */
export const indexRange = (input: Value | undefined): Args =>
  input?.kind === "tensor" && input.tensor.range ? { indexRange: input.tensor.range } : {};

/** What follows the inputs: ConvTranspose's output size, attention's options. */
function callArguments(spec: LayerSpec, rest: readonly Value[]): Args {
  const [first] = rest;
  if (!first) return {};
  if (RECURRENT.has(spec.name)) return states(first);
  if (first.kind === "object")
    return Object.fromEntries([...first.fields].map(([name, value]) => [name, decodeArg(value)]));
  if (spec.name.includes("ConvTranspose")) return { outputSize: decodeArg(first) };
  return first.kind === "unknown" ? { outputSize: UNKNOWN_ARG } : {};
}

const RECURRENT: ReadonlySet<string> = new Set(["RNN", "GRU", "LSTM"]);

/** The shapes of the states that a sequence starts from: `h`, or `[h, c]`. */
function states(given: Value): Args {
  const [hidden, cell] = given.kind === "array" ? given.elements : [given];
  return { ...shapeArgument("hidden", hidden), ...shapeArgument("cell", cell) };
}

const shapeArgument = (name: string, value: Value | undefined): Args =>
  value?.kind === "tensor" && value.tensor.shape ? { [name]: value.tensor.shape } : {};

/** One tensor, or PyTorch's tuples: `[output, [h, c]]` of an LSTM. */
function resultOf(name: string, outputs: readonly TensorValue[], { world }: CallSite): Value {
  if (name === "LSTM") return world.array([outputs[0]!, world.array(outputs.slice(1))]);
  if (name === "MultiheadAttention") return world.array([outputs[0]!, outputs[1] ?? UNKNOWN]);
  return outputs.length === 1 ? outputs[0]! : world.array(outputs);
}
