/** Axis numbers as PyTorch takes them: from 0, or from the end with a minus. */
import { all, type Dim, ge, le } from "../../dims/index.ts";
import { show } from "../layer.ts";
import type { At, Call } from "../spec.ts";

/** Requires −rank ≤ dim < rank (a scalar counts as one axis). Gives the axis, or undefined where it is not a known one. */
export function checkDim(call: Pick<Call, "require">, dim: Dim, rank: number, at: At): number | undefined {
  const n = Math.max(rank, 1);
  const fine = call.require(all(ge(dim, -n), le(dim, n - 1)), () => ({
    code: "dim-range",
    stage: "forward",
    at,
    message: `has no axis ${show(dim)}: the input has ${rank}, numbered ${-n} to ${n - 1}`,
    runtime: `Dimension out of range (expected to be in range of [${-n}, ${n - 1}], but got ${show(dim)})`,
    exception: "IndexError",
    received: dim,
  }));
  if (!fine || typeof dim !== "number") return undefined;
  return dim < 0 ? dim + n : dim;
}
