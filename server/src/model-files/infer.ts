/**
 * What a model gives for inputs of certain shapes, and where its own nodes would then fail.
 *
 *   inferModel(file, new Map([["images", [1, 3, 640, 640]]])).outputs.get("output0")   // [1, 84, 8400]
 */
import { declaredShape, inferOnnx, type OnnxModel } from "@convlens/engine/onnx";
import { type Dim, isUnknown, open, product, type Shape, sum, unknown } from "@convlens/engine/specs";
import { inferTopology } from "./infer-layers.ts";
import type { ModelFile, ModelInput, ModelValue } from "./model-file.ts";

export interface ModelShapes {
  /** By the names in `file.outputs`, in their order. `unknown` sizes are not equal to any other, not even of the next run. */
  readonly outputs: ReadonlyMap<string, Shape>;
  /** Every node or layer, in the order of computation. */
  readonly rows: readonly ModelRow[];
  /** Certain failures (errors) and silent mistakes (warnings) of nodes, for these inputs. */
  readonly problems: readonly ModelProblem[];
}
export interface ModelRow {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Learned numbers that belong to it; undefined where none can be said to. */
  readonly parameters: Dim | undefined;
}
export interface ModelProblem {
  readonly code: "model-graph";
  readonly severity: "error" | "warning";
  readonly node: string;
  readonly op: string;
  /** The predicate of a sentence whose subject is the node: "has a kernel that spans 5 cells, more than the 3 of the height axis". */
  readonly message: string;
}

/**
 * `feeds`: shapes by the names of inputs (or their aliases). An input that is missing is taken as it is declared, its open
 * sizes unknown; without any feed they are symbols, for a summary: `inferModel(file)`.
 */
export function inferModel(file: ModelFile, feeds: ReadonlyMap<string, Shape> = new Map()): ModelShapes {
  const { network } = file;
  if (network.format === "tfjs-layers") {
    const inputs = file.inputs.map((input) => feedOf(input, feeds) ?? openShape(input));
    const { rows, outputs } = inferTopology(network.topology, inputs);
    return {
      outputs: new Map(file.outputs.map(({ name }, i) => [name, outputs[i] ?? null])),
      rows,
      problems: rows.flatMap(({ name, op, problems }) =>
        problems.map((problem): ModelProblem => ({ code: "model-graph", node: name, op, ...problem })),
      ),
    };
  }
  if (network.format === "onnx") return inferOnnxModel(file, network.model, feeds);
  return { outputs: declaredOutputs(file, feeds), rows: [], problems: [] };
}

function inferOnnxModel(file: ModelFile, model: OnnxModel, feeds: ReadonlyMap<string, Shape>): ModelShapes {
  // symbols of the file must not meet those of the program
  const inputs = new Map(
    file.inputs.map((input) => [
      input.name,
      feeds.size === 0 ? declaredShape(input) : fitting(input, feeds.get(input.name)),
    ]),
  );
  const { values, nodes } = inferOnnx(model, inputs);
  const declared = declaredOutputs(file, feeds);
  const weights = new Map(model.graph.initializers.map(({ name, dims }) => [name, product(dims)]));
  return {
    outputs: new Map(
      file.outputs.map(({ name }) => [name, known(values.get(name)?.shape ?? null, declared.get(name)!)]),
    ),
    rows: nodes.map(({ node, inputs, outputs }) => ({
      name: node.name || node.outputs.find((name) => name !== "") || node.op,
      op: node.op,
      inputs,
      outputs,
      parameters: sum(node.inputs.map((name) => takeAway(weights, name))),
    })),
    problems: nodes.flatMap(({ node, problems }) =>
      problems.map(
        ({ message }): ModelProblem => ({
          code: "model-graph",
          severity: "error",
          node: node.name || node.outputs[0] || node.op,
          op: node.op,
          message,
        }),
      ),
    ),
  };
}

/** A weight counts once, at the node that uses it first. */
function takeAway(weights: Map<string, Dim>, name: string): Dim {
  const count = weights.get(name) ?? 0;
  weights.delete(name);
  return count;
}

/** The feed where it fits its declaration; else what is declared, so that one mistake is one finding. */
function fitting({ dims }: ModelInput, feed: Shape | undefined): Shape {
  if (!dims) return feed ?? null;
  const fits = feed?.length === dims.length;
  return dims.map((dim, axis) => (typeof dim === "number" ? dim : fits ? feed[axis]! : unknown));
}

/** What follows from the graph; where nothing does, what the file declares. */
function known(inferred: Shape, declared: Shape): Shape {
  if (!inferred || inferred.length !== (declared?.length ?? inferred.length)) return inferred ?? declared;
  return inferred.map((dim, axis) => (isUnknown(dim) ? (declared?.[axis] ?? dim) : dim));
}

const feedOf = ({ name, alias }: ModelValue, feeds: ReadonlyMap<string, Shape>): Shape | undefined =>
  feeds.get(name) ?? (alias === undefined ? undefined : feeds.get(alias));

const openShape = ({ dims }: ModelValue): Shape =>
  dims?.map((dim) => (typeof dim === "number" ? dim : open)) ?? null;

/** As declared; a size that has the name of an input's is that of the feed. */
function declaredOutputs(file: ModelFile, feeds: ReadonlyMap<string, Shape>): Map<string, Shape> {
  const sizes = new Map<string, Dim>();
  for (const input of file.inputs) {
    const feed = feedOf(input, feeds);
    if (!feed || feed.length !== input.dims?.length) continue;
    for (const [axis, dim] of input.dims.entries())
      if (typeof dim === "string" && !sizes.has(dim)) sizes.set(dim, feed[axis]!);
  }
  const shape = ({ dims }: ModelValue): Shape =>
    dims?.map((dim) => (typeof dim === "string" ? (sizes.get(dim) ?? unknown) : (dim ?? unknown))) ?? null;
  return new Map(file.outputs.map((output) => [output.name, shape(output)]));
}
