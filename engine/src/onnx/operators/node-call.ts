/** One node as the rule of its operator sees it: attributes, inputs, and whom to tell of problems. */
import { type Args, complete, type Dim, infer, type Problem, type Shape } from "../../specs/index.ts";
import { torchFunctions, torchLayers } from "../../specs/torch/index.ts";
import type { OnnxGraph, OnnxNode } from "../format/model.ts";
import { NOTHING, numbersOf, type Value } from "./value.ts";

/** The rule of an operator: its outputs, in order. Always answers; what is not known is unknown. */
export type Operator = (node: NodeCall) => readonly Value[];

/** A problem of a node that is certain for the shapes it receives. */
export interface NodeProblem {
  readonly code: string;
  /** The predicate of a sentence whose subject is the node. */
  readonly message: string;
}

export class NodeCall {
  readonly node: OnnxNode;
  readonly opset: number;
  /** What a graph that is an attribute of the node gives: a branch, or the body of a loop for what it takes. */
  readonly inferBranch: (graph: OnnxGraph, given?: readonly Value[]) => readonly Value[];
  readonly problems: NodeProblem[] = [];
  private readonly inputs: readonly (Value | undefined)[];

  constructor(
    node: OnnxNode,
    inputs: readonly (Value | undefined)[],
    opset: number,
    inferBranch: NodeCall["inferBranch"],
  ) {
    this.node = node;
    this.inputs = inputs;
    this.opset = opset;
    this.inferBranch = inferBranch;
  }

  /** An input; undefined where it is left out. */
  input(i: number): Value | undefined {
    return this.inputs[i];
  }
  get all(): readonly Value[] {
    return this.inputs.map((input) => input ?? NOTHING);
  }
  shape(i: number): Shape {
    return this.inputs[i]?.shape ?? null;
  }
  type(i: number): string | undefined {
    return this.inputs[i]?.type;
  }

  int<T>(name: string, otherwise: T): number | T {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "int" ? attribute.value : otherwise;
  }
  float(name: string, otherwise: number): number {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "float" ? attribute.value : otherwise;
  }
  ints(name: string): readonly number[] | undefined {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "ints" ? attribute.values : undefined;
  }
  floats(name: string): readonly number[] | undefined {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "floats" ? attribute.values : undefined;
  }
  text(name: string, otherwise = ""): string {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "string" ? attribute.text : otherwise;
  }
  graph(name: string): OnnxGraph | undefined {
    const attribute = this.node.attributes[name];
    return attribute?.kind === "graph" ? attribute.graph : undefined;
  }

  /**
   * A list of numbers that older operator sets give as an attribute and newer ones as an input: undefined where it is left
   * out, "unknown" where it is known at run time only.
   */
  list(name: string, input: number): readonly number[] | "unknown" | undefined {
    const attribute = this.ints(name);
    if (attribute) return attribute;
    const value = this.input(input);
    return value && (numbersOf(value) ?? "unknown");
  }

  fail(code: string, message: string): void {
    this.problems.push({ code, message });
  }

  /** The outputs of a layer or function of ours that the operator is, and its problems. */
  through(name: string, args: Args, inputs: readonly Shape[]): readonly Shape[] {
    const spec = torchLayers.get(name) ?? torchFunctions.get(name)!;
    const { outputs, problems } = infer(spec, complete(spec, args), inputs);
    const refused = problems.find((problem) => problem.severity !== "warning" && REFUSED.has(problem.code));
    if (refused) this.problems.push(asNode(refused));
    return outputs;
  }
}

/** What onnxruntime refuses as PyTorch does; it is more lenient in the rest. */
const REFUSED: ReadonlySet<string> = new Set([
  "kernel-too-large",
  "conv-in-channels",
  "reshape-size",
  "broadcast",
  "matmul",
  "cat-size",
  "cat-rank",
]);

const asNode = ({ code, message }: Problem): NodeProblem => ({ code, message });

/** Axis numbers from the end are from the start; undefined for one out of range. */
export function axisOf(axis: number, rank: number): number | undefined {
  const from = axis < 0 ? axis + rank : axis;
  return from >= 0 && from < rank ? from : undefined;
}

/** `shape` with the size of one axis replaced. */
export const withAxis = (shape: readonly Dim[], axis: number, size: Dim): Dim[] =>
  shape.map((dim, i) => (i === axis ? size : dim));
