/** What a person has chosen in the summary; it outlives hiding and reloading. */
import type { ModelSummary } from "@convlens/server/protocol";
import type { SummaryTarget } from "../../messages.ts";
import type { Host } from "../../ui/host.ts";
import type { Measure } from "./totals.ts";

export type SummaryHost = Host<SummaryTarget, ModelSummary, View>;

export interface Sorting {
  readonly measure: Measure;
  readonly rising: boolean;
}
export interface View {
  readonly show: "table" | "graph" | "both";
  /** Paths of modules whose layers are folded away; absent until a person folds: large models begin folded. */
  readonly collapsed?: readonly string[];
  readonly sorting?: Sorting | undefined;
  /** What layers are coloured by. */
  readonly heat?: Measure | undefined;
  readonly across?: boolean; // the graph runs from left to right
  /** The id of the row that is chosen. */
  readonly chosen?: number | undefined;
}

export const firstView = (): View => ({ show: innerWidth < 1100 ? "table" : "both" });

/** Greatest amount first, then least, then as the model runs. */
export const nextSorting = (now: Sorting | undefined, measure: Measure): Sorting | undefined =>
  now?.measure !== measure ? { measure, rising: false } : now.rising ? undefined : { measure, rising: true };
