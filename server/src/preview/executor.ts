/**
 * Runs plans. What was computed stays, as many bytes of it as are allowed, so that the next layer of the same model goes
 * on from there.
 */
import type { Tensor } from "@convlens/engine";
import { type Runnable, runnable } from "@convlens/engine/graph";
import type { Files } from "./files.ts";
import { firstAxes, lastAxes } from "./layout.ts";
import { ByteCache } from "./lru.ts";
import { seedFor } from "./noise.ts";
import { NotRunnable, type PlanOp, type RunPlan, type Source } from "./plan.ts";
import type { Sample } from "./protocol.ts";
import { Samples } from "./sample.ts";
import { type Disagreement, WeightsFile } from "./weights.ts";

export interface Computed {
  readonly tensors: readonly Tensor[];
  readonly ms: number;
  readonly algorithm: string;
}
export interface Ran {
  readonly inputs: readonly Tensor[];
  /** Of each op that was asked for, and of those that were not found in the cache. */
  readonly computed: ReadonlyMap<number, Computed>;
  /** Where the engine gave another shape than inference: a bug of ours. */
  readonly differences: readonly string[];
  readonly disagreements: readonly Disagreement[];
}

export interface ExecutorOptions {
  readonly files: Files;
  readonly picture: string;
  readonly activationBytes?: number;
  readonly weightBytes?: number;
}

/** Bytes that a layer takes for each of its weights: itself, and as kernels have it; of 3 × 3 filters that is four times as much. */
const PACKED = 5;

/** A layer with its weights. */
interface Made {
  readonly layer: Runnable;
  readonly disagreements: readonly Disagreement[];
  /** Others hold its weights as well: a file, or a panel. */
  isShared: boolean;
}

/** The run was given up because nobody waits for it any more. */
export class Cancelled extends Error {}

export class Executor {
  private readonly files: Files;
  private readonly samples: Samples;
  private readonly activations: ByteCache<Computed>;
  private readonly layers: ByteCache<Made>;
  private weights: { key: string; file: WeightsFile } | undefined;
  private left = 0;

  constructor({ files, picture, activationBytes = 192e6, weightBytes = 100e6 }: ExecutorOptions) {
    this.files = files;
    this.samples = new Samples(files, picture);
    this.activations = new ByteCache(activationBytes, ({ tensors }) => {
      this.left += bytesOf(tensors);
    });
    this.layers = new ByteCache(weightBytes, letGo);
  }

  /** Bytes of activations that were let go of since this was last asked: a garbage collection gives them back. */
  takeLeft(): number {
    const { left } = this;
    this.left = 0;
    return left;
  }

  /** Lets go of all that was computed and made. */
  forget(): void {
    this.activations.clear();
    this.layers.clear();
  }

  /** Computes `wanted` ops. Throws NotRunnable, Cancelled or what the engine throws. */
  run(plan: RunPlan, sample: Sample, wanted: readonly number[], cancelled: () => boolean): Ran {
    const keys = this.keysOf(plan, sample);
    const computed = new Map<number, Computed>();
    const inputs = plan.inputs.map((input) => this.samples.tensor(input, sample));
    const differences: string[] = [];
    const disagreements: Disagreement[] = [];
    const uses = this.missing(plan, keys, wanted, computed);
    for (const [index, op] of plan.ops.entries()) {
      if (!uses.has(index)) continue;
      if (cancelled()) throw new Cancelled();
      const values = op.inputs.map((source) => tensorAt(source, inputs, computed));
      const { layer, disagreements: found } = this.layerOf(op, plan);
      disagreements.push(...found);
      const result = this.compute(op, layer, values, cancelled);
      const difference = differing(op, result.tensors);
      if (difference) differences.push(difference);
      computed.set(index, result);
      this.activations.set(keys[index]!, result, bytesOf(result.tensors));
      // what no later op needs is left to the cache
      for (const source of op.inputs)
        if ("op" in source && uses.get(source.op)?.delete(index) && uses.get(source.op)!.size === 0)
          computed.delete(source.op);
    }
    return { inputs, computed, differences, disagreements };
  }

  /** One op again, on its own: for its time. */
  again(plan: RunPlan, index: number, inputs: readonly Tensor[]): number {
    const op = plan.ops[index]!;
    const { layer } = this.layerOf(op, plan);
    const start = performance.now();
    layer.run(inputs, op.callArgs);
    return performance.now() - start;
  }

  weightsOf(plan: RunPlan, index: number): Runnable["weights"] {
    const made = this.layerOf(plan.ops[index]!, plan);
    made.isShared = true;
    return made.layer.weights;
  }

  /** Where the plan's weights file and its layers differ. */
  disagreements(plan: RunPlan): Disagreement[] {
    const seen = new Set<string>();
    return plan.ops.flatMap((op) => {
      if (op.weights === undefined || seen.has(op.weights)) return [];
      seen.add(op.weights);
      return this.layerOf(op, plan).disagreements;
    });
  }

