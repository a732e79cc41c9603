/** What is asked of a file system. */
export { guardedHost } from "./guarded-host.ts";
