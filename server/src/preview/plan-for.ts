/** The plan of a run: which layers, on which sizes, within a budget. */
import type { Analysis } from "../facts/analysis.ts";
import type { Application } from "../facts/values.ts";
import { modelOf } from "../ide/lookup.ts";
import { type Bound, bind } from "./bind.ts";
import { type Graph, graphOf } from "./graph.ts";
import { NotRunnable, type RunPlan, type Source } from "./plan.ts";
import { type Choice, choices, reductions } from "./sizes.ts";

export interface Budget {
  readonly macs: number;
  readonly bytes: number;
}
export interface PlanOptions {
  readonly budget: Budget;
  readonly seed?: number;
  readonly inputShape?: readonly number[];
  readonly weights?: string;
  /** Those of another plan, instead of the first that fit: then what both compute is the same. */
  readonly sizes?: Sizes;
  /** Only the size that comes first: over the budget nothing smaller is looked for. */
  readonly asItIs?: boolean;
  /** Of the one target only what arrives at it: it fails. */
  readonly arriving?: boolean;
}
/** What a plan is run on. */
export interface Sizes extends Pick<Choice, "values" | "shapes"> {
  readonly notes: readonly string[];
  /** Smaller than the source has it. */
  readonly reduced: boolean;
}
export interface Planned {
  readonly plan: RunPlan;
  readonly sizes: Sizes;
  /** Where each output of a use is computed. */
  readonly outputs: ReadonlyMap<Application, readonly Source[]>;
}

/** The plan that computes `targets`. Throws NotRunnable with a sentence where there is none. */
export function planFor(
  analysis: Analysis,
  targets: readonly Application[],
  { budget, seed = 0, inputShape, weights, sizes: given, asItIs = false, arriving = false }: PlanOptions,
): Planned {
  const model = modelOf(analysis, targets[0]!);
  const graph = graphOf(targets, model, arriving ? targets[0] : undefined);
  const { bound, sizes } = given
    ? { bound: bind(graph, given.values, given.shapes), sizes: given }
    : fitting(graph, model?.conditions ?? [], inputShape, budget, asItIs);
  const plan = {
    ...bound,
    seed,
    notes: [...graph.notes, ...sizes.notes],
    ...(weights !== undefined && { weights }),
  };
  return { plan, sizes, outputs: graph.outputs };
}

/** Where sizes are free, one is chosen that nobody waits for. */
const COMFORT: Budget = { macs: 4e9, bytes: 300e6 };

/** The first choice of sizes with which everything fits, and the budget holds; else a smaller input of the first that fits. */
function fitting(
  graph: Graph,
  conditions: Parameters<typeof choices>[1],
  inputShape: readonly number[] | undefined,
  budget: Budget,
  asItIs: boolean,
): { bound: Bound; sizes: Sizes } {
  let heavy: { bound: Bound; sizes: Sizes } | undefined; // allowed, but a smaller choice is better
  let tooMuch: Bound | undefined;
  let costly: Choice["values"] | undefined; // of the first that was not comfortable: larger sizes cost no less
  let refused: unknown;
  for (const choice of choices(graph, conditions, inputShape)) {
    if (costly && !asItIs && !someSmaller(choice.values, costly)) continue;
    try {
      const bound = bind(graph, choice.values, choice.shapes);
      if (within(bound, budget)) {
        const notes = choice.said === undefined ? [] : [`ran with ${choice.said}`];
        const found = { bound, sizes: { ...choice, notes, reduced: false } };
        if (within(bound, COMFORT)) return found;
        heavy ??= found;
      } else tooMuch ??= bound;
      costly ??= choice.values;
      if (asItIs) break;
    } catch (error) {
      if (!(error instanceof NotRunnable)) throw error;
      refused ??= error;
    }
  }
  if (heavy) return heavy;
  if (!tooMuch)
    throw refused ?? new NotRunnable("No sizes were found at which all layers fit; say them with @shape.");
  const full = tooMuch.inputs.filter((_, i) => graph.roots[i]!.given).map(({ shape }) => shape);
  if (inputShape === undefined && full.length > 0 && !asItIs) {
    for (const shapes of reductions(graph, full)) {
      try {
        const bound = bind(graph, {}, shapes);
        if (within(bound, budget))
          return {
            bound,
            sizes: { values: {}, shapes, notes: [smaller(shapes, full, tooMuch)], reduced: true },
          };
      } catch (error) {
        if (!(error instanceof NotRunnable)) throw error;
      }
    }
  }
  throw new NotRunnable(
    `${shown(full)} takes ${cost(tooMuch)}; ${cost(budget)} are allowed here. Use a smaller input.`,
  );
}

const someSmaller = (values: Choice["values"], others: Choice["values"]): boolean =>
  Object.entries(values).some(([name, value]) => value < (others[name] ?? value));

const smaller = (
  shapes: readonly (readonly number[])[],
  full: readonly (readonly number[])[],
  need: Budget,
) => `ran on ${shown(shapes)} instead of ${shown(full)}, which takes ${cost(need)}`;

const within = (need: Budget, budget: Budget): boolean =>
  need.macs <= budget.macs && need.bytes <= budget.bytes;
const shown = (shapes: readonly (readonly number[])[]): string =>
  shapes.length === 0 ? "This run" : shapes.map((shape) => `[${shape.join(", ")}]`).join(", ");
/** "48.2 GMACs and 1.21 GB" */
const cost = ({ macs, bytes }: Budget): string => `${amount(macs)}MACs and ${amount(bytes)}B`;

function amount(count: number): string {
  const units = ["", "K", "M", "G", "T", "P", "E"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, count)) / 3)));
  return `${(count / 1000 ** power).toPrecision(3)} ${units[power]}`;
}
