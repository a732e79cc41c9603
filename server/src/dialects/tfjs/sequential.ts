/** How a Sequential model grows: each layer is applied to what the model gives so far. */
import { declaredInput, open } from "@convlens/engine/specs";
import { join, optionsOf } from "../../facts/join.ts";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, ObjectValue, Value, World } from "../../facts/values.ts";
import { UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { graphOf, setGraph } from "./graph.ts";
import { applyAny, inputNames, likelyLengths } from "./layers.ts";
import { hasOpenBatch, withOpenBatch } from "./open-batch.ts";
import { DIALECT, reportProblem, tensorsIn } from "./vocabulary.ts";

/** `model.add(layer)` */
export function addLayer(self: ObjectValue, layer: Value, site: CallSite): Value {
  const { world } = site;
  const place = "site" in layer && layer.site ? layer.site : site.span;
  const at: CallSite = { ...site, span: place, calleeSpan: place, argSpans: [place] };
  const before = outputsBefore(self, layer);
  const unsaid = givenModels.has(self) || holdsUnknown(self, before);
  const fresh = before.length === 0 || (unsaid && declaresInput(layer));
  const inputs = fresh ? inputsFor(layer, at, before.length > 0) : tensorsIn(self.fields.get("inputs"));
  givenModels.delete(self);
  const given = (fresh ? inputs[0] : before[0]) ?? UNKNOWN;
  const [first] = inputs;
  if (hasOpenBatch(first)) withOpenBatch(given);
  const callArgs = { sequential: true };
  const result = optionsOf(layer)
    .map((option) => applyAny(option, { ...at, args: [given] }, callArgs))
    .reduce(join);
  const outputs = tensorsIn(result);
  if (outputs.length > 1) reportProblem(at, nameOf(layer), severalOutputs);
  const layers = self.fields.get("layers");
  const known = layers?.kind === "array" && layers.complete ? [...layers.elements, layer] : undefined;
  setGraph(self, { layers: known, inputs, outputs: outputs.slice(0, 1) }, world);
  return UNDEFINED;
}

/**
 * What the model gives so far. One that is perhaps empty, after a loop that need not have run, is not empty where a layer
 * without an inputShape goes well.
 */
function outputsBefore(self: ObjectValue, layer: Value): readonly Value[] {
  const outputs = self.fields.get("outputs");
  const rest = outputs?.kind === "array" && outputs.elements.length === 0 ? outputs.rest : undefined;
  return rest && optionsOf(layer).every(({ kind }) => kind === "layer") && !declaresInput(layer)
    ? [rest]
    : tensorsIn(outputs);
}

/**
 * `(model: tf.Sequential) => …` while nobody calls: what the model holds already is not known. A first layer with an
 * inputShape makes it an empty one, which stays a guess.
 */
export function givenModel(self: ObjectValue, span: Span, world: World): ObjectValue {
  const output = world.tensor(null, span, { dialect: DIALECT });
  setGraph(self, { layers: undefined, inputs: [output], outputs: [output] }, world);
  givenModels.add(self);
  return self;
}

/** Those that nothing was added to so far. */
const givenModels = new WeakSet<ObjectValue>();

/** A field that another method fills: nobody knows which layers were added before, if any. */
const holdsUnknown = (self: ObjectValue, outputs: readonly Value[]): boolean => {
  const layers = self.fields.get("layers");
  if (layers?.kind === "array" && layers.complete) return false;
  return outputs.every((value) => value.kind !== "tensor" || (!value.tensor.shape && !value.tensor.producer));
};

const declaresInput = (layer: Value): boolean =>
  layer.kind === "layer" && declaredInput(layer.spec, layer.args) !== undefined;

/** The layers of a config; a list that is not known ends in something unknown. */
export function addLayers(self: ObjectValue, list: Value | undefined, site: CallSite): void {
  if (!list || (list.kind === "const" && list.value === undefined)) return;
  for (const layer of list.kind === "array" ? list.elements : []) addLayer(self, layer, site);
  if (list.kind === "array" && list.complete) return;
  const graph = graphOf(self);
  const inputs = graph?.inputs.map((tensor): Value => ({ kind: "tensor", tensor })) ?? [];
  setGraph(
    self,
    { layers: undefined, inputs, outputs: [site.world.tensor(null, site.span, { dialect: DIALECT })] },
    site.world,
  );
}

/** What a first layer declares as the model's input. */
function inputsFor(layer: Value, site: CallSite, assumed: boolean): readonly Value[] {
  const { world } = site;
  if (layer.kind === "object") {
    const graph = layer.base?.graph?.(layer);
    return graph
      ? graph.inputs.map((tensor) => world.tensor(tensor.shape, tensor.origin, { dialect: DIALECT }))
      : [world.tensor(null, site.span, { dialect: DIALECT })];
  }
  if (layer.kind !== "layer") return [world.tensor(null, site.span, { dialect: DIALECT })];
  const declared = declaredInput(layer.spec, layer.args);
  if (declared === undefined && !layer.refused) reportProblem(site, nameOf(layer), noInputShape);
  const length = declared === null ? likelyLengths.get(layer) : undefined;
  if (length !== undefined)
    return [
      world.tensor([open, length], layer.argSpans.inputLength ?? site.span, {
        dialect: DIALECT,
        assumed: true,
      }),
    ];
  const span = layer.argSpans.inputShape ?? layer.argSpans.batchInputShape ?? site.span;
  const sizesIn = declared === null ? inputNames.get(layer) : undefined;
  const input = world.tensor(declared ?? null, span, {
    dialect: DIALECT,
    ...(assumed && { assumed }),
    ...(sizesIn !== undefined && { open: true, sizesIn }), // the layer itself tells how many axes it is likely to have
  });
  const { inputShape, batchInputShape, batchSize } = layer.args;
  if (declared === null && inputShape !== undefined && (batchInputShape ?? batchSize) === undefined)
    withOpenBatch(input);
  return [input];
}

const nameOf = (layer: Value): string => (layer.kind === "layer" ? layer.spec.name : "layer");

const noInputShape: Problem = {
  code: "input-shape-missing",
  stage: "construct",
  at: "call",
  message: "stands first in a sequential model and needs an inputShape",
  runtime: "The first layer in a Sequential model must get an `inputShape` or `batchInputShape` argument.",
  exception: "ValueError",
};

const severalOutputs: Problem = {
  code: "several-outputs",
  stage: "construct",
  at: "call",
  message: "gives several tensors; a sequential model takes layers with one",
  runtime:
    "All layers in a Sequential model should have a single output tensor. For multi-output layers, use the functional API.",
  exception: "ValueError",
};
