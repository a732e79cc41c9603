/** A model with its totals, which are dear to compute and seldom looked at while somebody types. */
import { solve, sum } from "@convlens/engine/specs";
import type { ModelFact } from "./analysis.ts";
import { lazy } from "./lazy.ts";
import { macsOf } from "./macs.ts";

export type BareModel = Omit<ModelFact, "macs" | "requirement">;

const bare = new WeakMap<ModelFact, BareModel>();

/** Computes them when they are read, and once. */
export function withTotals(fact: BareModel): ModelFact {
  const macs = lazy(() => sum(fact.applications.map((use) => macsOf(use) ?? 0)));
  const requirement = lazy(() => solve(fact.conditions)?.text);
  const model: ModelFact = {
    ...fact,
    get macs() {
      return macs();
    },
    get requirement() {
      return requirement();
    },
  };
  bare.set(model, fact);
  return model;
}

/** The model without them, for a copy that computes its own. */
export const withoutTotals = (model: ModelFact): BareModel => bare.get(model)!;
