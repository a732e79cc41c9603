/** The projections of multi-head attention as planned matrix products; what is between them stays on the loops. */
import { planLinear } from "../../kernels/index.ts";
import { attend, type Project, type Projection, projectionOf } from "../../reference/attention.ts";
import { runtime } from "../../runtime/index.ts";
import type { Job } from "../kernels.ts";
import { type Prepared, providePlanner, runs } from "../planner.ts";

const PROJECTIONS: readonly Projection[] = ["query", "key", "value", "output"];

/** The plan of one projection for so many values. */
function planProjection(job: Job, which: Projection, count: number): Prepared | null {
  const { weight, bias } = projectionOf(job, which);
  const outFeatures = job.args.embedDim as number;
  const inFeatures = weight.length / outFeatures;
  return runs(planLinear({ rows: count / inFeatures, inFeatures, outFeatures }, weight, bias ?? null));
}

function projecting(job: Job, plans: readonly (Prepared | null)[]): Project {
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

providePlanner(["MultiheadAttention"], {
  work: ({ args, inputs: [query, key, value] }) =>
    (args.embedDim as number) * (query!.data.length + key!.data.length + value!.data.length),
  prepare(job) {
    const values = [...job.inputs.slice(0, 3), job.outputs[0]!];
    const plans = PROJECTIONS.map((which, i) => planProjection(job, which, values[i]!.data.length));
    if (plans.includes(null)) return null;
    return {
      algorithm: plans[0]!.algorithm,
      run(job) {
        for (const { data } of job.outputs) data.fill(0);
        attend(job, projecting(job, plans));
      },
      dispose() {
        for (const plan of plans) plan!.dispose();
      },
    };
  },
});
