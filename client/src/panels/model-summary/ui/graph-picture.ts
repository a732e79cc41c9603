/** What a graph's picture is made of, and how large its letters are. */
import type { SummaryRow } from "@convlens/server/protocol";

export interface Node {
  readonly id: string;
  readonly kind: "input" | "layer" | "module" | "output";
  readonly title: string;
  readonly detail: string;
  /** What a press on it shows: its row, or the first row of its module. */
  readonly row?: SummaryRow;
  readonly path?: string; // of a folded module
  readonly rows: readonly SummaryRow[]; // that it stands for
  readonly shared: boolean; // its weights are those of an earlier node
  readonly family?: Family; // of a layer
  readonly findings: number;
  readonly failed: boolean;
  readonly x: number; // centre
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Layers of one kind are seen to be. */
export type Family = "convolution" | "linear" | "pooling" | "norm" | "activation";
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly labelAt: { readonly x: number; readonly y: number };
}
export interface Picture {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  readonly width: number;
  readonly height: number;
}

export type SizedNode = Omit<Node, "x" | "y">;
export type Sized = ReadonlyMap<string, SizedNode>;
/** An edge between two nodes; `label` is what is written beside it. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly shape: string;
  readonly label: string;
}

export const CHARACTER = 6.6; // the width of one, on average
export const LABEL_HEIGHT = 14;
export const labelWidth = (label: string): number => label.length * CHARACTER * 0.9 + 8;
