/** The projections of multi-head attention as planned matrix products; what is between them stays on the loops. */
import { attend, type Project, type Projection, projectionOf } from "../jobs/attention.ts";
import type { Planners, Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { planLinear } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import { planner, runs } from "./runs.ts";

export const attentionPlanners = (runtime: Runtime): Planners => ({
  MultiheadAttention: planner(work, (job) => {
    const values = [...job.inputs.slice(0, 3), job.outputs[0]!];
    const plans = PROJECTIONS.map((which, i) => planProjection(runtime, job, which, values[i]!.data.length));
    if (plans.includes(null)) return null;
    return {
      algorithm: plans[0]!.algorithm,
      run(job) {
        for (const { data } of job.outputs) data.fill(0);
        attend(job, projecting(runtime, job, plans));
      },
      dispose() {
        for (const plan of plans) plan!.dispose();
      },
    };
  }),
});

const work = ({ args, inputs: [query, key, value] }: Job): number =>
  (args.embedDim as number) * (query!.data.length + key!.data.length + value!.data.length);

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
