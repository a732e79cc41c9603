/**
 * What the panels and commands of an editor ask the server: plain JSON, typed once for both sides.
 *
 * Each request below is a request of the language protocol. Where nothing can be run the answer is a `Refusal`; a tensor
 * travels as base64 of little-endian float32, its first batch item only, cut to `MOST_SENT_BYTES` along its leading axis.
 */

import type { Given, Want } from "../disk/distant-files.ts";
import type { Drawn } from "./picture/drawn.ts";

export type * from "./model-file-protocol.ts";
export type * from "./model-protocol.ts";
export { short } from "./picture/short.ts";
export type { Given };

export const requests = {
  /** LayersParams → LayerItem[] */
  layers: "convlens/layers",
  /** RunLayerParams → LayerRun | Refusal */
  runLayer: "convlens/runLayer",
  /** ExplainCellParams → Cell | Refusal */
  explainCell: "convlens/explainCell",
  /** TensorParams → TensorData | Refusal */
  tensor: "convlens/tensor",
  /** ModelSummaryParams → ModelSummary | Refusal */
  modelSummary: "convlens/modelSummary",
  /** CompareModelsParams → ModelComparison | Refusal */
  compareModels: "convlens/compareModels",
  /** RunLayerParams → Benchmark | Refusal */
  benchmarkLayer: "convlens/benchmarkLayer",
  /** { at: Place } → string | null: the Markdown of a hover's picture that was not there when the hover was answered */
  hoverPicture: "convlens/hoverPicture",
  /** CheckWorkspaceParams → CheckWorkspace; findings come with workspace diagnostics */
  checkWorkspace: "convlens/checkWorkspace",
  /** ModelFileParams → ModelSummary | Refusal: of a model file, in place of a model of the source */
  modelFile: "convlens/modelFile",
  /** ModelNodeParams → ModelNode | Refusal */
  modelNode: "convlens/modelNode",
  /** ModelWeightParams → ModelWeight | Refusal */
  modelWeight: "convlens/modelWeight",
  /** { at: Place } → string | null: the address of the model file that the program loads there */
  modelFileAt: "convlens/modelFileAt",
  /** { at: Place } → string | null: the shape of the tensor or layer there, as it is shown */
  shapeAt: "convlens/shapeAt",
  /** FilesParams → Given[], from the server to a client that runs in a browser with it: what stands in files */
  files: "convlens/files",
} as const;
export interface FilesParams {
  readonly wants: readonly { readonly kind: Want["kind"]; readonly uri: string }[];
}

export const notifications = {
  /** ThemeParams, from the client: what pictures in hovers stand on */
  theme: "convlens/theme",
  /** NotebookParams, from the client: when a notebook is opened, and when its cells are others */
  notebook: "convlens/notebook",
} as const;
export interface NotebookParams {
  readonly cells: readonly string[]; // addresses of its cells of code, in order
}
export interface ThemeParams {
  readonly kind: "dark" | "light" | "highContrastDark" | "highContrastLight";
}

export const MOST_SENT_BYTES = 4 * 1024 * 1024;

