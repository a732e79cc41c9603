/** What the worker does for each job: runs the plan, and makes of its tensors what was asked for. */
import type { Tensor } from "@convlens/engine";
import { t, useLanguage } from "../texts/language.ts";
import { Cancelled, type Executor, type Ran, tensorAt } from "./executor.ts";
import { explain, isExplainable } from "./explain.ts";
import { kernelOf, planesOf } from "./kernel.ts";
import { ByteCache } from "./lru.ts";
import type { JobName, Jobs, Progress, Target } from "./messages.ts";
import { base64 } from "./picture/base64.ts";
import { type Arriving, picture } from "./picture/picture.ts";
import { short } from "./picture/short.ts";
import { NotRunnable, type PlanOp, type RunPlan, type Source } from "./plan.ts";
import type { TensorView } from "./protocol.ts";
import { statsOf } from "./stats.ts";
import { drawn, viewOf, weightView } from "./view.ts";

/** A run whose tensors can be asked for again. */
interface Kept {
  readonly plan: RunPlan;
  readonly op: PlanOp | undefined;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly weights: ReadonlyMap<string, Tensor>;
}

export type Log = (message: string) => void;

export class Worker {
  private readonly executor: Executor;
  private readonly log: Log;
  private readonly kept = new ByteCache<Kept>(128e6);
  private readonly threads: number;
  private runs = 0;

  constructor(executor: Executor, threads: number, log: Log) {
    this.executor = executor;
    this.threads = threads;
    this.log = log;
  }

  /** Throws what `Executor.run` throws. */
  do<K extends JobName>(
    kind: K,
    job: Jobs[K]["ask"],
    cancelled: () => boolean,
    progress: (at: Progress) => void = () => {},
  ): Jobs[K]["answer"] {
    return this.handlers[kind](job, cancelled, progress);
  }

