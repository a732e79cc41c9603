/**
 * What a model gives for inputs of certain shapes, and where its own nodes would then fail.
 *
 *   inferModel(file, new Map([["images", [1, 3, 640, 640]]])).outputs.get("output0")   // [1, 84, 8400]
 */
import { declaredShape, inferOnnx, type OnnxModel, type OnnxNode } from "@convlens/engine/onnx";
import {
  type Dim,
  divideExactly,
  isUnknown,
  mul,
  open,
  product,
  type Shape,
  sum,
  unknown,
} from "@convlens/engine/specs";
import { batchInput } from "./graph-batch.ts";
import { constantDims, nodeName } from "./graph-model.ts";
import { inferGraph } from "./infer-graph.ts";
import { inferTopology } from "./infer-layers.ts";
import type { GraphNode, ModelFile, ModelInput, ModelValue } from "./model-file.ts";
import type { ModelRow } from "./model-row.ts";

export interface ModelShapes {
  /** By the names in `file.outputs`, in their order. `unknown` sizes are not equal to any other, not even of the next run. */
  readonly outputs: ReadonlyMap<string, Shape>;
  /** The values that they are, by the names in `gives` of the rows, in the same order. */
  readonly ends: readonly string[];
  /** Every node or layer, in the order of computation. */
  readonly rows: readonly ModelRow[];
  /** Certain failures (errors) and silent mistakes (warnings) of nodes, for these inputs. */
  readonly problems: readonly ModelProblem[];
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
  const known = answers.get(file) ?? [];
  const answer = known.find((one) => isSame(one.feeds, feeds)) ?? { feeds, shapes: infer(file, feeds) };
  answers.set(file, [answer, ...known.filter((one) => one !== answer)].slice(0, MOST_KEPT));
  return answer.shapes;
}

/** A program is analysed with each keystroke, and hardly ever feeds a model anything else: the last answers stay. */
const answers = new WeakMap<ModelFile, readonly Answer[]>();
const MOST_KEPT = 8;
interface Answer {
  readonly feeds: ReadonlyMap<string, Shape>;
  readonly shapes: ModelShapes;
}

/** Equal sizes are one object. */
const isSame = (a: ReadonlyMap<string, Shape>, b: ReadonlyMap<string, Shape>): boolean =>
  a.size === b.size &&
  [...a].every(([name, shape]) => {
    const other = b.get(name);
    if (!shape || !other) return shape === other;
    return shape.length === other.length && shape.every((dim, axis) => dim === other[axis]);
  });

function infer(file: ModelFile, feeds: ReadonlyMap<string, Shape>): ModelShapes {
  const { network } = file;
  if (network.format === "tfjs-layers") {
    const inputs = file.inputs.map((input) => feedOf(input, feeds) ?? openShape(input));
    const { rows, outputs, ends } = inferTopology(network.topology, inputs);
    return {
      outputs: new Map(file.outputs.map(({ name }, i) => [name, outputs[i] ?? null])),
      ends,
      rows,
      problems: rows.flatMap(({ name, op, problems }) =>
        problems.map((problem): ModelProblem => ({ code: "model-graph", node: name, op, ...problem })),
      ),
    };
  }
  if (network.format === "onnx") return inferOnnxModel(file, network.model, feeds);
  const declared = declaredOutputs(file, feeds);
  const ends = file.outputs.map(({ name, alias }) => alias ?? name);
  if (network.format !== "tfjs-graph")
    return { outputs: declared, ends, rows: rowsOf(network), problems: [] };
  const inside = inferGraph(
    network.nodes,
    new Map(file.inputs.map((input) => [input.alias ?? input.name, feedOf(input, feeds) ?? null])),
  );
  const outputs = withBatch(file, network.nodes, declared, feeds);
  return {
    outputs: new Map(
      file.outputs.map(({ name }, i) => [name, known(inside.get(ends[i]!) ?? null, outputs.get(name)!)]),
    ),
    ends,
    rows: rowsOf(network, inside),
    problems: [],
  };
}

