/**
 * Multi-head attention. Of a sequence with itself, without masks: one product for queries, keys and values, a kernel for
 * what is between, one product for what comes out. Otherwise the projections are planned, the rest stays on the loops.
 */
import { attend, type Project, type Projection, projectionOf } from "../jobs/attention.ts";
import type { Planners, Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { chain, planAttention, planLinear } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { planner, runs, runToBoth } from "./runs.ts";

export const attentionPlanners = (runtime: Runtime): Planners => ({
  MultiheadAttention: planner(
    work,
    (job) => prepareWithItself(runtime, job) ?? prepareProjections(runtime, job),
  ),
});

const work = ({ args, inputs: [query, key, value] }: Job): number =>
  (args.embedDim as number) * (query!.data.length + key!.data.length + value!.data.length);

function prepareWithItself(runtime: Runtime, job: Job): Prepared | null {
  const { args, state, inputs, outputs, callArgs } = job;
  const [query, key, value] = inputs;
  const stacked = state.in_proj_weight;
  const isPlain =
    inputs.length === 3 &&
    query!.data === key!.data &&
    query!.data === value!.data &&
    !state.bias_k &&
    !args.addZeroAttn &&
    !(job.training && (args.dropout as number) > 0) &&
    (callArgs.averageAttnWeights !== false || outputs.length === 1);
  if (!stacked || !isPlain) return null;
  const embed = args.embedDim as number;
  const heads = args.numHeads as number;
  const { shape } = query!;
  const isBatched = shape.length === 3;
  const batchFirst = !isBatched || args.batchFirst === true;
  const batch = isBatched ? shape[batchFirst ? 0 : 1]! : 1;
  const rows = query!.data.length / embed;
  const geometry = { batch, tokens: rows / batch, heads, width: embed / heads, batchFirst };
  const core = planAttention(runtime, { ...geometry, averages: outputs.length > 1 });
  const first =
    core &&
    planLinear(
      runtime,
      { rows, inFeatures: embed, outFeatures: 3 * embed },
      stacked.data,
      state.in_proj_bias?.data ?? null,
    );
  const out = projectionOf(job, "output");
  const last =
    first &&
    planLinear(runtime, { rows, inFeatures: embed, outFeatures: embed }, out.weight, out.bias ?? null);
  if (!core || !first || !last) return null;
  const plan = chain(runtime, chain(runtime, first, core), last);
  let apart: Prepared | null = null; // the same shapes may come with other keys or values
  return {
    algorithm: "GEMM",
    run(given) {
      if (given.inputs.every(({ data }) => data === given.inputs[0]!.data))
        return runToBoth(runtime, plan, given);
      apart ??= prepareProjections(runtime, given);
      apart!.run(given);
    },
    dispose() {
      plan.dispose();
      apart?.dispose();
    },
  };
}

function prepareProjections(runtime: Runtime, job: Job): Prepared | null {
  const values = [...job.inputs.slice(0, 3), job.outputs[0]!];
  const plans = PROJECTIONS.map((which, i) => planProjection(runtime, job, which, values[i]!.data.length));
  if (plans.includes(null)) return null;
  return {
    algorithm: plans[0]!.algorithm,
    run(given) {
      for (const { data } of given.outputs) data.fill(0);
      attend(given, projecting(runtime, given, plans));
    },
    dispose() {
      for (const plan of plans) plan!.dispose();
    },
  };
}

const PROJECTIONS: readonly Projection[] = ["query", "key", "value", "output"];

/** The plan of one projection for so many values. */
function planProjection(runtime: Runtime, job: Job, which: Projection, count: number): Prepared | null {
  const { weight, bias } = projectionOf(job, which);
  const outFeatures = job.args.embedDim as number;
  const inFeatures = weight.length / outFeatures;
  return runs(
    runtime,
    planLinear(runtime, { rows: count / inFeatures, inFeatures, outFeatures }, weight, bias ?? null),
  );
}

function projecting(runtime: Runtime, job: Job, plans: readonly (Prepared | null)[]): Project {
  const outFeatures = job.args.embedDim as number;
  return (which, rows) => {
    const inFeatures = projectionOf(job, which).weight.length / outFeatures;
    const data = runtime.memory.floats((rows.length / inFeatures) * outFeatures);
    const input = {
      data: rows instanceof Float32Array ? rows : Float32Array.from(rows),
      shape: [rows.length],
    };
    const output = { data, shape: [data.length] };
    plans[PROJECTIONS.indexOf(which)]!.run({ ...job, inputs: [input], outputs: [output] });
    return data;
  };
}
