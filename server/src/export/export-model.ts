/**
 * An analysed model with its weights as an ONNX file. Its free sizes stay free, as far as ONNX has words for them.
 *
 *   writeOnnx(exportModel(analysis, model, { weights: "resnet.safetensors", files: nodeFiles }).file)
 */
import {
  type ExportGraph,
  exportOnnx,
  type OnnxFile,
  type ExportOptions as OnnxOptions,
  type WeightValues,
} from "@convlens/engine/onnx";
import {
  type Args,
  type Dim,
  freeSymbols,
  infer,
  isDim,
  isList,
  isUnknownArg,
  type LayerSpec,
  prettyShape,
  type Shape,
  substitute,
  tfjsLayers,
  torchLayers,
} from "@convlens/engine/specs";
import { dialectOf } from "../dialects/index.ts";
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import type { Tensor } from "../facts/values.ts";
import { Executor } from "../preview/executor.ts";
import type { Files } from "../preview/files.ts";
import { type Graph, graphOf, labelOf, type Node, type Root } from "../preview/graph.ts";
import { NotRunnable, type RunPlan, type Source } from "../preview/plan.ts";
import { type Planned, planFor } from "../preview/plan-for.ts";
import { WeightsFile } from "../preview/weights.ts";
import { loadedWeights } from "./loaded-weights.ts";

export interface ExportModelOptions extends OnnxOptions {
  /** A weights file, absolute; without one the weights are the initial ones of `seed`. */
  readonly weights?: string;
  readonly seed?: number;
  /** Sizes of the first input, in place of the free ones. */
  readonly input?: readonly number[];
  readonly files: Files;
}
export interface ExportedModel {
  readonly file: OnnxFile;
  /** What a person should know: "the weights are the initial ones of seed 0". */
  readonly notes: readonly string[];
  /** Which root of the model's graph each input is. */
  readonly roots: Readonly<Record<string, number>>;
  /** Multiply-accumulate operations of one run, at the sizes that a preview would take. */
  readonly macs: number;
}

