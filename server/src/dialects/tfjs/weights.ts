/**
 * Weights that are handed over: `target.setWeights(source.getWeights())`, `dense.setWeights([kernel, bias])`.
 *
 * They are compared as a bag of shapes. In which order a model lists its weights hangs on which layers are frozen, and
 * the same bag in another order may still be right.
 */
import { type Dim, isUnknownArg, tfjsLayers } from "@convlens/engine/specs";
import { applicationsBetween } from "../../facts/between.ts";
import type { Span } from "../../facts/span.ts";
import type {
  Application,
  CallSite,
  LayerValue,
  ObjectValue,
  Tensor,
  Value,
  World,
} from "../../facts/values.ts";
import { UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { graphOf } from "./graph.ts";
import { DIALECT, reportProblem, shapeText, shapeValue } from "./vocabulary.ts";

type Sizes = readonly number[];

/** The weights of a model; undefined where one of its layers is not known, or not a layer of the library. */
export const modelWeights = (self: ObjectValue): readonly Sizes[] | undefined => graphWeights(graphOf(self));

function graphWeights(graph: LayerValue["graph"]): readonly Sizes[] | undefined {
  if (!graph || graph.outputs.length === 0) return undefined;
  const uses = applicationsBetween(graph.inputs, graph.outputs);
  const ends = [...graph.outputs, ...uses.flatMap(({ inputs }) => inputs)];
  if (ends.some((tensor) => !tensor.producer && !graph.inputs.includes(tensor))) return undefined;
  const firstUses = new Map<LayerValue | undefined, Application>();
  for (const use of uses) if (!firstUses.has(use.layer)) firstUses.set(use.layer, use);
  const own = [...firstUses].map(
    ([layer, use]) => layer && (layer.graph ? graphWeights(layer.graph) : weightsAt(use)),
  );
  return own.every((weights) => weights !== undefined) ? own.flat() : undefined;
}

/** The weights of a layer that was used; undefined before that, or where a size is not known. */
export const layerWeights = (layer: LayerValue, world: World): readonly Sizes[] | undefined => {
  const [use] = world.uses(layer);
  return use && weightsAt(use);
};

/** `layer.kernel`, `layer.bias` of a layer that was used: all that is read of such a variable is its shape. */
export function weightNamed(name: string, layer: LayerValue, world: World): Value | undefined {
  const [use] = world.uses(layer);
  if (!use || !weightsAt(use)) return undefined;
  const inputs = use.inputs.map(({ shape }) => shape);
  const sizes = use.spec.parameters?.(use.args, inputs)[name];
  if (!sizes) return undefined;
  const variable = world.object([["shape", shapeValue(sizes, world)]]);
  world.state.set(variable, "complete", false);
  return variable;
}

function weightsAt({ spec, args, inputs, failed }: Application): readonly Sizes[] | undefined {
  if (failed || inputs.some(isGuessed) || tfjsLayers.get(spec.name)?.infer !== spec.infer) return undefined;
  if (Object.values(args).some(isUnknownArg)) return undefined; // a bias or none
  const weights = Object.values(
    spec.parameters?.(
      args,
      inputs.map(({ shape }) => shape),
    ) ?? {},
  );
  return weights.every(areNumbers) ? weights : undefined;
}

const isGuessed = ({ shape, assumed, uncertain, repaired, blamed, doubtful }: Tensor): boolean =>
  !shape || Boolean(assumed || uncertain || repaired || blamed || doubtful);

const areNumbers = (sizes: readonly Dim[]): sizes is Sizes => sizes.every((size) => typeof size === "number");

/** Tensors of `getWeights()`: which shape one of them has, its place in the list does not tell. */
const taken = new WeakMap<Tensor, Sizes>();

/** `getWeights()`: as many tensors as there are weights. */
export function getWeights(weights: readonly Sizes[] | undefined, { world, span }: CallSite): Value {
  if (!weights) return UNKNOWN;
  return world.array(
    weights.map((sizes): Value => {
      const value = world.tensor(null, span, { dialect: DIALECT });
      taken.set(value.tensor, sizes);
      return value;
    }),
  );
}

/** Tensors that a layer is to start with, and where they stand: `dense({ units, weights: [kernel, bias] })`. */
const initial = new WeakMap<LayerValue, { readonly list: Value; readonly span: Span }>();

/** Keeps the option `weights` until the layer is built, which is when the library looks at it. */
export function keepWeights(layer: LayerValue, { args: [config], span }: CallSite): void {
  const list = config?.kind === "object" && !config.optional?.has("weights") && config.fields.get("weights");
  if (list) initial.set(layer, { list, span: (config as ObjectValue).places?.get("weights") ?? span });
}

/** A layer that has just been built takes the weights of its options. */
export function takeWeights(layer: LayerValue, site: CallSite): void {
  const given = initial.get(layer);
  if (!given) return;
  const { list, span } = given;
  setWeights(layer.spec.name, layerWeights(layer, site.world), { ...site, args: [list], argSpans: [span] });
}

/** `setWeights([...])` */
export function setWeights(owner: string, weights: readonly Sizes[] | undefined, site: CallSite): Value {
  const [list] = site.args;
  if (!weights || list?.kind !== "array" || !list.complete || site.world.isShared(list)) return UNDEFINED;
  const given = list.elements.map(sizesOf);
  const wrong =
    given.length !== weights.length
      ? `takes one tensor for each of its weights: it has ${weights.length}, receives ${given.length}`
      : unmatched(given, weights);
  if (wrong !== undefined)
    reportProblem(
      site,
      owner,
      {
        code: "weight-size",
        stage: "forward",
        at: { input: 0 },
        message: wrong,
        runtime:
          given.length === weights.length
            ? "Layer weight shape not compatible with provided weight shape"
            : `You called setWeights(weights) with a weight list of length ${given.length}, but the layer was expecting ${weights.length} weights.`,
        exception: "ValueError",
      },
      [],
      site.argSpans[0] ?? site.span,
    );
  return UNDEFINED;
}

function sizesOf(value: Value): Sizes | null {
  if (value.kind !== "tensor") return null;
  const { tensor } = value;
  const sizes = taken.get(tensor) ?? (isGuessed(tensor) ? null : tensor.shape);
  return sizes && areNumbers(sizes) ? sizes : null;
}

/** A given tensor whose shape no weight has, or that more of the tensors have than weights. */
function unmatched(given: readonly (Sizes | null)[], weights: readonly Sizes[]): string | undefined {
  const free = weights.map(shapeText);
  for (const sizes of given) {
    if (!sizes) continue;
    const at = free.indexOf(shapeText(sizes));
    if (at >= 0) free.splice(at, 1);
    else
      return `has no weight of the shape ${shapeText(sizes)} for a tensor that it receives: its weights are ${weights.map(shapeText).join(", ")}`;
  }
  return undefined;
}
