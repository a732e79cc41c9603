/**
 * What travels between the editor's panels and the server: plain JSON, typed once for both sides.
 *
 * Requests have the prefix `convlens/` in the language protocol. Tensors travel as base64 of little-endian float32,
 * cut to `MAX_SENT_BYTES`; `shape` is always the whole tensor's, `sent` what `data` holds of its leading axis.
 */

export const MAX_SENT_BYTES = 8 * 1024 * 1024;

/** A place in a source file, zero-based as in the language protocol. */
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

/** What a model is fed with. `path` is relative to the source file, or absolute. */
export type Sample =
  | { readonly kind: "picture" | "zeros" | "ones" | "ramp" | "checkerboard" }
  | { readonly kind: "randn"; readonly seed: number }
  | { readonly kind: "file"; readonly path: string };

export interface RunOptions {
  readonly sample?: Sample;
  readonly seed?: number; // of the initial weights
  readonly inputShape?: readonly number[]; // instead of the one the source suggests
}

// ── running one layer ─────────────────────────────────────────────────────────────────────────────────────────────

/** `convlens/runLayer`: the layer whose use or constructor stands at `at`. Answers `LayerRun | Refusal`. */
export interface RunLayerParams {
  readonly at: Place;
  readonly options?: RunOptions;
}

/** Why nothing was run: a sentence for a person, with what to do. */
export interface Refusal {
  readonly refused: string;
}

export interface LayerRun {
  readonly id: string; // for `convlens/explainCell`
  readonly title: string; // "conv1 · Conv2d(3, 16, kernel_size=(3, 3), stride=(1, 1))"
  readonly op: string;
  readonly model?: string;
  readonly source: Stretch; // the use in the source
  readonly inferred: { readonly inputs: readonly string[]; readonly output: string }; // as the checker prints them
  readonly formula: readonly string[];
  readonly params: number;
  readonly macs: number;
  readonly inputs: readonly TensorView[];
  readonly output: TensorView;
  readonly weight?: TensorView;
  readonly bias?: TensorView;
  readonly timing: Timing;
  readonly sample: Sample;
  /** Everything a person should know of this run: "ran on 64×64 instead of 1024×1024: …". */
  readonly notes: readonly string[];
  /** Whether `convlens/explainCell` can take an output value of this layer apart. */
  readonly explainable: boolean;
}

export interface TensorView {
  readonly name: string;
  readonly shape: readonly number[];
  readonly sent: number; // how many leading-axis entries of the first batch item `data` holds
  readonly data: string; // base64, the first batch item only
  readonly stats: Stats;
}

export interface Stats {
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly std: number;
  readonly zeros: number; // share of exact zeros, 0..1
  readonly dead: number; // share of channels that are constant, 0..1
  readonly nonFinite: number; // count of NaN and infinities
  /** 32 equal bins from min to max over the finite values. */
  readonly histogram: readonly number[];
}

export interface Timing {
  readonly ms: number;
  readonly threads: number;
  readonly algorithm: string;
  readonly gflops?: number;
}

// ── one output value, taken apart ─────────────────────────────────────────────────────────────────────────────────

/** `convlens/explainCell`: why the output of run `id` has its value at `index` (without the batch axis). */
export interface ExplainCellParams {
  readonly id: string;
  readonly index: readonly number[];
}
export interface Cell {
  readonly index: readonly number[];
  readonly value: number;
  readonly bias: number;
  readonly terms: readonly Term[]; // the products, input channel by input channel
  readonly sum: number; // of all terms and the bias, in float64
  readonly total: number; // how many terms there are; `terms` may be the first of them
}
export interface Term {
  readonly input: readonly number[]; // index into the input (without batch); outside of it where padded
  readonly kernel: readonly number[]; // index into the weight tensor; empty for fold and unfold
  readonly x: number;
  readonly w: number;
  readonly product: number;
  readonly padded: boolean;
}

// ── the model summary ─────────────────────────────────────────────────────────────────────────────────────────────

/** `convlens/modelSummary`: the model at or around `at`, or by name. Answers `ModelSummary | Refusal`. */
export interface ModelSummaryParams {
  readonly at: Place;
  readonly model?: string;
  readonly time?: boolean; // run it once and fill `ms`
  readonly options?: RunOptions;
}
export interface ModelSummary {
  readonly model: string;
  readonly uri: string;
  readonly models: readonly string[]; // all of the file, for a picker
  readonly inputs: readonly { readonly name: string; readonly shape: string }[];
  readonly outputs: readonly string[];
  readonly requirement?: string;
  readonly rows: readonly SummaryRow[];
  readonly totals: { readonly params: string; readonly macs: string; readonly bytes: string };
  readonly edges: readonly { readonly from: number; readonly to: number }[]; // between rows' ids
}
export interface SummaryRow {
  readonly id: number;
  readonly name: string; // dotted path, or the function's name
  readonly op: string;
  readonly module: string; // path of the module it belongs to, "" for the root: rows nest by it
  readonly input: string;
  readonly output: string;
  readonly kernel: string;
  readonly groups: string;
  readonly params: string;
  readonly macs: string;
  readonly bytes: string;
  readonly receptiveField: string;
  readonly ms?: number;
  readonly shared: boolean; // its weights were counted in an earlier row
  readonly source: Stretch;
  readonly findings: readonly { readonly severity: string; readonly message: string }[];
}

/** `convlens/benchmarkLayer`: like runLayer, repeated. */
export interface Benchmark {
  readonly title: string;
  readonly algorithm: string;
  readonly threads: number;
  readonly runs: number;
  readonly ms: { readonly best: number; readonly median: number };
  readonly gflops: number;
  readonly notes: readonly string[];
}
