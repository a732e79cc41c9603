/**
 * Runs what a person points at: plans, asks the worker, and says in words what was run. One object a server or command.
 *
 *   const { picture } = await previews.hover(analysis, meantAt(analysis, offset)!, {});
 */
import { machineOf } from "../disk/guarded-host.ts";
import { folderOf, isAbsolute, join } from "../disk/paths.ts";
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import type { Application } from "../facts/values.ts";
import { modelOf } from "../ide/lookup.ts";
import type { Workspace } from "../project/workspace.ts";
import { language, translated } from "../texts/index.ts";
import type { Hovered, JobName, Jobs } from "./messages.ts";
import { parseSample, runNotes } from "./notes.ts";
import { NotRunnable, type RunPlan, type Source } from "./plan.ts";
import { type Budget, type Planned, type PlanOptions, planFor } from "./plan-for.ts";
import type { RunOptions, Sample } from "./protocol.ts";
import { provenance } from "./provenance.ts";
import { runnableUses } from "./runnable-uses.ts";
import type { AskOptions, PreviewService } from "./service.ts";
import { type Meant, outputOf } from "./target.ts";

/** What a pointer that rests on a layer may cost: about half a second, once for a model. */
export const HOVER_BUDGET: Budget = { macs: 13e9, bytes: 700e6 };
/**
 * What it may cost while somebody waits and nothing is known yet; the rest of what a hover may cost comes after that. Weights
 * are drawn and put into the order of kernels, at any size of the input: that takes as long as so many multiply-accumulates each.
 */
const [QUICK_WORK, PER_PARAMETER, MOST_QUICK, LEAST_QUICK] = [8e9, 200, 4.5e9, 1e9];
const quick = ({ parameters }: RunPlan): Budget => ({
  macs: Math.min(MOST_QUICK, Math.max(LEAST_QUICK, QUICK_WORK - PER_PARAMETER * parameters)),
  bytes: HOVER_BUDGET.bytes,
});
/** What it may cost to see a layer at the size that the source says, where the whole model is too much at that size. */
const CHEAP: Budget = { macs: 1.5e9, bytes: 200e6 };
/** Bytes of activations that are computed before anybody asks. */
const MOST_AHEAD = 150e6;
/** Models of a file that are computed before anybody asks, and bytes of their activations from which no further one is. */
const [MOST_LOOKED_AHEAD, ENOUGH_LOOKED_AHEAD] = [4, 64e6];
const RUN_BUDGET: Budget = { macs: 400e9, bytes: 1.6e9 };

export interface Options extends RunOptions {
  /** The sample where neither the request nor the model names one. */
  readonly usual?: string;
  readonly weights?: string;
}
export interface Prepared {
  readonly plan: RunPlan;
  readonly sample: Sample;
  readonly source: Source;
  readonly planned: Planned;
  readonly notes: readonly string[];
}

export class Previews {
  private readonly service: PreviewService;
  private readonly textOf: (file: string) => string | undefined;
  private readonly workspace: Workspace;
  private readonly seen = new Map<string, Hovered>();
  private readonly wholes = new WeakMap<
    ModelFact,
    { readonly key: string; readonly planned: Planned | undefined }
  >();
  private readonly ahead = new Set<string>(); // what was computed before anybody asked
  /** What letters and lines of pictures are drawn in; readable anywhere where nobody says what is behind them. */
  ink: string | undefined;
  private pending: { readonly key: string; readonly hovered: Promise<Hovered> } | undefined;

  /** Files that comments name are read inside of `workspace` alone; those of requests are a person's own choice. */
  constructor(service: PreviewService, textOf: (file: string) => string | undefined, workspace: Workspace) {
    this.service = service;
    this.textOf = textOf;
    this.workspace = workspace;
  }

  /** The picture of a hover; what was asked for before is dropped. Known pictures come at once. */
  async hover(
    analysis: Analysis,
    meant: Meant,
    options: Options,
  ): Promise<Hovered & { readonly notes: readonly string[]; readonly from: readonly string[] }> {
    const whole = this.wholeOf(analysis, meant.use, options);
    const { plan, planned, sample, source, notes } = this.atOnce(analysis, meant, options, whole);
    const arriving = meant.arriving?.(planned);
    const key = JSON.stringify([
      keyOf(plan, source),
      arriving?.map((from) => keyOf(plan, from)),
      ...[sample, plan.seed, plan.weights, this.ink, meant.isLow],
    ]);
    const job = {
      plan: upTo(plan, source),
      sample,
      source,
      label: meant.label,
      language: language(),
      ...(arriving && { arriving }),
      ...(meant.isLow && { isLow: true }),
      ...(this.ink !== undefined && { ink: this.ink }),
    };
    const hovered = this.seen.get(key) ?? (await this.pictureOf(key, job));
    if (whole && !this.pending) void this.goAhead(whole.plan, sample);
    return { ...hovered, notes, from: provenance(job.plan, source, sample) };
  }

