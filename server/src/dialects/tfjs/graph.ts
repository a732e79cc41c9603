/** The graph of a model: its fields, its layers, and what it gives for other inputs. */
import {
  type Call,
  type Dim,
  decide,
  eq,
  isOpen,
  type LayerSpec,
  type Problem,
  type Shape,
  sum,
} from "@convlens/engine/specs";
import { applicationsBetween } from "../../facts/between.ts";
import { macsOf } from "../../facts/macs.ts";
import type { CallSite, LayerValue, ObjectValue, Tensor, Value, World } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import { type Report, shapesGiven } from "./graph-shapes.ts";
import { DIALECT, oneOrList, shapeText, shapeValue, tensorsIn } from "./vocabulary.ts";

interface Parts {
  readonly layers: readonly Value[] | undefined; // undefined: in an order that is not known
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

/**
 * Writes a model's layers, inputs, outputs and shapes where user code reads them. The lists stay the same ones, so that
 * after a branch or a loop they hold what its ways have in common.
 */
export function setGraph(self: ObjectValue, { layers, inputs, outputs }: Parts, world: World): void {
  const set = (name: string, value: Value): void => world.setField(self, name, value);
  const list = (name: string, values: readonly Value[], complete = true): void => {
    const known = self.fields.get(name);
    if (known?.kind === "array") world.state.setElements(known, values, complete);
    else set(name, world.array(values, complete));
  };
  list("layers", layers ?? [], layers !== undefined);
  list("inputs", inputs);
  list("outputs", outputs);
  for (const [one, tensors] of [
    ["input", inputs],
    ["output", outputs],
  ] as const) {
    set(one, tensors.length ? oneOrList(tensors, world) : UNKNOWN);
    const [only] = tensors;
    set(
      `${one}Shape`,
      tensors.length === 1 && only?.kind === "tensor" ? shapeValue(only.tensor.shape, world) : UNKNOWN,
    );
  }
}

/** Where a model begins and ends; undefined where that is not known. */
export function graphOf(
  self: ObjectValue,
): { inputs: readonly Tensor[]; outputs: readonly Tensor[] } | undefined {
  const tensors = (name: string): readonly Tensor[] | undefined => {
    const values = tensorsIn(self.fields.get(name));
    return values.every((value) => value.kind === "tensor")
      ? values.map((value) => (value as Value & { kind: "tensor" }).tensor)
      : undefined;
  };
  const [inputs, outputs] = [tensors("inputs"), tensors("outputs")];
  return inputs && outputs ? { inputs, outputs } : undefined;
}

/**
 * The layers of a functional model as model.layers lists them: the inputs, then each layer. Where the graph branches
 * TensorFlow.js orders by depth, and the places are not known here.
 */
export function layersOf(inputs: readonly Value[], outputs: readonly Value[]): Value[] | undefined {
  const ends = (values: readonly Value[]) =>
    values.flatMap((value) => (value.kind === "tensor" ? [value.tensor] : []));
  const uses = applicationsBetween(ends(inputs), ends(outputs));
  if (inputs.length > 1 || outputs.length > 1 || uses.some((use) => use.inputs.length !== 1))
    return undefined;
  if (uses.some((use, i) => i > 0 && use.inputs[0] !== uses[i - 1]!.outputs[0])) return undefined;
  return [UNKNOWN, ...uses.map((use) => use.layer ?? UNKNOWN)];
}

/** A tensor that an output depends on and no layer and no input provides. */
export function disconnected(self: ObjectValue): Tensor | undefined {
  const graph = graphOf(self);
  if (!graph) return undefined;
  for (const use of applicationsBetween(graph.inputs, graph.outputs)) {
    const lost = use.inputs.find(
      (tensor) =>
        !tensor.producer &&
        tensor.id > 0 &&
        tensor.dialect === DIALECT &&
        tensor.shape !== null &&
        !graph.inputs.includes(tensor),
    );
    if (lost) return lost;
  }
  return undefined;
}

/** Shapes of the outputs for inputs of these shapes; an input that is not known counts as what the model declares. */
export function inferFor(
  self: ObjectValue,
  given: readonly Shape[],
  report?: (op: string) => Report,
): readonly Shape[] {
  const graph = graphOf(self);
  return graph ? shapesGiven(graph, given, report) : [];
}

/** A model used as a layer: one node of the graph around it. */
export function applyModel(self: ObjectValue, site: CallSite): Value {
  return applyAsNode(layerFor(self, site.world), tensorsIn(site.args[0] ?? UNKNOWN), site);
}

/** One use of something that is a layer as a whole, as a node of the graph. */
export function applyAsNode(layer: LayerValue, inputs: readonly Value[], site: CallSite): Value {
  const outputs = site.world.apply({
    spec: layer.spec,
    args: {},
    argSpans: {},
    layer,
    inputs,
    inputSpans: inputs.map(() => site.argSpans[0] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: DIALECT,
  });
  return outputs.length ? oneOrList(outputs, site.world) : UNKNOWN;
}

const layerFors = new WeakMap<ObjectValue, LayerValue>();

function layerFor(self: ObjectValue, world: World): LayerValue {
  let layer = layerFors.get(self);
  if (!layer) {
    layer = world.build(specOf(self), {}, {}, DIALECT, self.site!);
    // of the model as it is in the end: layers may be added to it yet
    Object.defineProperty(layer, "graph", { get: () => graphOf(self), enumerable: true });
    layerFors.set(self, layer);
  }
  if (self.name !== undefined) world.state.set(layer, "name", self.name);
  return layer;
}

const specOf = (self: ObjectValue): LayerSpec => ({
  name: self.base!.name,
  kind: "layer",
  summary: "A model used as a layer.",
  docs: "https://js.tensorflow.org/api/latest/#class:LayersModel",
  params: [],
  lenient: true,
  infer: (call) => inferFor(self, call.inputs, (op) => insideOf(call, op)),
  parameters: () => weightsOf(self),
  macs: () => totalMacs(self),
});

/** The first error of a layer inside is one of the call; what it merely warns of was said where it stands. */
function insideOf(call: Call, op: string): Report {
  const told = (problem: Problem): Problem => ({
    ...problem,
    at: { input: 0 },
    message: `cannot run on this input: its ${op} ${problem.message}`,
  });
  return {
    fail: (problem) => {
      if (problem.severity !== "warning") call.fail(told(problem));
    },
    require: (condition, problem) =>
      (decide(condition) === false && problem().severity === "warning") ||
      call.require(condition, () => told(problem())),
  };
}

/** Why a model does not take an input of this shape. A vector of numbers counts as that many examples of one value. */
export function mismatch(expected: Shape, raw: Shape, input: number): Problem | undefined {
  if (!expected || !raw) return undefined;
  const given = raw.length === 1 ? [...raw, 1] : raw;
  const problem = (message: string): Problem => ({
    code: "model-input",
    stage: "forward",
    at: { input },
    message: `${message}: it takes ${shapeText(expected)} and receives ${shapeText(given)}`,
    runtime: `Error when checking : expected input to have shape [${expected.map(String).join(",")}] but got array with shape [${given.map(String).join(",")}]`,
    exception: "ValueError",
    expected: expected.slice(1),
    received: given,
  });
  const misfits = expected.some((size, i) => i > 0 && i < given.length && certainlyDiffers(size, given[i]!));
  if ((expected.length !== given.length || misfits) && lacksBatch(expected, raw))
    return {
      ...problem(""),
      message: `takes a batch, and receives one example without its batch axis: it takes ${shapeText(expected)} and receives ${shapeText(raw)}`,
      expected: 0, // where the axis goes
    };
  if (expected.length !== given.length)
    return problem(
      holdsBatch(expected, given)
        ? "holds the batch in its inputShape, so that there are two of them"
        : `takes inputs with ${expected.length} axes, batch included, not ${given.length}`,
    );
  const axis = expected.findIndex((size, i) => i > 0 && certainlyDiffers(size, given[i]!));
  return axis < 0 ? undefined : problem(`takes another size on axis ${axis}`);
}

/** [28, 28, 1] where [null, 28, 28, 1] is taken. An inputShape with an open size in front says that it holds the batch itself. */
const lacksBatch = (expected: readonly Dim[], given: readonly Dim[]): boolean =>
  expected.length === given.length + 1 &&
  given.length > 0 &&
  !isOpen(expected[1]!) &&
  given.every((size, axis) => decide(eq(expected[axis + 1]!, size)) === true);

/** [null, null, 28, 28, 1] where [32, 28, 28, 1] comes: the batch was written into inputShape. */
const holdsBatch = (expected: readonly Dim[], given: readonly Dim[]): boolean =>
  expected.length === given.length + 1 &&
  (isOpen(expected[1]!) || decide(eq(expected[1]!, given[0]!)) === true) &&
  expected.slice(2).every((size, axis) => !certainlyDiffers(size, given[axis + 1]!));

export const certainlyDiffers = (a: Dim, b: Dim): boolean => decide(eq(a, b)) === false;

function totalMacs(self: ObjectValue): Dim {
  const graph = graphOf(self);
  return sum((graph ? applicationsBetween(graph.inputs, graph.outputs) : []).map((use) => macsOf(use) ?? 0));
}

/** All weights of a model's layers, each layer once. */
function weightsOf(self: ObjectValue): ReturnType<NonNullable<LayerSpec["parameters"]>> {
  const graph = graphOf(self);
  const weights: Record<string, readonly Dim[]> = {};
  const seen = new Set<LayerValue>();
  for (const { layer, spec, args, inputs } of graph ? applicationsBetween(graph.inputs, graph.outputs) : []) {
    if (!layer || seen.has(layer)) continue;
    seen.add(layer);
    const own =
      spec.parameters?.(
        args,
        inputs.map((tensor) => tensor.shape),
      ) ?? {};
    for (const [name, sizes] of Object.entries(own)) weights[`${seen.size}/${name}`] = sizes;
  }
  return weights;
}
