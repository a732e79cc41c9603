/**
 * The part of a model's graph that ends in given uses: nodes in order of execution, and the tensors they start from.
 * Models used as layers are taken apart. Sizes are still those of the analysis; `bind.ts` makes numbers of them.
 */
import { type Arg, isDim } from "@convlens/engine/specs";
import type { ModelFact } from "../facts/analysis.ts";
import type { Application, Tensor } from "../facts/values.ts";
import { NotRunnable, type Source } from "./plan.ts";

export interface Graph {
  readonly roots: readonly Root[];
  readonly nodes: readonly Node[];
  /** What a person should know of the way through the source: "y comes from one of several branches". */
  readonly notes: readonly string[];
  /** Where each output of a use is computed. */
  readonly outputs: ReadonlyMap<Application, readonly Source[]>;
}
export interface Root {
  readonly tensor: Tensor;
  readonly given: boolean; // an input of the model
}
export interface Node {
  readonly use: Application;
  readonly inputs: readonly Source[];
  readonly weights?: string;
  /** It is not computed: what arrives at it is all that is asked for. */
  readonly isStop?: true;
}

/**
 * All that the targets need, from the model's inputs on. `stop`: one of them that is not computed, only what arrives at it.
 * Throws NotRunnable where something is missing.
 */
export function graphOf(
  targets: readonly Application[],
  model: ModelFact | undefined,
  stop?: Application,
): Graph {
  const builder = new Builder(model, stop);
  const outputs = builder.run(needed(targets, model?.inputs ?? []), new Map());
  const { roots, nodes } = builder;
  return { roots, nodes, notes: [...builder.notes, ...maskNotes(nodes)], outputs };
}

/** TensorFlow.js's recurrent layers skip steps that a layer before them masks; the engine computes them all. */
function maskNotes(nodes: readonly Node[]): string[] {
  const first = nodes.findIndex(
    ({ use: { op, args } }) => op === "masking" || (op === "embedding" && args.maskZero === true),
  );
  const recurrent = first < 0 ? undefined : nodes.slice(first).find(({ use }) => SKIPPING.has(use.op));
  return recurrent
    ? [`${labelOf(recurrent.use)} computes steps that ${labelOf(nodes[first]!.use)} would have it skip`]
    : [];
}
const SKIPPING = new Set(["simpleRNN", "gru", "lstm", "rnn", "bidirectional"]);

/** Uses that the targets depend on, the targets among them, in order of execution. */
function needed(targets: readonly Application[], inputs: readonly Tensor[]): Application[] {
  const found = new Set<Application>();
  const open = [...targets];
  for (let use = open.pop(); use; use = open.pop()) {
    if (found.has(use)) continue;
    found.add(use);
    for (const tensor of use.inputs)
      if (tensor.producer && !inputs.includes(tensor)) open.push(tensor.producer);
  }
  return [...found].sort((a, b) => a.id - b.id);
}

/** Most nodes of one graph: models inside of models could multiply. */
const MOST_NODES = 20_000;

class Builder {
  readonly roots: Root[] = [];
  readonly nodes: Node[] = [];
  readonly notes = new Set<string>();
  private readonly rootOf = new Map<Tensor, Source>();
  private readonly places = new Map<number, number>(); // layer → its place in the model
  private readonly model: ModelFact | undefined;
  private readonly stop: Application | undefined;

  constructor(model: ModelFact | undefined, stop: Application | undefined) {
    this.model = model;
    this.stop = stop;
    for (const { layer } of model?.applications ?? [])
      if (layer && !this.places.has(layer.id)) this.places.set(layer.id, this.places.size);
  }

  /** Appends the uses; `given` are tensors that have a value already. */
  run(
    uses: readonly Application[],
    given: ReadonlyMap<Tensor, Source>,
    prefix = "",
  ): ReadonlyMap<Application, readonly Source[]> {
    const outputs = new Map<Application, readonly Source[]>();
    for (const use of uses) {
      const inputs = use.inputs.map((tensor) => this.source(tensor, use, given, outputs));
      const inner = use === this.stop ? undefined : use.layer?.graph;
      outputs.set(use, inner ? this.inline(use, inner, inputs, prefix) : this.append(use, inputs, prefix));
    }
    return outputs;
  }

  private source(
    tensor: Tensor,
    use: Application,
    given: ReadonlyMap<Tensor, Source>,
    outputs: ReadonlyMap<Application, readonly Source[]>,
  ): Source {
    if (tensor.id < 0)
      this.notes.add(
        `${tensor.name ?? `the input of ${labelOf(use)}`} comes from one of several branches; the first is shown`,
      );
    const cut = this.model?.inputs.includes(tensor) ?? false;
    const found =
      given.get(tensor) ??
      (tensor.producer && !cut ? outputs.get(tensor.producer)?.[tensor.outputIndex ?? 0] : undefined) ??
      this.rootOf.get(tensor);
    if (found) return found;
    if (tensor.id === 0)
      throw new NotRunnable(`${labelOf(use)} has an input that only a run of the program would know.`);
    const source = { input: this.roots.length };
    this.roots.push({ tensor, given: cut });
    this.rootOf.set(tensor, source);
    return source;
  }

  private append(use: Application, inputs: readonly Source[], prefix: string): readonly Source[] {
    if (this.nodes.length >= MOST_NODES)
      throw new NotRunnable(`The model has more than ${MOST_NODES} layers; that is too many to run here.`);
    const op = this.nodes.length;
    if (use === this.stop) {
      this.nodes.push({ use, inputs, isStop: true });
      return [{ op, output: 0 }];
    }
    const other = use.callArgs?.other;
    if (other !== undefined) inputs = [...inputs, this.number(other, use)];
    this.nodes.push({ use, inputs, ...(use.spec.parameters && { weights: prefix + this.nameOf(use, op) }) });
    return use.outputs.map((_, output) => ({ op, output }));
  }

  /** A number in place of a tensor. */
  private number(value: Arg, use: Application): Source {
    if (!isDim(value)) throw new NotRunnable(`${labelOf(use)} takes a number that only a run would know.`);
    const source = { input: this.roots.length };
    const content = { kind: "fill", value } as const;
    this.roots.push({ tensor: { id: 0, shape: [], origin: use.span, content }, given: false });
    return source;
  }

  /** Names are unique in a model and the same whichever part of it is run. */
  private nameOf({ path, name, layer, spec, id }: Application, op: number): string {
    if (path) return path;
    if (!layer) return `${spec.name}@${this.model?.applications.findIndex((use) => use.id === id) ?? op}`;
    return `${name ?? spec.name}#${this.places.get(layer.id) ?? layer.id}`;
  }

  private inline(
    use: Application,
    inner: { readonly inputs: readonly Tensor[]; readonly outputs: readonly Tensor[] },
    inputs: readonly Source[],
    prefix: string,
  ): readonly Source[] {
    const given = new Map(inner.inputs.map((tensor, i): [Tensor, Source] => [tensor, inputs[i]!]));
    const uses = needed(
      inner.outputs.flatMap(({ producer }) => producer ?? []),
      inner.inputs,
    );
    const outputs = this.run(uses, given, `${prefix}${this.nameOf(use, this.nodes.length)}/`);
    return inner.outputs.map((tensor) => this.source(tensor, use, given, outputs));
  }
}

/** "conv1", or the function's name. */
export const labelOf = ({ path, name, op }: Application): string => path || name || op;
