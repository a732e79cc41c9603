/** The form of the plain loops: one function a layer or tensor function, by name. */
import type { Job } from "../jobs/job.ts";

/** Fills the job's outputs, which are zeros at first. */
export type Kernel = (job: Job) => void;
export type Loops = Readonly<Record<string, Kernel>>;

/** The same names with other values. */
export const mapValues = <A, B>(
  table: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [name, map(value)]));
