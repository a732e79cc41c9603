/** Multi-head attention with its projections as plain sums. */
import { attend, projectionOf } from "../jobs/attention.ts";
import type { Loops } from "./loops.ts";

export const attentionLoops: Loops = {
  MultiheadAttention: (job) => {
    attend(job, (which, rows) => {
      const { weight, bias } = projectionOf(job, which);
      const out = job.args.embedDim as number;
      const features = weight.length / out;
      const result = new Float64Array((rows.length / features) * out);
      for (let at = 0; at < result.length; at++) {
        const [row, o] = [Math.floor(at / out) * features, at % out];
        let sum = bias ? bias[o]! : 0;
        for (let f = 0; f < features; f++) sum += rows[row + f]! * weight[o * features + f]!;
        result[at] = sum;
      }
      return result;
    });
  },
};