/** A first axis that is left open is the batch of the input that it comes from. */
function withBatch(
  file: ModelFile,
  nodes: readonly GraphNode[],
  declared: ReadonlyMap<string, Shape>,
  feeds: ReadonlyMap<string, Shape>,
): Map<string, Shape> {
  return new Map(
    file.outputs.map(({ name, alias }) => {
      const shape = declared.get(name) ?? null;
      if (!shape || shape.length < 2 || !isUnknown(shape[0]!)) return [name, shape];
      const from = batchInput(nodes, alias ?? name);
      const input = file.inputs.find((one) => (one.alias ?? one.name) === from);
      const batch = input && feedOf(input, feeds)?.[0];
      return [name, batch === undefined ? shape : [batch, ...shape.slice(1)]];
    }),
  );
}

/** Nodes and weights of which no shapes are inferred. */
function rowsOf(network: ModelFile["network"], inside: ReadonlyMap<string, Shape> = new Map()): ModelRow[] {
  if (network.format === "safetensors")
    return network.tensors.map(({ name, type, dims }) => ({
      ...rowWith(name, type, [], [], product(dims)),
      outputs: [dims],
      types: [type],
    }));
  if (network.format !== "tfjs-graph") return [];
  const constants = new Map(
    network.nodes.flatMap((node): [string, readonly number[]][] => {
      const dims = constantDims(node);
      return dims ? [[node.name, dims]] : [];
    }),
  );
  return network.nodes
    .filter(({ op }) => op !== "Const" && !op.startsWith("Placeholder") && op !== "NoOp")
    .map(({ name, op, inputs: all }) => {
      const inputs = all.filter((input) => !input.startsWith("^")).map(nodeName);
      const own = inputs.map((input) => constants.get(input));
      const weights = own.filter((dims): dims is readonly number[] => dims !== undefined);
      for (const input of inputs) constants.delete(input);
      const shapes = inputs.map((input, i) => own[i] ?? inside.get(input) ?? null);
      return {
        ...rowWith(name, op, inputs, shapes, sum(weights.map(product))),
        outputs: [inside.get(name) ?? null],
      };
    });
}

const rowWith = (
  name: string,
  op: string,
  takes: readonly string[],
  inputs: readonly Shape[],
  parameters: Dim,
): ModelRow => ({
  name,
  op,
  takes,
  gives: [name],
  inputs,
  outputs: [null],
  parameters,
  macs: unknown,
});

/** What `inferModel(file)` starts from: sizes, symbols of the file's names, or TensorFlow.js's open ones. */
export const declaredInputs = (file: ModelFile): ReadonlyMap<string, Shape> =>
  new Map(
    file.inputs.map((input) => [
      input.name,
      file.format === "onnx" ? declaredShape(input) : openShape(input),
    ]),
  );

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
  const weights = new Map(
    model.graph.initializers.flatMap(
      ({ name, type, dims }): [string, Dim][] =>
        type.includes("float") && dims.length > 0 ? [[name, product(dims)]] : [], // a lone number is a constant
    ),
  );
  return {
    outputs: new Map(
      file.outputs.map(({ name }) => [name, known(values.get(name)?.shape ?? null, declared.get(name)!)]),
    ),
    ends: file.outputs.map(({ name }) => name),
    rows: nodes.map(({ node, inputs, outputs }) => ({
      takes: node.inputs,
      gives: node.outputs,
      name: node.name || node.outputs.find((name) => name !== "") || node.op,
      op: node.op,
      inputs,
      outputs,
      types: node.outputs.map((name) => values.get(name)?.type),
      parameters: sum(learnedInputs(node).map((name) => takeAway(weights, name))),
      macs: macsOf(node, inputs, outputs),
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

/** A batch normalization takes its scale and shift, then the statistics of the training. */
const learnedInputs = ({ op, inputs }: OnnxNode): readonly string[] =>
  op === "BatchNormalization" ? inputs.slice(0, 3) : inputs;

/** One multiplication for each output cell and each cell of the window, or of the row, behind it. */
function macsOf({ op }: OnnxNode, [x, w]: readonly Shape[], [y]: readonly Shape[]): Dim {
  if (!x || !w || !y) return 0;
  switch (op) {
    case "Conv":
      return mul(product(y), product(w.slice(1)));
    case "ConvTranspose":
      return mul(product(x), product(w.slice(1)));
    case "Gemm":
      return mul(product(y), divideExactly(product(w), y.at(-1)!) ?? unknown);
    case "MatMul":
      return mul(product(y), x.at(-1)!);
    default:
      return 0;
  }
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
  // runtimes take one value in any rank
  if (dims.length === 0) return feed && product(feed) === 1 ? feed : [];
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
