/** The language service without a protocol: projects, analyses and editor features as plain functions. */

export type { FileHost, FileStat } from "./disk/file-host.ts";
export { nodeHost } from "./disk/node-host.ts";
export type * from "./facts/analysis.ts";
export { type Position, SourceText } from "./facts/source-text.ts";
export type { Span } from "./facts/span.ts";
export type { Application, LayerValue, Tensor } from "./facts/values.ts";
export { Project } from "./project/project.ts";