/** Zero-based, as in the language protocol. */
export interface Place {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}
export interface Stretch {
  readonly uri: string;
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** Why nothing was run: a sentence for a person, with what to do. */
export interface Refusal {
  readonly refused: string;
}

/** What a model is fed with. A path is absolute, or relative to the source file. */
export type Sample =
  | { readonly kind: "picture" | "zeros" | "ones" | "ramp" | "checkerboard" }
  | { readonly kind: "randn"; readonly seed: number }
  | { readonly kind: "file"; readonly path: string }; // .png, .jpg, .npy

export interface RunOptions {
  readonly sample?: Sample;
  readonly seed?: number; // of the initial weights
  readonly inputShape?: readonly number[]; // instead of the one the source suggests
}

// ── the layers of a file ──────────────────────────────────────────────────────────────────────────────────────────

export interface CheckWorkspaceParams {
  readonly uris: readonly string[];
  /** Where progress is reported, as the language protocol has it. */
  readonly workDoneToken?: string | number;
}
export interface CheckWorkspace {
  readonly files: number; // that were looked at
  readonly models: number;
  readonly findings: number;
  readonly withFindings: number; // files
}

export interface LayersParams {
  readonly uri: string;
}
export interface LayerItem {
  readonly label: string; // "layer1.0.conv1"
  readonly description: string; // "Conv2d(64, 64, …)"
  readonly detail: string; // "[N, 64, 56, 56] → [N, 64, 56, 56]"
  readonly at: Place; // for `runLayer`
}

// ── one layer ─────────────────────────────────────────────────────────────────────────────────────────────────────

export interface RunLayerParams {
  readonly at: Place; // at a layer's use, name or constructor
  readonly options?: RunOptions;
}

export interface LayerRun {
  readonly id: string; // for `explainCell` and `tensor`
  readonly title: string; // "conv1"
  readonly repr: string; // "Conv2d(3, 16, 3, { padding: 1 })", as its library spells it
  readonly model?: string;
  readonly source: Stretch; // the use
  readonly signature: string; // as the checker prints it: "[N, 3, H, W] → [N, 16, H - 2, W - 2]"
  readonly formula: readonly string[];
  readonly params: string;
  readonly macs: string;
  readonly receptiveField: string;
  readonly inputs: readonly TensorView[];
  readonly output: TensorView;
  readonly weights: readonly TensorView[]; // the kernel first
  readonly timing: Timing;
  readonly sample: Sample;
  /** What a person should know of this run: "ran with H = W = 64: …". */
  readonly notes: readonly string[];
  /** Whether `explainCell` can take its output apart. */
  readonly explainable: boolean;
}

export interface TensorView {
  readonly name: string;
  readonly shape: readonly number[]; // whole, with the batch axis where it has one
  /** Sizes of what `data` holds: the first batch item, and of its leading axis as much as may be sent. */
  readonly sent: readonly number[];
  readonly data: string;
  readonly stats: Stats;
  /** How to draw `sent`: maps [C, H, W], slices [C, D, H, W], lines [C, L], strip [F] or [rows, F]; channels first always. */
  readonly kind: Drawn["kind"];
}

export interface Stats {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly std: number;
  readonly zeros: number; // share of exact zeros, 0..1
  readonly dead: number; // share of channels that are constant, 0..1
  readonly nonFinite: number; // count of NaN and infinities
  readonly histogram: readonly number[]; // equal bins from min to max over the finite values
}

export interface Timing {
  readonly ms: number; // of this layer alone
  readonly threads: number;
  readonly algorithm: string; // "implicit GEMM", "Winograd F(2×2, 3×3)", "plain loops"
  readonly gflops?: number;
}

export interface TensorParams {
  readonly id: string;
  readonly which: "input" | "output" | "weight";
  readonly index: number; // 0 unless there are several
}
/** The whole tensor, for export. */
export interface TensorData {
  readonly shape: readonly number[];
  readonly data: string;
}

// ── one output value, taken apart ─────────────────────────────────────────────────────────────────────────────────

export interface ExplainCellParams {
  readonly id: string;
  readonly index: readonly number[]; // of the output, without the batch axis, channels first
}
export interface Cell {
  readonly index: readonly number[];
  readonly value: number;
  readonly bias: number;
  readonly sum: number; // of all products and the bias, in float64
  readonly terms: readonly Term[]; // the first MOST_TERMS, input channel by input channel
  readonly total: number; // how many there are
}
export interface Term {
  readonly input: readonly number[]; // index into the input without batch; outside of it where padded
  readonly kernel: readonly number[]; // index into the weight; empty for Unfold and Fold
  readonly x: number;
  readonly w: number;
  readonly product: number;
  readonly padded: boolean;
}
export const MOST_TERMS = 2048;

export interface Benchmark {
  readonly title: string;
  readonly algorithm: string;
  readonly threads: number;
  readonly runs: number;
  readonly ms: { readonly best: number; readonly median: number };
  readonly gflops?: number;
  readonly notes: readonly string[];
}
