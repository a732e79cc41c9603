/** What a kernel is given: the numbers of one call of a layer or function, checked and with memory for its results. */
import type { Args, CallArgs } from "../specs/spec.ts";

/** Values with sizes: the first axis varies slowest. */
export interface Cells {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}
/** Learned tensors and running statistics by PyTorch's names. */
export type State = Readonly<Record<string, Cells>>;

export interface Job {
  readonly args: Args; // complete, numbers only
  readonly callArgs: CallArgs;
  readonly training: boolean;
  readonly state: State;
  readonly inputs: readonly Cells[];
  readonly outputs: readonly Cells[]; // to be filled; what they hold before is anything
}
