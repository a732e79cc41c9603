/**
 * The fast path: convolutions, transposed convolutions and linear layers of some size run as planned kernels on
 * threads; everything else, and hosts without WebAssembly SIMD, on the plain loops.
 */
import {
  type ConvGeometry,
  type ConvTransposeGeometry,
  type Plan,
  planConv,
  planConvTranspose,
  planLinear,
} from "../kernels/index.ts";
import { splitShape, windowOf } from "../reference/sizes.ts";
import { type FloatBuffer, runtime } from "../runtime/index.ts";
import type { Cells, Job, Kernel } from "./kernels.ts";

/** Multiply-adds from which a planned kernel beats the loops, the copies into shared memory counted. */
const WORTH_PLANNING = 20_000;
/** Plans kept for one weight: one for each shape of the input it lately met. */
const PLANS_A_WEIGHT = 4;

const plans = new WeakMap<Float32Array, Map<string, Plan>>();
const algorithms = new Set<string>();

/** Algorithms of the plans that ran since this was last asked; none where the plain loops computed everything. */
export function takeAlgorithms(): string[] {
  const names = [...algorithms];
  algorithms.clear();
  return names;
}

/** A kernel that plans where it pays and leaves the rest to `plain`. */
export function planned(name: string, plain: Kernel): Kernel {
  const make = makers.find(({ pattern }) => pattern.test(name))?.make;
  const onZeros: Kernel = (job) => {
    for (const { data } of job.outputs) data.fill(0);
    plain(job);
  };
  if (!make) return onZeros;
  const rank = Number(/(\d)d$/.exec(name)?.[1] ?? 0);
  return (job) => {
    const plan = worthPlanning(job) ? planFor(job, rank, make) : undefined;
    if (plan) runPlan(plan, job.inputs[0]!, job.outputs[0]!);
    else onZeros(job);
  };
}

type Make = (job: Job, rank: number) => Plan | null;
const makers: readonly { readonly pattern: RegExp; readonly make: Make }[] = [
  { pattern: /^Conv\dd$/, make: makeConv },
  { pattern: /^ConvTranspose\dd$/, make: makeConvTranspose },
  { pattern: /^Linear$/, make: makeLinear },
];

function worthPlanning({ args, state, inputs: [x], outputs: [y] }: Job): boolean {
  if (args.paddingMode !== undefined && args.paddingMode !== "zeros") return false;
  const [out] = state.weight?.shape ?? [];
  return (
    out !== undefined &&
    out > 0 &&
    (y!.data.length * state.weight!.data.length) / out >= WORTH_PLANNING &&
    x!.data.length > 0
  );
}

function planFor(job: Job, rank: number, make: Make): Plan | undefined {
  const weight = job.state.weight!.data;
  const kept = plans.get(weight) ?? new Map<string, Plan>();
  plans.set(weight, kept);
  const key = `${job.inputs[0]!.shape} ${job.outputs[0]!.shape}`;
  const known = kept.get(key);
  if (known) return known;
  const plan = make(job, rank);
  if (!plan) return undefined;
  const [oldest] = kept;
  if (kept.size >= PLANS_A_WEIGHT && oldest) {
    oldest[1].dispose();
    kept.delete(oldest[0]);
  }
  kept.set(key, plan);
  return plan;
}

function makeConv(job: Job, rank: number): Plan {
  const {
    args,
    inputs: [x],
    outputs: [y],
  } = job;
  const { kernel, stride, padding, dilation } = windowOf(args, rank);
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const outputs = splitShape(y!.shape, rank);
  // what the last window needs beyond the input; "same" padding is wider on this side
  const padHigh = space.map((size, i) =>
    Math.max(
      0,
      (outputs.space[i]! - 1) * stride[i]! + dilation[i]! * (kernel[i]! - 1) + 1 - size - padding[i]!,
    ),
  );
  const geometry: ConvGeometry = {
    batch,
    inChannels: channels,
    outChannels: outputs.channels,
    groups: args.groups as number,
    input: space,
    kernel,
    stride,
    dilation,
    padLow: padding,
    padHigh,
  };
  return planConv(geometry, job.state.weight!.data, job.state.bias?.data ?? null);
}

function makeConvTranspose(job: Job, rank: number): Plan {
  const {
    args,
    inputs: [x],
    outputs: [y],
  } = job;
  const { kernel, stride, padding, dilation } = windowOf(args, rank);
  const { batch, channels, space } = splitShape(x!.shape, rank);
  const outputs = splitShape(y!.shape, rank);
  const outputPadding = space.map(
    (size, i) =>
      outputs.space[i]! - ((size - 1) * stride[i]! - 2 * padding[i]! + dilation[i]! * (kernel[i]! - 1) + 1),
  );
  const geometry: ConvTransposeGeometry = {
    batch,
    inChannels: channels,
    outChannels: outputs.channels,
    groups: args.groups as number,
    input: space,
    kernel,
    stride,
    dilation,
    padding,
    outputPadding,
  };
  return planConvTranspose(geometry, job.state.weight!.data, job.state.bias?.data ?? null);
}

function makeLinear({ state, inputs: [x] }: Job): Plan | null {
  const [outFeatures, inFeatures] = state.weight!.shape as [number, number];
  return planLinear(
    { rows: x!.data.length / inFeatures, inFeatures, outFeatures },
    state.weight!.data,
    state.bias?.data ?? null,
  );
}

/** Runs on the tensors' own memory where kernels can reach it, else on copies. */
function runPlan(plan: Plan, x: Cells, y: Cells): void {
  const borrowed: FloatBuffer[] = [];
  const reachable = (values: Float32Array): FloatBuffer => {
    const own = runtime.memory.bufferOf(values);
    if (own) return own;
    const copy = runtime.memory.allocate(values.length);
    borrowed.push(copy);
    return copy;
  };
  try {
    const input = reachable(x.data);
    const output = reachable(y.data);
    if (borrowed.includes(input)) input.array.set(x.data);
    plan.run(input, output);
    algorithms.add(plan.algorithm);
    if (borrowed.includes(output)) y.data.set(output.array);
  } finally {
    for (const buffer of borrowed) buffer.free();
  }
}
