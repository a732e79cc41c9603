/** A model with its totals, which are dear to compute and seldom looked at while somebody types. */
import { solve, sum } from "@convlens/engine/specs";
import type { ModelFact } from "./analysis.ts";
import { computed, lazy } from "./lazy.ts";
import { macsOf } from "./macs.ts";

/** What follows from a model's graph, wherever in its file the model stands. */
type Total = "macs" | "requirement" | "fails";
type BareModel = Omit<ModelFact, Total>;
type Ends = Pick<ModelFact, "inputs" | "outputs">;

interface Known {
  readonly bare: BareModel;
  readonly macs: () => ModelFact["macs"];
  readonly requirement: () => ModelFact["requirement"];
}

const totals = computed<Known, Pick<ModelFact, Total>>({
  macs: ({ macs }) => macs(),
  requirement: ({ requirement }) => requirement(),
  fails({ bare }) {
    const failing = bare.applications.find(({ failed }) => failed);
    return failing && (failing.path || failing.name || failing.op);
  },
});

/** Computes them when they are read, and once. */
export function withTotals(bare: BareModel): ModelFact {
  const macs = lazy(() => sum(bare.applications.map((use) => macsOf(use) ?? 0)));
  const requirement = lazy(() => solve(bare.conditions)?.text);
  return totals.add({ ...bare }, { bare, macs, requirement });
}

/** The same model elsewhere. Its graph is moved when somebody looks at it; its totals are the same. */
export function movedModel(
  model: ModelFact,
  spans: Pick<ModelFact, "span" | "declaration" | "site">,
  moved: { readonly ends: () => Ends; readonly applications: () => ModelFact["applications"] },
): ModelFact {
  const { inputs: _i, outputs: _o, applications: _a, ...rest } = totals.sourceOf(model).bare;
  const source = { model, ends: lazy(moved.ends), applications: lazy(moved.applications) };
  return elsewhere.add({ ...rest, ...spans }, source);
}

interface Moved {
  readonly model: ModelFact;
  readonly ends: () => Ends;
  readonly applications: () => ModelFact["applications"];
}

const elsewhere = computed<Moved, Pick<ModelFact, keyof Ends | "applications" | Total>>({
  inputs: ({ ends }) => ends().inputs,
  outputs: ({ ends }) => ends().outputs,
  applications: ({ applications }) => applications(),
  macs: ({ model }) => model.macs,
  requirement: ({ model }) => model.requirement,
  fails: ({ model }) => model.fails,
});
