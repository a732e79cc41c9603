/** What a person has chosen in the inspector; it outlives hiding and reloading. */
import type { Spot } from "../../ui/tensor.ts";

export interface View {
  /** Which of several inputs is explored. */
  readonly input: number;
  /** Its map and, where it has several, its slice: the middle one at first. */
  readonly from: Chosen;
  /** The output value that is taken apart. */
  readonly cell?: Spot;
  readonly kernel: Chosen;
}

export interface Chosen {
  readonly map: number;
  readonly slice?: number;
}

export const firstView: View = { input: 0, from: { map: 0 }, kernel: { map: 0, slice: 0 } };
