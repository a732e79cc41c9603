/** Whether two values are one and the same to a program, which changes both when it changes one. */
import type { Value } from "./values.ts";

export function sameIdentity(a: Value, b: Value): boolean {
  if (a === b) return true;
  if ((a.kind === "layer" || a.kind === "array" || a.kind === "object") && a.kind === b.kind)
    return a.id === (b as typeof a).id;
  if (a.kind === "location" && b.kind === "location")
    return a.as === b.as && a.from === b.from && a.file === b.file && a.path === b.path;
  return (
    a.kind === "function" &&
    b.kind === "function" &&
    a.fn === b.fn &&
    a.scope === b.scope &&
    a.self === b.self
  );
}

/** The same for values of one identity; others may share it. */
export const identityOf = (value: Value): unknown =>
  value.kind === "array" || value.kind === "object" ? value.id : value.kind === "function" ? value.fn : value;