  /** The whole model's plan, whose sizes its layers have in common; undefined where it cannot be run. */
  private wholeOf(analysis: Analysis, use: Application, options: Options): Planned | undefined {
    const model = modelOf(analysis, use);
    const uses = model ? runnableUses(model) : [];
    if (!model || !uses.includes(use)) return undefined;
    const chosen = attempted(() => this.chosen(model, use.span.file, options));
    if (!chosen) return undefined;
    const key = JSON.stringify([options, chosen]);
    const known = this.wholes.get(model);
    if (known?.key === key) return known.planned;
    const planned = attempted(
      () => this.prepare(analysis, uses, outputOf(uses[0]!), options, HOVER_BUDGET).planned,
    );
    this.wholes.set(model, { key, planned });
    return planned;
  }

  /** As `forHover`, or smaller as long as nobody has computed what would take too long to wait for. */
  private atOnce(analysis: Analysis, meant: Meant, options: Options, whole: Planned | undefined): Prepared {
    const prepared = this.forHover(analysis, meant, options, whole);
    const { plan, sample } = prepared;
    const budget = quick(plan);
    const isSmall = plan.macs <= budget.macs;
    if (isSmall || !whole || !fitsAhead(whole.plan) || this.ahead.has(this.aheadKey(whole.plan, sample)))
      return prepared;
    return attempted(() => this.prepare(analysis, [meant.use], meant, options, budget)) ?? prepared;
  }

  /** At the model's own size where that is cheap, else as the whole model is run, else as this layer can be. */
  private forHover(analysis: Analysis, meant: Meant, options: Options, whole: Planned | undefined): Prepared {
    const prepare = (budget: Budget, how: Pick<PlanOptions, "sizes" | "asItIs"> = {}): Prepared =>
      this.prepare(analysis, [meant.use], meant, options, budget, how);
    if (!whole) return prepare(HOVER_BUDGET);
    const asWhole = (): Prepared => prepare(HOVER_BUDGET, { sizes: whole.sizes });
    return whole.sizes.reduced ? (attempted(() => prepare(CHEAP, { asItIs: true })) ?? asWhole()) : asWhole();
  }

  /**
   * Computes the models of a file from its top while nobody waits, so that the first hover finds its picture, up to a number
   * of bytes. Large ones are left until somebody looks at them.
   */
  async lookAhead(analysis: Analysis, options: Options): Promise<void> {
    let bytes = 0;
    for (const model of analysis.models.slice(0, MOST_LOOKED_AHEAD)) {
      const [first] = runnableUses(model);
      const whole = first && this.wholeOf(analysis, first, options);
      if (!whole || whole.plan.bytes > MOST_AHEAD || whole.plan.macs > CHEAP.macs * 2) continue;
      if (!(await this.goAhead(whole.plan, this.chosen(model, model.declaration.file, options).sample)))
        return;
      bytes += activationBytes(whole.plan);
      if (bytes >= ENOUGH_LOOKED_AHEAD) return;
    }
  }

  /** Gives up what nobody waits for: somebody types. */
  rest(): void {
    this.service.rest();
  }

  /** The rest of the model while the picture is looked at. False where it was given up. */
  private async goAhead(plan: RunPlan, sample: Sample): Promise<boolean> {
    const key = this.aheadKey(plan, sample);
    if (!fitsAhead(plan) || this.ahead.has(key)) return true;
    try {
      await this.service.ask("ahead", { plan, sample }, { idle: true });
      this.ahead.add(key);
      if (this.ahead.size > MOST_LOOKED_AHEAD) this.ahead.delete(this.ahead.keys().next().value!);
      return true;
    } catch {
      return false; // the next hover begins again where it stopped
    }
  }

  private aheadKey({ ops, seed, weights }: RunPlan, sample: Sample): string {
    return `${this.service.generation} ${ops.at(-1)?.key} ${JSON.stringify(sample)} ${seed} ${weights}`;
  }