const UNBOUNDED = { macs: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

/** Throws NotRunnable, an ExportError or a FormatError with the reason where there is no such file. */
export function exportModel(
  analysis: Analysis,
  model: ModelFact,
  { weights: given, seed = 0, input, files, ...options }: ExportModelOptions,
): ExportedModel {
  const loaded = given === undefined ? loadedWeights(analysis, model, files) : undefined;
  const weights = given ?? loaded?.path;
  const failed = model.applications.find((use) => use.failed);
  if (failed)
    throw new NotRunnable(
      `${labelOf(failed)} = ${failed.op} does not fit its input; mend it before the export.`,
    );
  const targets = model.outputs.flatMap(({ producer }) => producer ?? []);
  if (targets.length === 0) throw new NotRunnable(`${model.name} has no output that a layer makes.`);
  const graph = graphOf(targets, model);
  const planned = planFor(analysis, targets, {
    budget: UNBOUNDED,
    seed,
    ...(input && { inputShape: input }),
    ...(weights !== undefined && { weights }),
  });
  const executor = new Executor({ files, picture: "" });
  const [difference] = executor.disagreements(planned.plan);
  if (difference) throw new NotRunnable(`${difference.weight} ${difference.message}.`);
  const file = weights === undefined ? undefined : WeightsFile.read(weights, files);
  const build = (values: Values): ExportGraph =>
    buildGraph(analysis, model, graph, planned, values, executor, file);
  const open = build({});
  const { values } = planned.sizes;
  const learned = input ? Object.keys(values) : sizesOfWeights(open);
  const fixed = Object.fromEntries(
    learned.flatMap((name) => (name in values ? [[name, values[name]!]] : [])),
  );
  const named = Object.entries(fixed).map(([name, value]) => `${name} = ${value}`);
  const roots = rootNames(graph).map(({ name, index }): [string, number] => [name, index]);
  return {
    file: exportOnnx(named.length > 0 ? build(fixed) : open, options),
    roots: Object.fromEntries(roots),
    macs: planned.plan.macs,
    notes: [
      ...graph.notes,
      ...unknownInputs(graph),
      ...(named.length > 0 ? [`written with ${named.join(", ")}`] : []),
      ...(weights === undefined ? [`the weights are the initial ones of seed ${seed}`] : []),
      ...(loaded ? [`the weights are those of ${loaded.shown}`] : []),
    ],
  };
}

type Values = Readonly<Record<string, number>>;

/** Free sizes that learned tensors have: a file holds them in one size. */
function sizesOfWeights({ nodes }: ExportGraph): string[] {
  const parameters = nodes.flatMap(({ name, library, args, inputShapes }) => {
    const spec = (library === "tfjs" ? tfjsLayers : torchLayers).get(name);
    return [
      ...Object.values(spec?.parameters?.(args, inputShapes) ?? {}),
      ...Object.values(spec?.buffers?.(args) ?? {}),
    ];
  });
  return freeSymbols(...parameters.flat());
}

function buildGraph(
  analysis: Analysis,
  model: ModelFact,
  graph: Graph,
  { plan }: Planned,
  values: Values,
  executor: Executor,
  file: WeightsFile | undefined,
): ExportGraph {
  const bind = (dim: Dim): Dim => substitute(dim, values);
  const roots = rootNames(graph);
  const name = namer(roots.map((root) => root.name));
  const inputs = roots
    .filter(({ root }) => isInput(root))
    .sort((a, b) => model.inputs.indexOf(a.root.tensor) - model.inputs.indexOf(b.root.tensor));
  const shapes = new Map<string, Shape>();
  for (const { root, name } of roots) shapes.set(name, root.tensor.shape?.map(bind) ?? null);
  const sourceName = (source: Source): string =>
    "input" in source ? roots[source.input]!.name : `op${source.op}:${source.output}`;
  const nodes = graph.nodes.map((node, i) =>
    buildNode(node, i, plan, node.inputs.map(sourceName), shapes, bind, executor),
  );
  return {
    name: model.variable ?? model.name,
    inputs: inputs.map(({ name, index }) => ({
      name,
      shape: shapes.get(name)!,
      whole: isWhole(graph, index),
    })),
    nodes,
    outputs: model.outputs.flatMap(({ producer, outputIndex, name: own }) => {
      const source = producer && graph.outputs.get(producer)?.[outputIndex ?? 0];
      if (!source) return [];
      const value = sourceName(source);
      return [{ name: name(own ?? "output"), value, shape: shapes.get(value) ?? null }];
    }),
    constants: constantsOf(analysis, roots, plan, executor, file),
  };
}

interface Named {
  readonly root: Root;
  readonly name: string;
  /** Its place among the roots. */
  readonly index: number;
}
function rootNames(graph: Graph): Named[] {
  const name = namer();
  return graph.roots.map((root, index) => ({ root, name: name(root.tensor.name ?? "input"), index }));
}

/** Tensors that the source makes in ways that are not followed have to be fed. */
const unknownInputs = (graph: Graph): string[] =>
  rootNames(graph)
    .filter(({ root }) => isInput(root) && !root.given)
    .map(({ name }) => `${name} is an input of the file: what the source makes it of is not known`);

/** Names that none has twice. */
function namer(used: readonly string[] = []): (wanted: string) => string {
  const taken = new Set(used);
  return (wanted) => {
    let name = wanted;
    for (let i = 2; taken.has(name); i++) name = `${wanted}_${i}`;
    taken.add(name);
    return name;
  };
}

/** What the caller feeds: the model's inputs, and tensors that only a run of the program would make. */
const isInput = ({ given, tensor }: Root): boolean => given || (!tensor.content && !tensor.parameter);

/** Only tables take it: then it is indices. */
function isWhole(graph: Graph, root: number): boolean {
  const uses = graph.nodes.filter(({ inputs }) =>
    inputs.some((source) => "input" in source && source.input === root),
  );
  return uses.length > 0 && uses.every(({ use }) => /^embedding$/i.test(use.op));
}

function buildNode(
  { use, weights }: Node,
  index: number,
  plan: RunPlan,
  inputs: readonly string[],
  shapes: Map<string, Shape>,
  bind: (dim: Dim) => Dim,
  executor: Executor,
): ExportGraph["nodes"][number] {
  const label = labelOf(use);
  const engine = dialectOf(use.dialect).engineOp(use);
  if (!engine || (engine.library === "tfjs" && engine.kind !== "layer"))
    throw new NotRunnable(
      `${label} is no layer but an operation of ${use.dialect}, which are not exported; put it into a layer.`,
    );
  const inputShapes = inputs.map((input) => shapes.get(input) ?? null);
  const { other: _, ...asCalled } = use.callArgs ?? {}; // an input by now
  const { spec, args } = settled(use.spec, boundArgs(use.args, bind), inputShapes[0] ?? null);
  const callArgs = boundArgs(asCalled, bind);
  const { outputs: outputShapes } = infer(spec, args, inputShapes, { callArgs });
  const outputs = outputShapes.map((_, output) => `op${index}:${output}`);
  for (const [output, name] of outputs.entries()) shapes.set(name, outputShapes[output]!);
  return {
    label,
    name: engine.library === "torch" && !engine.channelsLast ? spec.name : engine.name,
    library: engine.library,
    channelsLast: engine.channelsLast,
    args,
    callArgs,
    inputs,
    inputShapes,
    outputShapes,
    outputs,
    weights: executor.weightsOf(plan, index),
    weightsName: weights ?? label,
  };
}

/** A lazy layer in the form that its first input gives it. */
function settled(spec: LayerSpec, args: Args, input: Shape): { spec: LayerSpec; args: Args } {
  const plain = spec.materialize?.(args, input);
  const of = plain && torchLayers.get(plain.name);
  return of ? { spec: of, args: plain.args } : { spec, args };
}

/** Numbers for the symbols that have one; what is known at run time only stays so. */
function boundArgs(args: Args, bind: (dim: Dim) => Dim): Args {
  return Object.fromEntries(
    Object.entries(args).map(([name, arg]) => {
      if (isUnknownArg(arg)) return [name, arg];
      if (isDim(arg)) return [name, bind(arg)];
      return [name, isList(arg) ? arg.map((item) => (isDim(item) ? bind(item) : item)) : arg];
    }),
  ) as Args;
}

/** Tensors that the source spells out, and parameters outside of layers. */
function constantsOf(
  analysis: Analysis,
  roots: readonly Named[],
  plan: RunPlan,
  executor: Executor,
  file: WeightsFile | undefined,
): NonNullable<ExportGraph["constants"]> {
  const constants = roots.filter(({ root }) => !isInput(root));
  if (constants.length === 0) return new Map();
  const { inputs } = executor.run(plan, { kind: "zeros" }, [], () => false);
  return new Map(
    constants.map(({ root: { tensor }, name, index }) => {
      if (!tensor.shape?.every((size) => typeof size === "number"))
        throw new NotRunnable(`${name} is made in a size that is free; give the sizes with --input.`);
      if (!file || !tensor.parameter) return [name, inputs[index]!];
      const learned = learnedAs(tensor, nameOf(tensor, analysis), file);
      return [name, learned];
    }),
  );
}

/** What holds it in the source: a field or a variable. */
const nameOf = ({ id, name }: Tensor, { bindings }: Analysis): string =>
  name ?? bindings.find(({ tensor }) => tensor.id === id)?.name ?? "a parameter";

/** The learned value of a parameter. Its name is the field's alone: it must be the only one of that name and shape. */
function learnedAs({ shape }: Tensor, name: string, file: WeightsFile): WeightValues {
  const owned = file.ownedAs(name);
  const fitting = owned.filter((tensor) => tensor.shape.join() === shape?.join());
  if (fitting.length === 1) return fitting[0]!;
  if (owned.length === 0) throw new NotRunnable(`${name} is not in ${file.path}.`);
  throw new NotRunnable(
    fitting.length === 0
      ? `${name} is ${prettyShape(shape)} in the model, and [${owned[0]!.shape.join(", ")}] in the file.`
      : `which of the ${fitting.length} tensors called ${name} in ${file.path} is meant cannot be told.`,
  );
}
