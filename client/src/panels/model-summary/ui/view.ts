/** What a person has chosen in the summary; it outlives hiding and reloading. */

export interface View {
  readonly show: "table" | "graph" | "both";
  /** Paths of modules whose layers are folded away. */
  readonly collapsed: readonly string[];
  /** The id of the row that is chosen. */
  readonly chosen?: number;
}

export const firstView = (): View => ({ show: innerWidth < 1100 ? "table" : "both", collapsed: [] });