  private readonly handlers: {
    [K in JobName]: (
      job: Jobs[K]["ask"],
      cancelled: () => boolean,
      progress: (at: Progress) => void,
    ) => Jobs[K]["answer"];
  } = {
    hover: (job, cancelled) => {
      const { ran, tensor } = this.target(job, cancelled);
      const { plan } = job;
      useLanguage(job.language);
      const view = drawn(tensor, plan.reading);
      if (view.data.length === 0)
        throw new NotRunnable(`${job.label} gives [${tensor.shape.join(", ")}], which has no values.`);
      const shown = picture(arrivingAt(job, ran), view, job);
      const channels = view.kind === "strip" ? 1 : view.shape[0]!;
      const stats = statsOf(view.data, channels);
      const { uri, width, height, caption } = shown;
      const [min, max, mean] = [stats.min, stats.max, stats.mean].map(short) as [string, string, string];
      const alt = t("{0} gives {1}; values from {2} to {3}, mean {4}", job.label, caption, min, max, mean);
      return { uri, width, height, alt, shape: tensor.shape, stats, channels };
    },

    layer: (job, cancelled) => {
      const { ran, tensor, computed } = this.target(job, cancelled);
      const { plan, source } = job;
      const op = "op" in source ? plan.ops[source.op] : undefined;
      const given = op ? op.inputs.map((from) => tensorAt(from, ran.inputs, ran.computed)) : [];
      const weights = op ? this.executor.weightsOf(plan, plan.ops.indexOf(op)) : new Map<string, Tensor>();
      const id = this.keep({ plan, op, inputs: given, output: tensor, weights });
      const ms = op && computed ? Math.min(computed.ms, this.best(plan, op, given)) : 0;
      const timing = { ms, threads: this.threads, algorithm: computed?.algorithm ?? "" };
      return {
        id,
        inputs: given.map((input, i) => viewOf(job.names[i] ?? `input ${i + 1}`, input, plan.reading)),
        output: viewOf("output", tensor, plan.reading),
        weights: op ? weightViews(op, weights) : [],
        timing: { ...timing, ...(op && op.macs > 0 && ms > 0 && { gflops: (2 * op.macs) / ms / 1e6 }) },
        explainable: op !== undefined && isExplainable(op),
      };
    },

    model: ({ plan, sample, outputs }, cancelled, progress) => {
      const start = performance.now();
      let running = 0; // ms
      const all = plan.ops.map((_, op) => op);
      const ops: { ms: number; stats: ReturnType<typeof statsOf> }[] = [];
      let last: Ran | undefined;
      // one after the other, so that no more is held than the cache allows
      for (const op of all) {
        progress({ done: op, total: all.length, label: plan.ops[op]!.label });
        last = this.executor.run(
          plan,
          sample,
          wantedOf([{ op, output: 0 }, ...plan.ops[op]!.inputs]),
          cancelled,
        );
        this.report(last);
        const { tensors, ms: first } = last.computed.get(op)!;
        const again = this.warm(plan, op, last);
        const ms = Math.min(first, again ?? first);
        running += first + (again ?? 0);
        const { shape, data, kind } = drawn(tensors[0]!, plan.reading);
        ops.push({ ms, stats: statsOf(data, kind === "strip" ? 1 : shape[0]!) });
      }
      const ran = this.executor.run(plan, sample, wantedOf(outputs), cancelled);
      const output = tensorAt(outputs[0]!, ran.inputs, ran.computed);
      const id = this.keep({ plan, op: undefined, inputs: ran.inputs, output, weights: new Map() });
      return {
        id,
        ms: ops.reduce((sum, { ms }) => sum + ms, 0) || performance.now() - start,
        preparing: Math.max(0, performance.now() - start - running),
        threads: this.threads,
        inputs: ran.inputs.flatMap((input, i) =>
          ASKED.has(plan.inputs[i]!.content.kind) ? [viewOf(plan.inputs[i]!.name, input, plan.reading)] : [],
        ),
        output: viewOf("output", output, plan.reading),
        ops,
      };
    },

    cell: ({ id, index }) => {
      const { plan, op, inputs, output, weights } = this.find(id);
      if (!op || !isExplainable(op)) throw new NotRunnable("This layer's values are no sums of products.");
      const planes = (tensor: Tensor) => {
        const { shape, data } = drawn(tensor, plan.reading);
        return planesOf({ shape, raw: data });
      };
      const cell = explain({ op, input: planes(inputs[0]!), output: planes(output), weights }, index);
      if (!cell) throw new NotRunnable(`[${index.join(", ")}] is no value of the output.`);
      return cell;
    },

    tensor: ({ id, which, index }) => {
      const { inputs, output, weights } = this.find(id);
      const tensor =
        which === "output" ? output : which === "input" ? inputs[index] : [...weights.values()][index];
      if (!tensor) throw new NotRunnable(`There is no ${which} ${index} in this run.`);
      return { shape: tensor.shape, data: base64(tensor.raw) };
    },

    benchmark: (job, cancelled) => {
      const { ran, computed } = this.target(job, cancelled);
      const { plan, source } = job;
      if (!("op" in source) || !computed)
        throw new NotRunnable("There is no layer here that could be timed.");
      const op = plan.ops[source.op]!;
      const given = op.inputs.map((from) => tensorAt(from, ran.inputs, ran.computed));
      const times: number[] = [];
      const until = performance.now() + 1500;
      while (times.length < 5 || (performance.now() < until && times.length < 200)) {
        if (cancelled()) throw new Cancelled();
        times.push(this.again(plan, op, given));
      }
      times.sort((a, b) => a - b);
      const [best, median] = [times[0]!, times[times.length >> 1]!];
      return {
        algorithm: computed.algorithm,
        threads: this.threads,
        runs: times.length,
        ms: { best, median },
        ...(op.macs > 0 && { gflops: (2 * op.macs) / best / 1e6 }),
      };
    },

    values: (job, cancelled) => {
      const { tensor } = this.target(job, cancelled);
      return { shape: tensor.shape, data: tensor.data };
    },

    ahead: ({ plan, sample }, cancelled) => {
      for (const op of plan.ops.keys()) this.report(this.executor.run(plan, sample, [op], cancelled));
      return null;
    },

    weights: ({ plan }) => this.executor.disagreements(plan),
  };

