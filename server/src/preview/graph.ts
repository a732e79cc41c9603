/**
 * The part of a model that a preview runs, as plain data that a worker can receive: the layers before and including
 * the target, with every free size bound to a number.
 *
 *   const graph = graphUpTo(application, { N: 1, H: 64, W: 64 });   // or a Refusal that says what is not known
 */
import { type Arg, type Args, type Dim, evaluate, isUnknown, type Shape } from "@convlens/engine/specs";
import type { Application, Tensor } from "../interpret/values.ts";
import type { Refusal } from "./protocol.ts";

export interface PreviewGraph {
  readonly nodes: readonly PreviewNode[]; // in execution order; the last one is the target
  readonly inputs: readonly PreviewInput[];
}
export interface PreviewNode {
  readonly id: number;
  readonly op: string;
  readonly dialect: string;
  readonly args: Args; // numbers only
  readonly callArgs?: Args;
  /** Equal for uses of one layer: they share weights. Absent for functions. */
  readonly weights?: string;
  readonly name: string;
  readonly inputs: readonly TensorRef[];
  readonly expected: readonly (readonly number[])[]; // inferred output shapes, to compare with the real ones
}
export type TensorRef = { readonly node: number; readonly output: number } | { readonly input: number };
export interface PreviewInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: "sample" | "constant"; // constants are tensors that the source makes itself: zeros, parameters
}

export type Sizes = Readonly<Record<string, number>>;

/** The graph that computes `target`, or why it cannot be run. */
export function graphUpTo(target: Application, sizes: Sizes, isModelInput: (tensor: Tensor) => boolean): PreviewGraph | Refusal {
  const nodes: PreviewNode[] = [];
  const placed = new Map<Application, number>();
  const inputs: PreviewInput[] = [];
  const inputOf = new Map<Tensor, number>();

  const refTo = (tensor: Tensor): TensorRef | Refusal => {
    if (tensor.producer) {
      const node = place(tensor.producer);
      return typeof node === "number" ? { node, output: tensor.outputIndex ?? 0 } : node;
    }
    const known = inputOf.get(tensor);
    if (known !== undefined) return { input: known };
    const shape = bindShape(tensor.shape, sizes);
    if (!shape) return { refused: `The shape of ${tensor.name ? `\`${tensor.name}\`` : "an input"} is not known; add an annotation such as @shape x [1, 3, 224, 224].` };
    inputOf.set(tensor, inputs.length);
    inputs.push({ name: tensor.name ?? "input", shape, role: isModelInput(tensor) ? "sample" : "constant" });
    return { input: inputs.length - 1 };
  };

  const place = (application: Application): number | Refusal => {
    const known = placed.get(application);
    if (known !== undefined) return known;
    const node = bindNode(application, sizes);
    if ("refused" in node) return node;
    const refs: TensorRef[] = [];
    for (const tensor of application.inputs) {
      const ref = refTo(tensor);
      if ("refused" in ref) return ref;
      refs.push(ref);
    }
    placed.set(application, nodes.length);
    nodes.push({ ...node, id: nodes.length, inputs: refs });
    return nodes.length - 1;
  };

  const last = place(target);
  return typeof last === "number" ? { nodes, inputs } : last;
}

function bindNode(application: Application, sizes: Sizes): Omit<PreviewNode, "id" | "inputs"> | Refusal {
  const name = application.path ?? application.name ?? application.op;
  if (application.failed) return { refused: `${application.op} \`${name}\` would fail; mend it first.` };
  const args = bindArgs(application.args, sizes);
  const callArgs = bindArgs(application.callArgs ?? {}, sizes);
  if (!args || !callArgs) return { refused: `An argument of ${application.op} \`${name}\` is not known without running the program.` };
  const expected: (readonly number[])[] = [];
  for (const output of application.outputs) {
    const shape = bindShape(output.shape, sizes);
    if (!shape) return { refused: `The output shape of ${application.op} \`${name}\` is not known.` };
    expected.push(shape);
  }
  const weights = application.layer && `${application.layer.path ?? name}#${application.layer.id}`;
  return { op: application.spec.name, dialect: application.dialect, args, callArgs, ...(weights && { weights }), name, expected };
}

/** All sizes as numbers; undefined where one is not known. */
export function bindShape(shape: Shape, sizes: Sizes): number[] | undefined {
  if (!shape) return undefined;
  const bound = shape.map((dim) => bindDim(dim, sizes));
  return bound.every((size) => size !== undefined) ? bound : undefined;
}

const bindDim = (dim: Dim, sizes: Sizes): number | undefined => (typeof dim === "number" ? dim : isUnknown(dim) ? undefined : evaluate(dim, sizes));

/** Arguments with numbers for dims; undefined where one is not known. */
export function bindArgs(args: Args, sizes: Sizes): Args | undefined {
  const bound: Record<string, Arg> = {};
  for (const [name, arg] of Object.entries(args)) {
    const value = bindArg(arg, sizes);
    if (value === NOT_KNOWN) return undefined;
    bound[name] = value as Arg;
  }
  return bound;
}

const NOT_KNOWN = Symbol("not known");

function bindArg(arg: unknown, sizes: Sizes): unknown {
  if (Array.isArray(arg)) {
    const items = arg.map((item) => bindArg(item, sizes));
    return items.includes(NOT_KNOWN) ? NOT_KNOWN : items;
  }
  if (typeof arg !== "object" || arg === null) return arg;
  if ("unknown" in arg) return NOT_KNOWN;
  return bindDim(arg as Dim, sizes) ?? NOT_KNOWN;
}
