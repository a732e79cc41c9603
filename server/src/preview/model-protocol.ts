/** What panels ask of a model, or of two side by side: `protocol.ts` has the questions. */
import type { ModelFileFacts } from "./model-file-protocol.ts";
import type { Place, Refusal, RunOptions, Sample, Stats, Stretch, TensorView } from "./protocol.ts";

export interface ModelSummaryParams {
  readonly at: Place; // in the model, or anywhere in its file
  readonly model?: string; // by name, where it is known
  readonly run?: boolean; // runs it once: times, statistics and the output
  /** Progress is reported under it, as the language protocol has it: "layer3.4.conv2 · 212 of 515". */
  readonly workDoneToken?: string | number;
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
  readonly edges: readonly Edge[];
  readonly run?: ModelRun | Refusal;
  /** Of a model file, which is looked at and not run. */
  readonly file?: ModelFileFacts;
}
/** From one row's output into another row; −1 − i is the model's i-th input, and `rows.length` + i its i-th output. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly shape: string;
}
export interface Amounts {
  readonly params: number | null; // 0 where they were counted in an earlier row
  readonly macs: number | null;
  readonly bytes: number | null; // of the output
}
export interface SummaryRow {
  readonly id: number; // its place in `rows`
  readonly name: string; // "conv1", or the function's name
  readonly op: string;
  /** Modules around it, outermost first: [{ path: "layer1", type: "Sequential" }, { path: "layer1.0", type: "BasicBlock" }] */
  readonly modules: readonly { readonly path: string; readonly type: string }[];
  readonly input: string;
  readonly output: string;
  readonly kernel: string;
  readonly groups: string;
  readonly params: string;
  readonly macs: string;
  readonly bytes: string;
  readonly receptiveField: string;
  /** "3 → 64, k7, s2, p3": the arguments that decide a shape. */
  readonly arguments: string;
  /** The same amounts as numbers, a batch of one, for sums and for sorting; null where they are not known. */
  readonly amounts: Amounts;
  readonly ms?: number;
  readonly stats?: Stats; // of its output, where it was run
  readonly shared: boolean; // its weights were counted in an earlier row
  readonly failed: boolean;
  readonly source?: Stretch; // absent in a model file
  readonly findings: readonly {
    readonly severity: string;
    readonly code: string;
    readonly message: string;
  }[];
}
export interface ModelRun {
  readonly id: string; // for `tensor`
  readonly ms: number; // of all layers
  readonly preparing: number; // ms in which weights were made and kernels chosen
  readonly threads: number;
  readonly sample: Sample;
  readonly inputs: readonly TensorView[];
  readonly output: TensorView;
  readonly notes: readonly string[];
}

// ── two models ────────────────────────────────────────────────────────────────────────────────────────────────────

/** A model of a file as it is, or as it was: then with the text that the file had. */
export interface ComparedModel {
  readonly at: Place;
  readonly model?: string;
  readonly text?: string;
}
export interface CompareModelsParams {
  readonly before: ComparedModel;
  readonly after: ComparedModel;
}
export interface ModelComparison {
  readonly before: ModelSummary;
  readonly after: ModelSummary;
  readonly lines: readonly ComparedLine[];
}
/** A layer by its rows in both summaries; one of them is missing where it went or came. */
export interface ComparedLine {
  readonly before?: number;
  readonly after?: number;
  readonly same: boolean;
}
