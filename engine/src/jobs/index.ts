/** The seam between layers and what computes them. */
export type { Backend } from "./backend.ts";
export type { Cells } from "./job.ts";
