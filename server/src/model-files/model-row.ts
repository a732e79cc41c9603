/** One node or layer of a model file at work: what it takes and gives, and what that costs. */
import type { Dim, Shape } from "@convlens/engine/specs";

export interface ModelRow {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Element types of the outputs, where the file tells them. */
  readonly types?: readonly (string | undefined)[];
  /** Names of the values that it takes, weights among them, and gives; "" for one that is left out. */
  readonly takes: readonly string[];
  readonly gives: readonly string[];
  /** Learned numbers that belong to it, without running statistics; a weight that several use counts at the first. */
  readonly parameters: Dim;
  /** Multiply-accumulate operations of convolutions and matrix products. */
  readonly macs: Dim;
}
