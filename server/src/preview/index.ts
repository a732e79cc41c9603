/** Models run for previews: planned here, computed in a worker. */
export { Executor } from "./executor.ts";
export type { Files } from "./files.ts";
export { Worker } from "./jobs.ts";
export type { Ask, Jobs, Told } from "./messages.ts";
export { runModel } from "./model-run.ts";
export { startNodeWorker } from "./node-channel.ts";
export { nodeFiles } from "./node-files.ts";
export type { Drawn } from "./picture/drawn.ts";
export { picture } from "./picture/picture.ts";
export { resize } from "./picture/resize.ts";
export { NotRunnable } from "./plan.ts";
export { planFor } from "./plan-for.ts";
export { HOVER_BUDGET, type Options, Previews } from "./previews.ts";
export { type CheckWorkspace, requests } from "./protocol.ts";
export { type Channel, PreviewService } from "./service.ts";
export { statsOf } from "./stats.ts";
export { meantAt, outputOf } from "./target.ts";
export { weightsManifest } from "./weights-manifest.ts";
