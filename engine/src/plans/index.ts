/**
 * Layers and functions on WebAssembly kernels, over a runtime's memory and threads.
 *
 *     new Executor([wasmBackend(new Runtime()), referenceBackend]);
 */
import type { Backend } from "../jobs/backend.ts";
import type { Runtime } from "../runtime/index.ts";
import { attentionPlanners } from "./attention.ts";
import { convPlanners } from "./conv.ts";
import { elementwisePlanners } from "./elementwise.ts";
import { foldPlanners } from "./fold.ts";
import { linearPlanners } from "./linear.ts";
import { normPlanners } from "./norm.ts";
import { padPlanners } from "./pad.ts";
import { poolPlanners } from "./pool.ts";
import { softmaxPlanners } from "./softmax.ts";

const families = [
  attentionPlanners,
  convPlanners,
  elementwisePlanners,
  foldPlanners,
  linearPlanners,
  normPlanners,
  padPlanners,
  poolPlanners,
  softmaxPlanners,
];

export const wasmBackend = (runtime: Runtime): Backend => ({
  name: "wasm",
  planners: Object.assign({}, ...families.map((planners) => planners(runtime))),
  memory: runtime.memory,
  mayWait: () => runtime.operations === Number.POSITIVE_INFINITY,
});
