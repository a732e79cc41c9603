/** A model with its totals, which are dear to compute and seldom looked at while somebody types. */
import { solve, sum } from "@convlens/engine/specs";
import type { ModelFact } from "./analysis.ts";
import { lazy } from "./lazy.ts";
import { macsOf } from "./macs.ts";

/** What follows from a model's graph, wherever in its file the model stands. */
type Total = "macs" | "requirement" | "fails";
type BareModel = Omit<ModelFact, Total>;
type Ends = Pick<ModelFact, "inputs" | "outputs">;

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
    get fails() {
      const failing = fact.applications.find(({ failed }) => failed);
      return failing && (failing.path || failing.name || failing.op);
    },
  };
  bare.set(model, fact);
  return model;
}

/** The same model elsewhere. Its graph is moved when somebody looks at it; its totals are the same. */
export function movedModel(
  model: ModelFact,
  spans: Pick<ModelFact, "span" | "declaration" | "site">,
  moved: { readonly ends: () => Ends; readonly applications: () => ModelFact["applications"] },
): ModelFact {
  const ends = lazy(moved.ends);
  const applications = lazy(moved.applications);
  const { inputs: _i, outputs: _o, applications: _a, ...rest } = bare.get(model)!;
  return {
    ...rest,
    ...spans,
    get inputs() {
      return ends().inputs;
    },
    get outputs() {
      return ends().outputs;
    },
    get applications() {
      return applications();
    },
    get macs() {
      return model.macs;
    },
    get requirement() {
      return model.requirement;
    },
    get fails() {
      return model.fails;
    },
  };
}