  private target(
    { plan, sample, source, arriving = [] }: Target & { readonly arriving?: readonly Source[] },
    cancelled: () => boolean,
  ) {
    // a layer's inputs are wanted with it; most are in the cache
    const wanted = wantedOf("op" in source ? [source, ...plan.ops[source.op]!.inputs, ...arriving] : []);
    const ran = this.executor.run(plan, sample, wanted, cancelled);
    this.report(ran);
    const computed = "op" in source ? ran.computed.get(source.op) : undefined;
    return { ran, computed, tensor: tensorAt(source, ran.inputs, ran.computed) };
  }

  private report({ differences }: Ran): void {
    for (const difference of differences)
      this.log(`internal error: inference and engine differ: ${difference}`);
    if (differences.length > 0)
      throw new NotRunnable(
        `Inference and engine disagree, which is a bug of ConvLens: ${differences[0]}. Please report it.`,
      );
  }

  private again(plan: RunPlan, op: PlanOp, inputs: readonly Tensor[]): number {
    return this.executor.again(plan, plan.ops.indexOf(op), inputs);
  }

  /** The best of as many runs as stand in 20 ms, for the first ones of a small layer are mostly waking up. */
  private best(plan: RunPlan, op: PlanOp, inputs: readonly Tensor[]): number {
    const until = performance.now() + 20;
    let best = Number.POSITIVE_INFINITY;
    do best = Math.min(best, this.again(plan, op, inputs));
    while (performance.now() < until);
    return best;
  }

  /** The time of a layer whose kernels and weights are ready; the first run makes them. */
  private warm(plan: RunPlan, index: number, { inputs, computed }: Ran): number | undefined {
    const op = plan.ops[index]!;
    const known = op.inputs.every((from) => "input" in from || computed.has(from.op));
    return known && op.macs <= TIMED_TWICE
      ? this.again(
          plan,
          op,
          op.inputs.map((from) => tensorAt(from, inputs, computed)),
        )
      : undefined;
  }

  private keep(run: Kept): string {
    // no panel takes another worker's run for its own
    const id = `run-${++this.runs}-${performance.timeOrigin}`;
    const tensors = [...run.inputs, run.output, ...run.weights.values()];
    this.kept.set(
      id,
      run,
      tensors.reduce((sum, tensor) => sum + 4 * tensor.numel(), 0),
    );
    return id;
  }

  private find(id: string): Kept {
    const kept = this.kept.get(id);
    if (!kept) throw new NotRunnable("This run is no longer in memory: run the layer again.");
    return kept;
  }
}

/** What goes into an op or a module, named after what made it. Numbers in a calculation are not looked at. */
function arrivingAt({ plan, source, arriving }: Jobs["hover"]["ask"], { inputs, computed }: Ran): Arriving[] {
  const sources = arriving ?? ("op" in source ? plan.ops[source.op]!.inputs : []);
  return sources.flatMap((from): Arriving[] => {
    const tensor = tensorAt(from, inputs, computed);
    if (tensor.shape.length === 0) return [];
    const given = "input" in from ? plan.inputs[from.input]! : undefined;
    return [
      {
        name: given?.name ?? shortName(plan.ops[(from as { op: number }).op]!.label),
        view: drawn(tensor, plan.reading),
        isPicture: given?.content.kind === "sample",
      },
    ];
  });
}

/** "conv1" of "layer1.0.conv1". */
const shortName = (label: string): string =>
  label
    .split(".")
    .slice(/\.\d+$/.test(label) ? -2 : -1)
    .join(".");

/** Kinds of content that the model is given, rather than has. */
const ASKED: ReadonlySet<string> = new Set(["sample", "indices"]);
/** Multiply-accumulates up to which a layer is run twice to be timed. */
const TIMED_TWICE = 300e6;

const wantedOf = (sources: readonly Source[]): number[] => [
  ...new Set(sources.flatMap((source) => ("op" in source ? [source.op] : []))),
];

/** The kernel first, in PyTorch's order. */
function weightViews(op: PlanOp, weights: ReadonlyMap<string, Tensor>): TensorView[] {
  const kernel = kernelOf(op, weights);
  return [...weights].map(([name, tensor]) =>
    weightView(
      name,
      kernel && kernel.data.length === tensor.raw.length && tensor.shape.length > 2
        ? kernel
        : planesOf(tensor),
    ),
  );
}
