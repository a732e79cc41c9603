/** Files, what depends on what, and their analyses part by part. */
export { partsOf } from "./parts.ts";
export { Relevance } from "./relevance.ts";
export { createResolver } from "./resolve.ts";
export { SourceText } from "./source-text.ts";
export { Workspace } from "./workspace.ts";
