/**
 * One cause, one report: when two tensors do not fit together, one of them went wrong somewhere on its way, and what else
 * is made of either is no evidence of a second mistake.
 *
 *   x ── conv ── z ── res ──┐
 *   └──────────── add ──────┘   // fails: z and res are marked, x is not
 */
import type { Shape } from "@convlens/engine/specs";
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

/** Marks the tensor, and those that it came from up to the layer that decided its sizes: with what was wanted of them. */
export function blame(run: Run, tensor: Tensor, wanted: Shape): void {
  let at: Tensor | undefined = tensor;
  for (let steps = 0; at && steps < 30; steps++) {
    if (wanted && sameShape(at.shape, tensor.shape))
      run.state.set(at, "otherwise", [...(at.otherwise ?? []), wanted].slice(-MOST_MENDS));
    else run.state.set(at, "blamed", true);
    if (at.producer?.layer?.spec.parameters && at.producer.inputs.length === 1) return;
    at = at.producer?.inputs.length === 1 ? at.producer.inputs[0] : undefined;
  }
}

export const MOST_MENDS = 3; // of one tensor that are kept in mind

const sameShape = (a: Shape, b: Shape): boolean =>
  a !== null && a.length === b?.length && a.every((size, axis) => size === b[axis]);
