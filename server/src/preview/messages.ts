/** What the server and its preview worker say to each other: a job, its answer, and how a job is given up. */
import type { RunPlan, Source } from "./plan.ts";
import type { Benchmark, Cell, LayerRun, ModelRun, Sample, Stats, TensorData } from "./protocol.ts";
import type { Disagreement } from "./weights.ts";

/** A layer or a tensor of a plan on a sample. */
export interface Target {
  readonly plan: RunPlan;
  readonly sample: Sample;
  readonly source: Source;
}

export interface Hovered {
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly shape: readonly number[];
  readonly stats: Stats;
  readonly channels: number;
}

/** Jobs by name: what is asked, what is answered. */
export interface Jobs {
  hover: {
    ask: Target & {
      readonly label: string;
      readonly ink?: string;
      readonly isLow?: boolean;
      readonly language: string; // of what is written in the picture
      readonly arriving?: readonly Source[];
    };
    answer: Hovered;
  };
  layer: {
    ask: Target & { readonly names: readonly string[] };
    answer: Pick<LayerRun, "id" | "inputs" | "output" | "weights" | "timing" | "explainable">;
  };
  model: {
    ask: Omit<Target, "source"> & { readonly outputs: readonly Source[] };
    answer: Omit<ModelRun, "sample" | "notes"> & {
      /** Of each op of the plan. */
      readonly ops: readonly { readonly ms: number; readonly stats: Stats }[];
    };
  };
  cell: { ask: { readonly id: string; readonly index: readonly number[] }; answer: Cell };
  tensor: {
    ask: { readonly id: string; readonly which: "input" | "output" | "weight"; readonly index: number };
    answer: TensorData;
  };
  benchmark: { ask: Target; answer: Omit<Benchmark, "title" | "notes"> };
  /** The values themselves, for the terminal and for tests. */
  values: { ask: Target; answer: { readonly shape: readonly number[]; readonly data: Float32Array } };
  /** Computes all ops while nobody waits, so that the next hover finds them. */
  ahead: { ask: Omit<Target, "source">; answer: null };
  weights: { ask: { readonly plan: RunPlan }; answer: readonly Disagreement[] };
}
export type JobName = keyof Jobs;

export interface Ask<K extends JobName = JobName> {
  readonly id: number;
  readonly kind: K;
  readonly job: Jobs[K]["ask"];
}
/** Words of shared memory, where there is any: the id of a job to give up, and what stops the kernel that runs. */
export interface Words {
  readonly cancelled: Int32Array;
  readonly stop: Int32Array;
}
export type Told =
  | { readonly kind: "ready"; readonly words?: Words }
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  /** `expected`: a sentence for a person; else a bug. */
  | { readonly kind: "error"; readonly id: number; readonly message: string; readonly expected: boolean }
  | { readonly kind: "progress"; readonly id: number; readonly at: Progress }
  | { readonly kind: "log"; readonly message: string };

/** How far a job is: so many of its layers are done, and this one runs. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly label: string;
}
