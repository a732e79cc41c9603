/**
 * The plain loops: slow and right, the oracle for every faster kernel and the last in every list of backends.
 *
 *     referenceBackend.planners.Conv2d.prepare(job).run(job);
 */
import type { Backend, Planner } from "../jobs/backend.ts";
import { attentionLoops } from "./attention.ts";
import { convLoops } from "./conv.ts";
import { dropoutLoops } from "./dropout.ts";
import { elementwiseLoops } from "./elementwise.ts";
import { foldLoops } from "./fold.ts";
import { linearLoops } from "./linear.ts";
import { type Kernel, type Loops, mapValues } from "./loops.ts";
import { lossLoops } from "./losses.ts";
import { normLoops } from "./norm.ts";
import { pickLoops } from "./pick.ts";
import { poolLoops } from "./pool.ts";
import { rearrangeLoops } from "./rearrange.ts";
import { recurrentLoops } from "./recurrent.ts";
import { reduceLoops } from "./reduce.ts";
import { upsampleLoops } from "./upsample.ts";

export const PLAIN_LOOPS = "plain loops";

/** All of them by the name of the layer or function. */
export const loops: Loops = {
  ...attentionLoops,
  ...convLoops,
  ...dropoutLoops,
  ...elementwiseLoops,
  ...foldLoops,
  ...linearLoops,
  ...lossLoops,
  ...normLoops,
  ...pickLoops,
  ...poolLoops,
  ...rearrangeLoops,
  ...recurrentLoops,
  ...reduceLoops,
  ...upsampleLoops,
};

const planner = (kernel: Kernel): Planner => ({
  prepare: () => ({
    algorithm: PLAIN_LOOPS,
    run(job) {
      for (const { data } of job.outputs) data.fill(0);
      kernel(job);
    },
    dispose() {},
  }),
});

export const referenceBackend: Backend = { name: "reference", planners: mapValues(loops, planner) };
