/**
 * What a convolution or a linear layer does to its result while that is in the cache: a normalisation by known statistics
 * goes into weights and bias, then come activations, and a sum or product with another tensor.
 */
import type { Step } from "../jobs/job.ts";
import { statisticsWritten } from "../jobs/statistics.ts";
import type { Epilogue } from "../kernels/index.ts";
import { elementOf } from "./elements.ts";

/** Factors beyond these could overflow a weight, or lose its digits. */
const [LEAST_FACTOR, LARGEST_FACTOR] = [1e-9, 1e9];

/** Any number of `norm` layers, then operations on each number, of which one may have another operand. */
export function isEnding(steps: readonly Step[], norm: string | null): boolean {
  const first = steps.findIndex((step) => step.name !== norm);
  const [norms, elements] = first < 0 ? [steps, []] : [steps.slice(0, first), steps.slice(first)];
  return (
    norms.every(isPlainScale) &&
    elements.every(elementOf) &&
    elements.filter(({ other }) => other).length <= 1
  );
}

/** Its statistics are known, and all factors ordinary numbers. */
const isPlainScale = (step: Step): boolean =>
  !step.training && step.state.running_mean !== undefined && factorsOf(step).areOrdinary;

/** (x − mean) / √(variance + eps) · weight + bias as x · scale + shift. */
export interface Factors {
  readonly scale: Float64Array;
  readonly shift: Float64Array;
  /** Folding them into weights loses no more than rounding does. */
  readonly areOrdinary: boolean;
  /** Whether they are still those of the step: training writes into statistics. */
  isOf(step: Step): boolean;
}
const known = new WeakMap<Float32Array, Factors>();

/** The factors of a normalisation by known statistics: the same object as long as they are the same. */
function factorsOf(step: Step): Factors {
  const variance = step.state.running_var!.data;
  const latest = known.get(variance);
  if (latest?.isOf(step)) return latest;
  const factors = newFactors(step);
  known.set(variance, factors);
  return factors;
}

function newFactors({ state, args }: Step): Factors {
  const [mean, variance] = [state.running_mean!.data.slice(), state.running_var!.data.slice()];
  const [weight, bias, eps] = [state.weight?.data, state.bias?.data, args.eps as number];
  const scale = Float64Array.from(variance, (value, c) => (weight?.[c] ?? 1) / Math.sqrt(value + eps));
  const shift = scale.map((factor, c) => (bias?.[c] ?? 0) - mean[c]! * factor);
  let asOf = statisticsWritten();
  const areCurrent = (other: Step): boolean => {
    const { running_mean, running_var } = other.state;
    const isMean = running_mean!.data === state.running_mean!.data;
    if (isMean && asOf === statisticsWritten()) return true;
    const areSame = isSame(mean, running_mean!.data) && isSame(variance, running_var!.data);
    if (isMean && areSame) asOf = statisticsWritten();
    return areSame;
  };
  return {
    scale,
    shift,
    areOrdinary: scale.every(isOrdinary) && shift.every((value) => Math.abs(value) < LARGEST_FACTOR),
    isOf: (other) =>
      other.args.eps === eps &&
      other.state.weight?.data === weight &&
      other.state.bias?.data === bias &&
      areCurrent(other),
  };
}
const isOrdinary = (value: number): boolean =>
  value === 0 || (Math.abs(value) > LEAST_FACTOR && Math.abs(value) < LARGEST_FACTOR);

function isSame(a: Float32Array, b: Float32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** What is folded into the weights. */
export const foldedOf = (steps: readonly Step[]): Factors[] =>
  steps.filter(({ state }) => state.running_mean).map(factorsOf);

/** Weights [channels, …] and a bias with the normalisations in them. */
export function fold(
  factors: readonly Factors[],
  weights: Float32Array,
  bias: Float32Array | null,
): readonly [weights: Float32Array, bias: Float32Array | null] {
  let folded: readonly [Float32Array, Float32Array | null] = [weights, bias];
  for (const { scale, shift } of factors) {
    const [before, own] = folded;
    const perChannel = before.length / scale.length;
    const scaled = new Float32Array(before.length);
    for (const [c, factor] of scale.entries())
      for (let i = c * perChannel; i < (c + 1) * perChannel; i++) scaled[i] = before[i]! * factor;
    folded = [scaled, Float32Array.from(shift, (value, c) => value + (own?.[c] ?? 0) * scale[c]!)];
  }
  return folded;
}

/** What the steps add, if they do. */
export const otherOf = (steps: readonly Step[]): Float32Array | undefined =>
  steps.flatMap(({ other }) => other?.data ?? [])[0];

/** What else is done: a sum and bounds first go with the kernel's own work, all else follows it. */
export function epilogueOf(steps: readonly Step[]): Epilogue {
  const elements = steps.filter(({ state }) => !state.running_mean).map((step) => elementOf(step)!);
  let [min, max, at] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  const [first] = elements;
  const adds = first !== undefined && "with" in first && first.with === "add";
  if (adds) at++;
  for (; at < elements.length; at++) {
    const element = elements[at]!;
    if (!("op" in element) || element.op !== "clamp") break;
    // as if one came after the other
    const clamp = (value: number) => Math.min(Math.max(value, element.min), element.max);
    [min, max] = [clamp(min), clamp(max)];
  }
  const then = elements.slice(at);
  const parts = {
    ...(Number.isFinite(min) && { min }),
    ...(Number.isFinite(max) && { max }),
    ...(adds && { adds }),
    ...(then.length > 0 && { then }),
  };
  return Object.keys(parts).length > 0 ? parts : "none";
}
