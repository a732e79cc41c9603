/** Every axis once: `permutation([0, 2], 3)` is [0, 2, 1]. */
import type { Dim } from "@convlens/engine/specs";

/** Axes that are there and new stay, the others follow in order. */
export function permutation(dims: readonly Dim[], rank: number): number[] {
  const seen = new Set<number>();
  const kept = dims.slice(0, rank).map((dim) => {
    const axis = typeof dim === "number" && dim < 0 ? dim + rank : dim;
    if (typeof axis !== "number" || axis < 0 || axis >= rank || seen.has(axis)) return undefined;
    seen.add(axis);
    return axis;
  });
  const missing = Array.from({ length: rank }, (_, i) => i).filter((axis) => !seen.has(axis));
  return [...kept.map((axis) => axis ?? missing.shift()!), ...missing];
}