  private compute(
    op: PlanOp,
    layer: Runnable,
    values: readonly Tensor[],
    cancelled: () => boolean,
  ): Computed {
    const inputs = op.channelsLast ? values.map(toFirst) : values;
    for (;;) {
      const start = performance.now();
      try {
        const tensors = layer.run(inputs, op.callArgs);
        const ms = performance.now() - start;
        return { tensors: op.channelsLast ? tensors.map(toLast) : tensors, ms, algorithm: layer.algorithm };
      } catch (error) {
        if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
        if (cancelled()) throw new Cancelled();
        // the word that stops a kernel was meant for the run before
      }
    }
  }

  /** Ops to run, and for each who needs it; what the cache has goes to `computed`. */
  private missing(
    plan: RunPlan,
    keys: readonly string[],
    wanted: readonly number[],
    computed: Map<number, Computed>,
  ): Map<number, Set<number>> {
    const uses = new Map<number, Set<number>>();
    const open: [number, number][] = wanted.map((index) => [index, -1]);
    for (let next = open.pop(); next; next = open.pop()) {
      const [index, by] = next;
      const known = uses.get(index);
      known?.add(by);
      if (known || computed.has(index)) continue;
      const found = this.activations.get(keys[index]!);
      if (found) {
        computed.set(index, found);
        continue;
      }
      uses.set(index, new Set([by]));
      for (const source of plan.ops[index]!.inputs) if ("op" in source) open.push([source.op, index]);
    }
    return uses;
  }

  /** What each op's values depend on: its part of the graph, the sample, the weights, the seed. */
  private keysOf(plan: RunPlan, sample: Sample): string[] {
    const all = `${this.samples.key(sample)} ${plan.seed} ${plan.weights ?? ""} ${plan.weights === undefined ? "" : this.files.stamp(plan.weights)}`;
    return plan.ops.map(({ key }) => `${key} ${all}`);
  }

  private layerOf(op: PlanOp, plan: RunPlan): Made {
    const file = op.weights === undefined ? undefined : this.weightsFile(plan);
    const { library, kind, name, args, weights, inputShapes } = op;
    const sizes =
      library === "tfjs" || name.startsWith("Lazy") ? inputShapes.map((shape) => shape.slice(1)) : [];
    const key = JSON.stringify([library, kind, name, args, weights, plan.seed, sizes, file?.key]);
    const known = this.layers.get(key);
    if (known) return known;
    const layer = runnable(op, seedFor(plan.seed, weights ?? ""));
    if (!layer)
      throw new NotRunnable(`${op.label} (${name}) has shapes, but its values cannot be computed yet.`);
    const made = {
      layer,
      disagreements: file?.file.load(op, layer, plan) ?? [],
      isShared: file !== undefined,
    };
    this.layers.set(key, made, PACKED * bytesOf([...layer.weights.values()]));
    return made;
  }

  private weightsFile({ weights }: RunPlan): { key: string; file: WeightsFile } | undefined {
    if (weights === undefined) return undefined;
    const key = `${weights} ${this.files.stamp(weights)}`;
    if (this.weights?.key !== key) this.weights = { key, file: WeightsFile.read(weights, this.files) };
    return this.weights;
  }
}

/** What the next layer's weights are drawn into has been in use before: memory that is new costs as much as the drawing. */
function letGo({ layer, isShared }: Made): void {
  if (!isShared) for (const tensor of layer.weights.values()) tensor.dispose();
}

export function tensorAt(
  source: Source,
  inputs: readonly Tensor[],
  computed: ReadonlyMap<number, Computed>,
): Tensor {
  const tensor = "input" in source ? inputs[source.input] : computed.get(source.op)?.tensors[source.output];
  if (!tensor) throw new Error(`a value is missing: ${JSON.stringify(source)}`);
  return tensor;
}

const toFirst = (tensor: Tensor): Tensor =>
  tensor.shape.length > 2 ? tensor.permute(firstAxes(tensor.shape.length)) : tensor;
const toLast = (tensor: Tensor): Tensor =>
  tensor.shape.length > 2 ? tensor.permute(lastAxes(tensor.shape.length)) : tensor;

/** "conv1 gives [1, 16, 30, 30], inferred was [1, 16, 31, 31]"; undefined where they agree. */
function differing({ label, name, outputs }: PlanOp, tensors: readonly Tensor[]): string | undefined {
  for (const [i, shape] of outputs.entries()) {
    const actual = tensors[i]?.shape;
    if (shape && actual?.join() !== shape.join())
      return `${label} (${name}) gives ${actual ? `[${actual.join(", ")}]` : "nothing"}, inferred was [${shape.join(", ")}]`;
  }
  return undefined;
}

const bytesOf = (tensors: readonly Tensor[]): number =>
  tensors.reduce((sum, tensor) => sum + 4 * tensor.numel(), 0);
