/** What a kernel is given: the numbers of one call of a layer or function, checked and with memory for its results. */
import type { Args, CallArgs } from "../specs/spec.ts";

/** Values with sizes: the first axis varies slowest. */
export interface Cells {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}
/** Learned tensors and running statistics by PyTorch's names. */
export type State = Readonly<Record<string, Cells>>;

/** What is known of a job before it has memory for results. */
export type Outline = Omit<Job, "outputs" | "after">;

/** A layer or function that goes on with a result: its other operand, if it has one, is of the result's shape. */
export interface Step {
  /** As backends know it: "BatchNorm2d", "add". */
  readonly name: string;
  readonly args: Args;
  readonly training: boolean;
  readonly state: State;
  readonly other?: Cells;
}

export interface Job {
  readonly args: Args; // complete, numbers only
  readonly callArgs: CallArgs;
  readonly training: boolean;
  readonly state: State;
  readonly inputs: readonly Cells[];
  readonly outputs: readonly Cells[]; // to be filled; what they hold before is anything
  readonly after?: readonly Step[]; // done to the result before it is written: only what the planner takes
}
