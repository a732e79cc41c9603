/**
 * What is run: a part of a model's graph as plain data with numbers only, which a worker can be sent.
 *
 *   { inputs: [{ name: "x", shape: [1, 3, 32, 32], … }],
 *     ops: [{ name: "Conv2d", args: { inChannels: 3, … }, inputs: [{ input: 0 }], outputs: [[1, 16, 30, 30]], … }], … }
 */
import type { Op } from "@convlens/engine/graph";

export interface RunPlan {
  readonly inputs: readonly PlanInput[];
  /** In an order in which they can be run. */
  readonly ops: readonly PlanOp[];
  readonly seed: number; // of the initial weights
  readonly weights?: string; // a file, absolute
  readonly reading: Reading;
  readonly macs: number;
  /** Learned values of all layers, each layer once. */
  readonly parameters: number;
  /** Bytes of all activations and weights. */
  readonly bytes: number;
  /** What a person should know of the sizes: "ran with N = 1, H = W = 128". */
  readonly notes: readonly string[];
}

/** How the tensors of a plan are to be read. */
export interface Reading {
  readonly channelsLast: boolean;
  readonly unbatched: boolean; // images come without a batch axis
  /** [N, C, L] is time with channels, not rows of features. */
  readonly time: boolean;
}

/** Where a value comes from. */
export type Source =
  | { readonly input: number }
  /** `output`: which of its outputs. */
  | { readonly op: number; readonly output: number };

export interface PlanInput {
  readonly name: string;
  readonly shape: readonly number[];
  readonly content: Content;
  readonly channelsLast: boolean;
  /** Equal for equal content, whatever the sample is. */
  readonly key: number;
}
export type Content =
  | { readonly kind: "sample" }
  /** Whole numbers from 0 to below `below`: rows of a table, classes. */
  | { readonly kind: "indices"; readonly below: number }
  | { readonly kind: "fill"; readonly value: number }
  | { readonly kind: "range"; readonly start: number; readonly step: number }
  /** A learned tensor outside of layers, by its name in a weights file. */
  | { readonly kind: "parameter"; readonly path: string };

export interface PlanOp extends Op {
  /** The library's rule runs between two transpositions: its tensors have their channels last. */
  readonly channelsLast: boolean;
  /** Which learned tensors it has; ops of one model with the same have them in common. "layer1.0.conv1" */
  readonly weights?: string;
  readonly inputs: readonly Source[];
  /** Inferred; null where inference does not know. */
  readonly outputs: readonly (readonly number[] | null)[];
  readonly macs: number;
  readonly label: string; // for a person
  /** Equal where the op and all it depends on are equal, sample and weights aside. */
  readonly key: number;
}

/** A sentence for a person on why something is not run. */
export class NotRunnable extends Error {}
