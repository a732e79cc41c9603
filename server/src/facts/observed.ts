/**
 * What the interpreter saw in a file or a part of one: facts, and what may be wrong with them. What people are told of
 * it, `rules` decides.
 */
import type { Shape } from "@convlens/engine/specs";
import type { Analysis } from "./analysis.ts";
import type { ShapeNote } from "./annotations.ts";
import type { Span } from "./span.ts";
import type { LayerValue, Subject } from "./values.ts";

export interface Observed extends Omit<Analysis, "findings"> {
  /** Problems of layers, functions and what dialects check, in the order of execution. */
  readonly subjects: readonly Subject[];
  readonly contradictions: readonly Contradiction[];
  readonly undeclared: readonly UndeclaredLayer[];
  /** Layers of models that ran, which no path has touched; none where the analysis has gaps. */
  readonly unused: readonly LayerValue[];
  readonly notes: readonly NotedShape[];
}

/** An annotation that cannot be true; of an argument it is the call that is told. */
export interface Contradiction {
  readonly note: Span;
  readonly wanted: Shape;
  readonly found: Shape;
  readonly at: Span;
  readonly argument?: boolean;
}

/** A layer that is used without being there. */
export interface UndeclaredLayer {
  readonly span: Span;
  readonly name: string;
  readonly owner: string; // the class
  readonly layers: readonly string[]; // that the owner has
}

/** An annotation, and the names that it may speak of where it stands. */
export interface NotedShape {
  readonly note: ShapeNote;
  /** Absent where it stands before nothing that has a shape; `signature`: before what has no body to analyse. */
  readonly reaches?: "signature" | ReadonlySet<string>;
}
