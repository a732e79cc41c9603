/** Files, what depends on what, and their analyses part by part. */

export { SourceText } from "../facts/source-text.ts";
export { partsOf } from "./parts.ts";
export { Relevance } from "./relevance.ts";
export { createResolver } from "./resolve.ts";
export { Workspace } from "./workspace.ts";
