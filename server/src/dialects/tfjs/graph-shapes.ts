/** What a model gives for inputs of other shapes: each layer of its graph is asked in turn. */
import { type Call, possibleShape, type Shape, unknown } from "@convlens/engine/specs";
import { applicationsBetween } from "../../facts/between.ts";
import type { Application, Tensor } from "../../facts/values.ts";

export type Report = Pick<Call, "require" | "fail">;
const SILENT: Report = { require: () => true, fail: () => {} };

/** What goes wrong inside is told to `report`, to nobody where there is none. */
export function shapesGiven(
  graph: Graph,
  given: readonly Shape[],
  report?: (op: string) => Report,
): readonly Shape[] {
  const uses = applicationsBetween(graph.inputs, graph.outputs);
  if (report) return inferred(graph, uses, given, report);
  const before = remembered(graph, uses, given);
  if (before) return before;
  const outputs = inferred(graph, uses, given, () => SILENT);
  const [first] = graph.outputs;
  if (first) lastOf.set(first, { ...askedOf(graph, uses), given, outputs });
  return outputs;
}

interface Graph {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** What an answer depends on, beside the shapes that are given. */
interface Asked {
  readonly uses: readonly Application[];
  readonly shapes: readonly Shape[];
}

/** By a graph's first output, what was found last: a model is often asked the same again. */
const lastOf = new WeakMap<Tensor, Asked & Record<"given" | "outputs", readonly Shape[]>>();

const askedOf = ({ inputs, outputs }: Graph, uses: readonly Application[]): Asked => ({
  uses,
  shapes: [...inputs, ...outputs, ...uses.flatMap((use) => use.inputs)].map(({ shape }) => shape),
});

function remembered(
  graph: Graph,
  uses: readonly Application[],
  given: readonly Shape[],
): readonly Shape[] | undefined {
  const last = graph.outputs[0] && lastOf.get(graph.outputs[0]);
  // a model inside of this one may have grown
  if (!last || uses.some(({ layer }) => layer?.graph)) return undefined;
  const now = askedOf(graph, uses);
  const same =
    equal(last.uses, now.uses) &&
    equal(last.shapes, now.shapes) &&
    last.given.length === given.length &&
    last.given.every((shape, i) => shape === given[i] || (shape && given[i] && equal(shape, given[i])));
  return same ? last.outputs : undefined;
}

const equal = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i]);

function inferred(
  graph: Graph,
  uses: readonly Application[],
  given: readonly Shape[],
  report: (op: string) => Report,
): readonly Shape[] {
  const shapes = new Map<Tensor, Shape>(
    graph.inputs.map((tensor, i) => [tensor, given[i] ?? anyBatch(tensor.shape)]),
  );
  // what no layer of this graph gives may be of any batch
  const shapeOf = (tensor: Tensor): Shape =>
    shapes.has(tensor) ? shapes.get(tensor)! : anyBatch(tensor.shape);
  for (const { spec, args, callArgs, inputs, outputs, layer } of uses) {
    const built = layer && inputs[0]?.shape;
    const found = spec.infer({
      args,
      inputs: inputs.map((tensor) => possibleShape(shapeOf(tensor))),
      callArgs: built ? { ...callArgs, built } : callArgs,
      ...report(spec.name),
    });
    for (const [i, tensor] of outputs.entries()) shapes.set(tensor, found[i] ?? null);
  }
  return graph.outputs.map(shapeOf);
}

const anyBatch = (shape: Shape): Shape => shape && [unknown, ...shape.slice(1)];
