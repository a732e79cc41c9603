/** What runs a call: an executor of backends; `runtime` is the one that user code shares. */
export { runtime } from "./default.ts";
export { Executor } from "./executor.ts";
export { Shelf, Slot } from "./shelf.ts";
