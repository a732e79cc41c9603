/** Which kernel computes which layer or function: one table, filled by the files of `reference/`. */
import type { Args } from "../specs/spec.ts";
import { ConvLensError } from "../tensor/errors.ts";

/** Values with sizes: the first axis varies slowest. */
export interface Cells {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}
/** Learned tensors and running statistics by PyTorch's names. */
export type State = Readonly<Record<string, Cells>>;

export interface Job {
  readonly args: Args; // complete, numbers only
  readonly callArgs: Args;
  readonly training: boolean;
  readonly state: State;
  readonly inputs: readonly Cells[];
  readonly outputs: readonly Cells[]; // zeros, to be filled
}
export type Kernel = (job: Job) => void;

const table = new Map<string, Kernel>();

/** Registers one kernel for several names. */
export function provide(names: readonly string[], kernel: Kernel): void {
  for (const name of names) table.set(name, kernel);
}

export const isProvided = (name: string): boolean => table.has(name);

export function kernelOf(name: string): Kernel {
  const kernel = table.get(name);
  if (!kernel)
    throw new ConvLensError(
      `${name} cannot be computed yet; its shapes are known, its values are not`,
      "not-implemented",
      "NotImplementedError",
    );
  return kernel;
}