  /** A second hover at the same place waits for the run of the first. */
  private pictureOf(key: string, job: Jobs["hover"]["ask"]): Promise<Hovered> {
    if (this.pending?.key === key) return this.pending.hovered;
    const hovered = this.service.ask("hover", job, { topic: "hover" });
    const pending = { key, hovered };
    this.pending = pending;
    const done = (): void => {
      if (this.pending === pending) this.pending = undefined;
    };
    hovered.then((picture) => {
      if (stable(job.plan, job.sample)) this.remember(key, picture);
      done();
    }, done);
    return hovered;
  }

  /** The plan for a layer or tensor, and what it is fed with. Throws NotRunnable. */
  prepare(
    analysis: Analysis,
    targets: readonly Application[],
    meant: Meant,
    options: Options,
    budget: Budget = RUN_BUDGET,
    how: Pick<PlanOptions, "sizes" | "asItIs"> = {},
  ): Prepared {
    const model = modelOf(analysis, targets[0]!);
    const { sample, weights } = this.chosen(model, targets[0]!.span.file, options);
    const planned = planFor(analysis, targets, {
      budget,
      seed: options.seed ?? 0,
      ...(options.inputShape && { inputShape: options.inputShape }),
      ...(weights !== undefined && { weights }),
      ...(meant.isArriving && { arriving: true }),
      ...how,
    });
    return {
      plan: planned.plan,
      sample,
      source: meant.source(planned),
      planned,
      notes: planned.plan.notes.map(translated),
    };
  }

  ask<K extends JobName>(kind: K, job: Jobs[K]["ask"], options?: AskOptions): Promise<Jobs[K]["answer"]> {
    return this.service.ask(kind, job, options);
  }

  /** The request's sample, the model's, the usual one; paths from the source file on. */
  private chosen(model: ModelFact | undefined, file: string, { sample, usual, weights }: Options) {
    const home = model?.declaration.file ?? file;
    const notes = model ? runNotes(this.textOf(home) ?? "", model) : {};
    const given = sample ?? parseSample(notes.sample ?? (usual || "picture"));
    const path = (name: string): string => (isAbsolute(name) ? name : join(folderOf(home), name));
    const noted = (what: string, name: string): string => {
      const file = path(name);
      if (machineOf(name) === undefined && this.workspace.contains(file)) return file;
      throw new NotRunnable(
        `@${what} names ${name}, which is not inside of the opened folder; only files there are read for a comment.`,
      );
    };
    const fileOfSample = (name: string): string =>
      sample === undefined && notes.sample !== undefined ? noted("sample", name) : path(name);
    return {
      sample: given.kind === "file" ? { ...given, path: fileOfSample(given.path) } : given,
      weights: weights !== undefined ? path(weights) : notes.weights && noted("weights", notes.weights.path),
    };
  }

  private remember(key: string, hovered: Hovered): void {
    this.seen.set(key, hovered);
    for (const oldest of this.seen.keys()) {
      if (this.seen.size <= MOST_SEEN) break;
      this.seen.delete(oldest);
    }
  }
}

/** Pictures kept: about 100 KB each. */
const MOST_SEEN = 100;

/** Whether equal plans give equal values: a file may change. */
const stable = (plan: RunPlan, sample: Sample): boolean =>
  sample.kind !== "file" && plan.weights === undefined;

const keyOf = (plan: RunPlan, source: Source): unknown =>
  "input" in source ? plan.inputs[source.input]!.key : [plan.ops[source.op]!.key, source.output];

/** The plan without what stands behind the source: less to send. */
const upTo = (plan: RunPlan, source: Source): RunPlan =>
  "op" in source ? { ...plan, ops: plan.ops.slice(0, source.op + 1) } : plan;

/** Its activations may be kept, all of them. */
const fitsAhead = (plan: RunPlan): boolean => activationBytes(plan) <= MOST_AHEAD;

const activationBytes = ({ ops }: RunPlan): number =>
  ops
    .flatMap(({ outputs }) => outputs)
    .reduce((sum, shape) => sum + 4 * (shape ?? []).reduce((a, b) => a * b, 1), 0);

/** Undefined where it cannot be run. */
function attempted<T>(plan: () => T): T | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof NotRunnable) return undefined;
    throw error;
  }
}

/** A refusal's sentence, whatever was thrown. */
export const sentenceOf = (error: unknown): string | undefined =>
  error instanceof NotRunnable ? error.message : undefined;
