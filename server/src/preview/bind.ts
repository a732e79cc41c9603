/**
 * A graph with numbers for its free sizes: every rule is run again with them, which gives exact shapes and costs, or the
 * first thing that does not fit.
 */
import { opArgs } from "@convlens/engine/graph";
import {
  type Arg,
  type Args,
  type Dim,
  evaluate,
  infer,
  isDim,
  isList,
  isOpen,
  isUnknownArg,
  type Shape,
} from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Application } from "../facts/values.ts";
import { keyOf } from "./content-key.ts";
import { type Graph, labelOf, type Node, type Root } from "./graph.ts";
import { shapeFirst } from "./layout.ts";
import { type Content, NotRunnable, type PlanInput, type PlanOp, type RunPlan, type Source } from "./plan.ts";

export type Values = Readonly<Record<string, number>>;
export type Bound = Pick<RunPlan, "inputs" | "ops" | "reading" | "macs" | "parameters" | "bytes">;

/**
 * Throws NotRunnable: "conv2 cannot run on [1, 3, 8, 8]: …". `shapes`: of the model's inputs, where they are not those of
 * the source.
 */
export function bind(graph: Graph, values: Values, shapes: readonly (readonly number[])[] = []): Bound {
  const given = graph.roots.filter((root) => root.given);
  const inputs = graph.roots.map((root, i) => {
    const asked = root.given ? shapes[given.indexOf(root)] : undefined;
    return bindRoot(root, asked ?? numbers(root, values), usesOf(graph, i), values);
  });
  const ops: PlanOp[] = [];
  let bytes = sum(inputs.map(({ shape }) => 4 * product(shape)));
  let parameters = 0;
  const counted = new Set<string>();
  for (const node of graph.nodes) {
    const shapeOf = (source: Source): Shape =>
      "input" in source ? inputs[source.input]!.shape : ops[source.op]!.outputs[source.output]!;
    const keyOfSource = (source: Source): unknown =>
      "input" in source ? { input: inputs[source.input]!.key } : [ops[source.op]!.key, source.output];
    const { op, learned } = bindNode(node, values, node.inputs.map(shapeOf), node.inputs.map(keyOfSource));
    ops.push(op);
    bytes += sum(op.outputs.map((shape) => (shape ? 4 * product(shape) : 0)));
    if (node.weights !== undefined && !counted.has(node.weights)) parameters += learned;
    if (node.weights !== undefined) counted.add(node.weights);
  }
  const reading = readingOf(graph, ops);
  bytes += 4 * parameters;
  return { inputs, ops, reading, macs: sum(ops.map(({ macs }) => macs)), parameters, bytes };
}

/** What the layers tell of the axes. */
function readingOf({ nodes }: Graph, ops: readonly PlanOp[]): RunPlan["reading"] {
  const windows = nodes.map(({ use }) => use.spec.geometry?.(use.args).windows.length);
  return {
    channelsLast: nodes.some(({ use }) => dialectOf(use.dialect).channelsLast),
    unbatched: ops.some(({ name, inputShapes: [input] }, i) => {
      const rank = name === "Fold" ? 1 : windows[i]; // its input is windows in columns
      return rank !== undefined && input?.length === rank + 1;
    }),
    time: windows.includes(1),
  };
}

function bindNode(
  { use, inputs, weights, isStop }: Node,
  values: Values,
  shapes: readonly Shape[],
  sources: unknown,
) {
  if (isStop) return { op: stopped(use, inputs, shapes), learned: 0 };
  const engine = dialectOf(use.dialect).engineOp(use);
  if (use.failed && !engine) throw new NotRunnable(`${labelOf(use)} does not fit its input.`);
  if (!engine) throw new NotRunnable(`${labelOf(use)} (${use.op}) has shapes, but cannot be computed here.`);
  const args = bindArgs(use, use.args, values);
  const { other: _, ...asWritten } = use.callArgs ?? {}; // an input of its own by now
  const callArgs = bindArgs(use, asWritten, values);
  const { outputs, problems } = infer(use.spec, args, shapes, { callArgs });
  const error = problems.find(({ severity }) => severity !== "warning");
  if (error)
    throw new NotRunnable(
      `${labelOf(use)} = ${use.op} ${error.message}. The run stops there; mend it, or look at a layer before it.`,
    );
  const sizes = outputs.map((shape) => (shape?.every((dim) => typeof dim === "number") ? shape : null));
  const macs = use.spec.macs?.(args, shapes, outputs);
  const parameters = Object.values(use.spec.parameters?.(args, shapes) ?? {});
  const content = { ...engine, args: opArgs(given(args)), callArgs: given(callArgs) };
  const op: PlanOp = {
    ...content,
    inputShapes: shapes.map((shape) =>
      engine.channelsLast ? shapeFirst(shape as number[]) : (shape as number[]),
    ),
    ...(weights !== undefined && { weights }),
    inputs,
    outputs: sizes as (readonly number[] | null)[],
    macs: typeof macs === "number" ? macs : 0,
    label: labelOf(use),
    key: keyOf([content, weights, sources]),
  };
  return { op, learned: sum(parameters.map((shape) => product(shape as number[]))) };
}

