/**
 * What a panel and its page say to each other, for all panels and both sides.
 *
 *   page  → panel   ready, target, keep, cancel, reveal, question
 *   panel → page    answer, busy, reply
 *
 * A panel shows the server's `Answer` for a `Target`. The page keeps the target as its state, so that it can be asked again
 * when the window was reloaded.
 */
import type {
  Benchmark,
  Cell,
  ExplainCellParams,
  ModelNode,
  ModelNodeParams,
  ModelWeight,
  ModelWeightParams,
  Place,
  Refusal,
  RunOptions,
  Sample,
  Stretch,
  TensorParams,
} from "@convlens/server/protocol";

export interface InspectorTarget {
  readonly at: Place;
  readonly options: RunOptions;
}
export interface SummaryTarget {
  readonly at: Place;
  readonly model?: string;
  readonly run: boolean;
  readonly options: RunOptions;
}

export interface ComparisonTarget {
  readonly at: Place; // in the model that the other one is compared with
  readonly model?: string;
  readonly other: OtherModel;
}
/** A second model, or the first one's file at a revision. */
export type OtherModel =
  | { readonly kind: "model"; readonly at: Place; readonly model?: string }
  | { readonly kind: "revision"; readonly revision: string };

export type ToPage<Target, Answer> =
  | { readonly kind: "answer"; readonly target: Target; readonly answer: Answer | Refusal }
  | { readonly kind: "busy"; readonly busy: boolean; readonly doing?: string }
  | { readonly kind: "reply"; readonly id: number; readonly reply: unknown };

export type FromPage<Target> =
  | { readonly kind: "ready" }
  /** Asks again, with these parts of the target changed. */
  | { readonly kind: "target"; readonly target: Partial<Target> }
  /** Leaves the panel as it is: the next one opens beside it. */
  | { readonly kind: "keep" }
  /** Gives up what the panel waits for. */
  | { readonly kind: "cancel" }
  /** Shows a stretch of source; the keyboard goes there too where `focus` says so. */
  | { readonly kind: "reveal"; readonly source: Stretch; readonly focus: boolean }
  | {
      readonly [Name in keyof Questions]: {
        readonly kind: "question";
        readonly id: number;
        readonly name: Name;
        readonly params: Questions[Name]["params"];
      };
    }[keyof Questions];

/** What a page asks once, and what it is told; each may be refused. */
export interface Questions {
  explainCell: { params: ExplainCellParams; answer: Cell };
  modelNode: { params: ModelNodeParams; answer: ModelNode };
  modelWeight: { params: ModelWeightParams; answer: ModelWeight };
  benchmark: { params: { readonly at: Place; readonly options: RunOptions }; answer: Benchmark };
  /** A file dialog for a picture or an array; null: a person went away. */
  chooseSample: { params: null; answer: Sample | null };
  /** Saves a tensor as `.npy`. */
  exportArray: { params: TensorParams & { readonly name: string }; answer: Saved };
  /** Saves what the page made; `base64` for a picture. */
  save: {
    params: { readonly name: string; readonly content: string; readonly base64?: boolean };
    answer: Saved;
  };
}

export interface Saved {
  readonly saved: boolean;
}

/** What the page keeps with `setState`: the panel reads the target after a reload, the page its own view. */
export interface Kept<Target, View> {
  readonly target: Target;
  readonly view?: View;
}
