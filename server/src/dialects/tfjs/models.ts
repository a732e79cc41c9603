/**
 * `tf.sequential` and `tf.model`: graphs of layers that stand as soon as they are built.
 *
 *   const model = tf.sequential();
 *   model.add(tf.layers.dense({ units: 10, inputShape: [4] }));   // model.outputs[0].shape is [null, 10]
 */

import { isUnknown } from "@convlens/engine/specs";
import { applicationsBetween } from "../../facts/between.ts";
import type { Span } from "../../facts/span.ts";
import type { BuiltinValue, CallSite, ObjectValue, Value, World } from "../../facts/values.ts";
import { asKey, asNumber, asString, UNDEFINED, UNKNOWN } from "../../facts/vocabulary.ts";
import { checkInputs, evaluateModel, fitDataset, fitModel } from "./boundary.ts";
import { compileModel } from "./compile.ts";
import { checkGiven, PREDICTS } from "./given.ts";
import { applyModel, disconnected, graphOf, inferFor, layersOf, setGraph } from "./graph.ts";
import { checkBatches, checkInputSamples } from "./samples.ts";
import { addLayer, addLayers, givenModel } from "./sequential.ts";
import { oneOrSeveral } from "./several.ts";
import { DIALECT, method, nameOf, reportProblem, tensorsIn } from "./vocabulary.ts";
import { getWeights, modelWeights, setWeights } from "./weights.ts";

/** Members of all models; layers, inputs, outputs and shapes are fields. */
export function memberOf(name: string, self: Value): Value | undefined {
  if (self.kind !== "object") return undefined;
  switch (name) {
    case "add":
      return method(name, (site) => addLayer(self, site.args[0] ?? UNKNOWN, site));
    case "pop":
      return method(name, (site) => pop(self, site.world));
    case "apply":
      return method(name, (site) => applyModel(self, site));
    case "predict":
      return method(name, (site) => {
        const tensors = checkGiven(self, PREDICTS, site);
        if (tensors) checkInputSamples(self, site);
        if (tensors) checkBatches(self, site, 1);
        return predict(self, site, tensors);
      });
    case "predictOnBatch":
      return method(name, (site) => predict(self, site, checkGiven(self, PREDICTS, site)));
    case "call":
    case "execute":
      return method(name, (site) => predict(self, site));
    case "compile":
      return method(name, (site) => compileModel(self, site));
    case "fit":
      return method(name, (site) => fitModel(self, site));
    case "trainOnBatch":
      return method(name, (site) => fitModel(self, site, true));
    case "fitDataset":
    case "evaluateDataset":
      return method(name, (site) => fitDataset(self, site));
    case "evaluate":
      return method(name, (site) => evaluateModel(self, site));
    case "getLayer":
      return method(name, ({ args }) => findLayer(self, args));
    case "getWeights":
      return method(name, (site) => getWeights(modelWeights(self), site));
    case "setWeights":
      return method(name, (site) => setWeights(nameOf(self), modelWeights(self), site));
    case "summary":
    case "save":
    case "dispose":
    case "resetStates":
      return method(name, () => UNDEFINED);
    default:
      return undefined;
  }
}

const modelClass = (name: string, fill: (site: CallSite, self: ObjectValue) => void): BuiltinValue => {
  const make = (site: CallSite): ObjectValue => {
    const self = site.world.object([], cls, site.span);
    fill(site, self);
    return self;
  };
  const cls: BuiltinValue = {
    kind: "builtin",
    name,
    module: true,
    call: make,
    construct: make,
    init: fill,
    members: memberOf,
    graph: graphOf,
  };
  return cls;
};

/** A parameter typed as a model: what it is made of nobody knows, what is added to it is seen. */
export const modelParameter = (type: string, span: Span, world: World): Value | undefined =>
  /^([\w.]+\.)?(Sequential|LayersModel)$/.test(type)
    ? givenModel(world.object([], sequential, span), span, world)
    : undefined;

const field = (config: Value | undefined, name: string): Value | undefined =>
  config?.kind === "object" ? config.fields.get(name) : undefined;

