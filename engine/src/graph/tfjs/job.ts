/** What computes a layer or an operation of TensorFlow.js: two tables, filled by the files of the families. */

import type { Cells, State } from "../../jobs/job.ts";
import type { Args } from "../../specs/spec.ts";
import { torchLayers } from "../../specs/torch/index.ts";
import { compute } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** Learned tensors by TensorFlow.js's names: "kernel", "recurrent_kernel", "moving_mean". */
export type Weights = Readonly<Record<string, Tensor>>;

export interface Job {
  readonly args: Args; // complete, numbers only
  readonly inputs: readonly Tensor[];
  readonly weights: Weights;
}
export type Compute = (job: Job) => Tensor | readonly Tensor[];

export interface Operation {
  readonly compute: Compute;
  /** Parameters of TensorFlow.js that change its values: where the spec does not know one, nothing is computed. */
  readonly params: readonly string[];
}

export const layerTable = new Map<string, Compute>();
export const operationTable = new Map<string, Operation>();

/** Registers one computation for several layers. */
export function provideLayer(names: readonly string[], compute: Compute): void {
  for (const name of names) layerTable.set(name, compute);
}

/** Registers one computation for several core operations. */
export function provideOperation(
  names: readonly string[],
  params: readonly string[],
  compute: Compute,
): void {
  for (const name of names) operationTable.set(name, { compute, params });
}

/** A layer of `nn`, run once on given tensors: the way to the planned kernels. `args` are complete. */
export const torch = (name: string, args: Args, input: Tensor, state: State = {}): Tensor =>
  compute(torchLayers.get(name)!, args, [input], state)[0]!;

export const cells = (tensor: Tensor): Cells => ({ data: tensor.raw, shape: tensor.shape });

/** Remembers what was made of a tensor for as long as that tensor lives: packed weights, and with them their plans. */
export function remembered<V>(make: (tensor: Tensor) => V): (tensor: Tensor) => V {
  const known = new WeakMap<Tensor, V>();
  return (tensor) => {
    const value = known.get(tensor) ?? make(tensor);
    known.set(tensor, value);
    return value;
  };
}
