/**
 * The shapes inside of an ONNX graph, node by node, for inputs of given shapes: numbers, symbols, or unknown. What shapes
 * are computed from (Shape, Gather, Concat, … on small whole numbers) is computed along. Nothing else is.
 *
 *   inferOnnx(model, new Map([["x", [symbol("N"), 3, 224, 224]]])).values.get("y")?.shape   // [N, 1000]
 */
import { type Dim, type Shape, symbol } from "../specs/index.ts";
import type { OnnxGraph, OnnxModel, OnnxNode, ValueInfo } from "./format/model.ts";
import { arrangeOperators } from "./operators/arrange.ts";
import { classicalOperators } from "./operators/classical.ts";
import { constantOperators, constantValue } from "./operators/constants.ts";
import { elementwiseOperators } from "./operators/elementwise.ts";
import { fusedOperators } from "./operators/fused.ts";
import { loopOperators } from "./operators/loops.ts";
import { NodeCall, type NodeProblem, type Operator } from "./operators/node-call.ts";
import { pickOperators } from "./operators/pick.ts";
import { productOperators } from "./operators/products.ts";
import { recurrentOperators } from "./operators/recurrent.ts";
import { reduceOperators } from "./operators/reduce.ts";
import { resizeOperators } from "./operators/resize.ts";
import { NOTHING, type Value } from "./operators/value.ts";
import { windowOperators } from "./operators/windows.ts";

export type { NodeProblem } from "./operators/node-call.ts";
export type { Value } from "./operators/value.ts";

export interface InferredOnnx {
  /** By the names of the graph's values. */
  readonly values: ReadonlyMap<string, Value>;
  /** One a node of the graph, in its order. */
  readonly nodes: readonly InferredNode[];
}
export interface InferredNode {
  readonly node: OnnxNode;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Certain for these inputs. */
  readonly problems: readonly NodeProblem[];
  /** false: no rule for this operator, so that its outputs are unknown. */
  readonly known: boolean;
}

/** By name; operators of other domains as `domain:name`. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  Object.entries({
    ...windowOperators,
    ...elementwiseOperators,
    ...arrangeOperators,
    ...pickOperators,
    ...constantOperators,
    ...productOperators,
    ...reduceOperators,
    ...resizeOperators,
    ...recurrentOperators,
    ...classicalOperators,
    ...loopOperators,
    ...fusedOperators,
  }),
);

/** Names of the operators that are understood. */
export const knownOperators: readonly string[] = [...OPERATORS.keys()];

/** `inputs`: shapes by name, in place of what is declared. */
export function inferOnnx(model: OnnxModel, inputs: ReadonlyMap<string, Shape> = new Map()): InferredOnnx {
  const values = new Map<string, Value>();
  const { graph } = model;
  for (const input of graph.inputs)
    values.set(input.name, { shape: inputs.get(input.name) ?? declaredShape(input), type: input.type });
  const nodes = inferNodes(graph, values, model.opsets);
  return { values, nodes };
}

function inferNodes(
  graph: OnnxGraph,
  values: Map<string, Value>,
  opsets: OnnxModel["opsets"],
): InferredNode[] {
  // onnxruntime's JavaScript API feeds nothing in place of an initializer, listed among the inputs or not
  for (const tensor of graph.initializers) values.set(tensor.name, constantValue(tensor));
  return graph.nodes.map((node) => {
    const inputs = node.inputs.map((name) => (name === "" ? undefined : (values.get(name) ?? NOTHING)));
    const call = new NodeCall(node, inputs, opsets[node.domain] ?? opsets[""] ?? 0, (branch, given = []) => {
      const inner = new Map(values);
      for (const [i, { name }] of branch.inputs.entries()) inner.set(name, given[i] ?? NOTHING);
      inferNodes(branch, inner, opsets);
      return branch.outputs.map(({ name }) => inner.get(name) ?? NOTHING);
    });
    const operator = OPERATORS.get(node.domain === "" ? node.op : `${node.domain}:${node.op}`);
    const outputs = operator?.(call) ?? [];
    for (const [i, name] of node.outputs.entries()) if (name !== "") values.set(name, outputs[i] ?? NOTHING);
    return {
      node,
      inputs: inputs.map((input) => input?.shape ?? null),
      outputs: node.outputs.map((_, i) => outputs[i]?.shape ?? null),
      problems: call.problems,
      known: operator !== undefined,
    };
  });
}

/** Named sizes are symbols; open ones too, named after the input and the axis, so that they can be followed. */
export function declaredShape({ name, dims }: ValueInfo): Shape {
  if (!dims) return null;
  return dims.map((dim, axis): Dim => {
    if (typeof dim === "number") return dim;
    const free = dim ?? `${name}_${axis}`;
    // a cache of earlier steps begins empty
    return symbol(free, { min: free.includes("past") ? 0 : 1 });
  });
}