/** In the place of a use that is not computed: nothing asks for its output. */
const stopped = (use: Application, inputs: readonly Source[], shapes: readonly Shape[]): PlanOp => ({
  library: "torch",
  kind: "layer",
  name: "Identity",
  args: {},
  callArgs: {},
  channelsLast: false,
  inputShapes: shapes.map((shape) => shape as number[]),
  inputs,
  outputs: [],
  macs: 0,
  label: labelOf(use),
  key: keyOf(["stop", use.op]),
});

// ── inputs ────────────────────────────────────────────────────────────────────────────────────────────────────────

function bindRoot(
  root: Root,
  shape: readonly number[],
  uses: readonly Application[],
  values: Values,
): PlanInput {
  const name = root.tensor.name ?? "input";
  const content = contentOf(root, uses, values);
  const channelsLast = uses.some((use) => dialectOf(use.dialect).channelsLast);
  return { name, shape, content, channelsLast, key: keyOf([name, shape, content, channelsLast]) };
}

function contentOf({ tensor, given }: Root, uses: readonly Application[], values: Values): Content {
  if (!given && tensor.content) return bindContent(tensor.content, values);
  if (tensor.parameter) return { kind: "parameter", path: tensor.name ?? `parameter@${tensor.origin.start}` };
  for (const use of uses) {
    const below = rowsOf(use);
    if (below !== undefined) return { kind: "indices", below };
  }
  return tensor.dtype === "int" ? { kind: "indices", below: 10 } : { kind: "sample" };
}

function bindContent(content: NonNullable<Root["tensor"]["content"]>, values: Values): Content {
  if (content.kind !== "fill") return content;
  const value = numberOf(content.value, values);
  if (value === undefined) throw new NotRunnable("A number in a calculation is known at run time only.");
  return { kind: "fill", value };
}

/** How many different indices a layer takes; undefined where it takes no indices. */
function rowsOf({ op, args }: Application): number | undefined {
  const rows = op === "Embedding" ? args.numEmbeddings : op === "embedding" ? args.inputDim : undefined;
  return typeof rows === "number" ? rows : undefined;
}

const usesOf = (graph: Graph, root: number): Application[] =>
  graph.nodes.flatMap(({ use, inputs }) =>
    inputs.some((source) => "input" in source && source.input === root) ? [use] : [],
  );

function numbers({ tensor }: Root, values: Values): number[] {
  const name = tensor.name ?? "an input";
  if (!tensor.shape)
    throw new NotRunnable(
      `The shape of ${name} is not known: say it with a comment such as /** @shape x [N, 3, 224, 224] */.`,
    );
  return tensor.shape.map((dim, axis) => {
    const size = numberOf(dim, values);
    if (size === undefined)
      throw new NotRunnable(`Axis ${axis} of ${name} is not known: say its size with a @shape comment.`);
    return size;
  });
}

/** The batch that TensorFlow.js leaves open is 1. */
const numberOf = (dim: Dim, values: Values): number | undefined => (isOpen(dim) ? 1 : evaluate(dim, values));

// ── arguments ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** Arguments that change no value of a run with given weights. */
const WITHOUT_EFFECT =
  /Initializer$|Regularizer$|Constraint$|^(name|trainable|dtype|weights|device|inplace)$/;

function bindArgs(use: Application, args: Args, values: Values): Args {
  return Object.fromEntries(
    Object.entries(args).flatMap(([name, arg]): [string, Arg][] => {
      if (isUnknownArg(arg) && WITHOUT_EFFECT.test(name)) return [];
      return [[name, bindArg(arg, values, () => `\`${name}\` of ${labelOf(use)}`)]];
    }),
  );
}

function bindArg(arg: Arg, values: Values, what: () => string): Arg {
  if (isUnknownArg(arg))
    throw new NotRunnable(`${what()} is known at run time only, so that its values cannot be computed here.`);
  if (isDim(arg)) {
    const number = numberOf(arg, values);
    if (number === undefined)
      throw new NotRunnable(`${what()} is not known, so that nothing can be computed.`);
    return number;
  }
  if (isList(arg)) return arg.map((item) => bindArg(item as Arg, values, what)) as unknown as Arg;
  if (typeof arg === "object" && arg !== null && "spec" in arg)
    return {
      spec: arg.spec,
      args: Object.fromEntries(
        Object.entries(arg.args).map(([name, inner]) => [name, bindArg(inner, values, what)]),
      ),
    };
  return arg;
}

const given = (args: Args): Args =>
  Object.fromEntries(Object.entries(args).filter(([, arg]) => arg !== undefined));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);
