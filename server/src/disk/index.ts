/** What is asked of a file system. */
export { runCompiled } from "./compiled.ts";

export { DistantFiles, type Given, type Want, whenComplete } from "./distant-files.ts";
export { guardedHost } from "./guarded-host.ts";
export { listingHost } from "./listing-host.ts";
export { nodeHost } from "./node-host.ts";