/** `tf.sequential()`, `tf.sequential({ layers: [...] })` */
export const sequential = modelClass("sequential", (site, self) => {
  const [config] = site.args;
  nameAfter(self, config, site.world);
  setGraph(self, { layers: [], inputs: [], outputs: [] }, site.world);
  addLayers(self, field(config, "layers"), site);
});

/** `tf.model({ inputs, outputs })` */
export const functional = modelClass("model", (site, self) => {
  const [config] = site.args;
  nameAfter(self, config, site.world);
  const inputs = tensorsIn(field(config, "inputs") ?? UNKNOWN);
  const outputs = tensorsIn(field(config, "outputs") ?? UNKNOWN);
  const known = [...inputs, ...outputs].every((tensor) => tensor.kind === "tensor");
  setGraph(self, { layers: known ? layersOf(inputs, outputs) : undefined, inputs, outputs }, site.world);
  const lost = known ? disconnected(self) : undefined;
  if (!lost) return;
  reportProblem(
    site,
    "model",
    {
      code: "graph-disconnected",
      stage: "forward",
      at: { input: 0 },
      message: "is not connected: an output depends on this input, which is not among the model's inputs",
      runtime: "Graph disconnected: cannot obtain value for tensor",
      exception: "RuntimeError",
    },
    [{ kind: "tensor", tensor: lost }],
  );
});

function nameAfter(self: ObjectValue, config: Value | undefined, world: World): void {
  const name = asString(field(config, "name"));
  if (name !== undefined) world.name(self, name);
}

/** Takes the last layer off; what the model gives then is the input of that layer. */
function pop(self: ObjectValue, world: World): Value {
  const graph = graphOf(self);
  const layers = self.fields.get("layers");
  const last = graph?.outputs[0]?.producer?.inputs[0];
  if (layers?.kind !== "array" || !graph || !last) return UNDEFINED;
  setGraph(
    self,
    {
      layers: layers.elements.slice(0, -1),
      inputs: graph.inputs.map((tensor): Value => ({ kind: "tensor", tensor })),
      outputs: [{ kind: "tensor", tensor: last }],
    },
    world,
  );
  return UNDEFINED;
}

/** By name or by place. */
function findLayer(self: ObjectValue, [key, place]: readonly Value[]): Value {
  const layers = self.fields.get("layers");
  const index = asNumber(place) ?? asNumber(key);
  if (index !== undefined)
    return layers?.kind === "array" && layers.complete ? (layers.elements[index] ?? UNKNOWN) : UNKNOWN;
  const name = key && asKey(key);
  const graph = graphOf(self);
  const uses = graph ? applicationsBetween(graph.inputs, graph.outputs) : [];
  const found = [
    ...(layers?.kind === "array" ? layers.elements : []),
    ...uses.map(({ layer }) => layer),
  ].find((layer) => layer?.kind === "layer" && layer.args.name === name);
  return found ?? UNKNOWN;
}

/** The outputs for the sizes that are given. */
function predict(self: ObjectValue, site: CallSite, tensors = true): Value {
  if (tensors) checkInputs(self, site);
  const given = tensorsIn(site.args[0]).map((tensor) =>
    tensor.kind === "tensor" ? tensor.tensor.shape : null,
  );
  const guessed = graphOf(self)?.inputs.some(({ assumed }) => assumed);
  const shapes = inferFor(self, given);
  // how many examples there are nobody knows; it is as many in all outputs
  const batch = shapes.some((shape) => shape?.length && isUnknown(shape[0]!)) && site.world.free("batch");
  const outputs = shapes.map((shape) =>
    site.world.tensor(
      batch && shape?.length && isUnknown(shape[0]!) ? [batch, ...shape.slice(1)] : shape,
      site.span,
      { dialect: DIALECT, ...(guessed && { assumed: true }) },
    ),
  );
  return outputs.length === 0
    ? site.world.tensor(null, site.span, { dialect: DIALECT })
    : oneOrSeveral(outputs, nameOf(self), site);
}
