/**
 * One cause, one report: when two tensors do not fit together, one of them went wrong somewhere on its way, and what else
 * is made of either is no evidence of a second mistake.
 *
 *   x ── conv ── z ── res ──┐
 *   └──────────── add ──────┘   // fails: z and res are marked, x is not
 */
import type { Tensor } from "../../facts/values.ts";
import type { Run } from "../machine/run.ts";

/** Marks the tensors between the inputs of a failed application and what all of them come from. */
export function markDisputed(run: Run, inputs: readonly Tensor[]): void {
  const ways = inputs.map(ancestors);
  for (const way of ways)
    for (const tensor of way)
      if (!ways.every((other) => other.has(tensor))) run.state.set(tensor, "repaired", true);
}

/** The tensor and everything that it was made from. */
function ancestors(tensor: Tensor): Set<Tensor> {
  const found = new Set<Tensor>();
  const open = [tensor];
  for (let next = open.pop(); next; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(next.producer?.inputs ?? []));
  }
  return found;
}
