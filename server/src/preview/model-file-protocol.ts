/** What panels ask of a model file that is open by itself: `protocol.ts` has the questions. */
import type { SummaryRow } from "./model-protocol.ts";
import type { Stats } from "./protocol.ts";

export interface ModelFileParams {
  readonly uri: string;
}
export interface ModelFileFacts {
  /** "Format" → "ONNX", "Opset" → "17", as they are shown. */
  readonly facts: readonly (readonly [string, string])[];
  /** What the exporter noted. */
  readonly metadata: readonly (readonly [string, string])[];
  readonly inputs: readonly ModelFileValue[];
  readonly outputs: readonly ModelFileValue[];
  /** How many nodes of each kind, most frequent first. */
  readonly operators: readonly (readonly [string, number])[];
  /** What is wrong with the file as a whole. */
  readonly problems: SummaryRow["findings"];
}
export interface ModelFileValue {
  readonly name: string;
  readonly type: string; // "float32"; "" where it is not said
  readonly shape: string;
}

export interface ModelNodeParams {
  readonly uri: string;
  readonly row: number; // its `id`
}
export interface ModelNode {
  readonly name: string;
  readonly op: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly inputs: readonly ModelNodeValue[];
  readonly outputs: readonly ModelNodeValue[];
}
export interface ModelNodeValue extends ModelFileValue {
  /** The row that gives it, or takes it first. */
  readonly row?: number;
  /** The numbers lie in the file, and may be asked for. */
  readonly stored: boolean;
  /** Numbers of a small constant. */
  readonly values?: string;
}

export interface ModelWeightParams {
  readonly uri: string;
  readonly name: string;
}
export interface ModelWeight extends ModelFileValue {
  readonly bytes: string;
  readonly stats: Stats;
  /** The first numbers. */
  readonly first: readonly number[];
}
