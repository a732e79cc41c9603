/** What is asked of a file system. */

export { DistantFiles, type Given, type Want, whenComplete } from "./distant-files.ts";
export { guardedHost } from "./guarded-host.ts";
