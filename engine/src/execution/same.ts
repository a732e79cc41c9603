/** Comparisons that every call makes, so they allocate nothing. */
import type { State } from "../jobs/job.ts";

export function isSameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}

/** The same arrays by the same names. */
export function isSameState(a: State, b: State): boolean {
  if (a === b) return true;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name]!.data === b[name]?.data);
}
