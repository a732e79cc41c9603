/**
 * What the interpreter does about a kind of problem, besides telling it. Rules declare it; the interpreter is handed it.
 *
 *   policyOf("kernel-too-large")     // { outputNeverRight: true, mend: … }
 */
import type { Args, LayerSpec, Shape } from "@convlens/engine/specs";
import type { Problem, ProblemCode } from "./problem.ts";

export interface Policy {
  /** True of any rank: told also where the rank of an input was only guessed. */
  readonly certainAtAnyRank?: true;
  /** What a layer asks of sizes that the one in front declares: true whatever went wrong further back. */
  readonly certainBehindErrors?: true;
  /** The output is what the layer declares all the same: the wrong size is not one of its own. */
  readonly outputStands?: true;
  /** What the rule computes in spite of it is no shape, such as a map with fewer than no cells. */
  readonly outputNeverRight?: true;
  /** The input as this use would have it: what else is wrong with that one, too, is another mistake. */
  readonly wants?: (mistake: Mistake) => Shape;
  /** What comes out where it is mended the other way: what fails with that one, too, is another mistake. */
  readonly otherwise?: (mistake: Mistake, outputs: readonly Shape[]) => readonly Shape[] | undefined;
  /** The call as it was probably meant, so that everything behind it still has shapes. */
  readonly mend?: Mend;
}
export type PolicyOf = (code: ProblemCode) => Policy;

/** A call that fails. */
export interface Mistake {
  readonly spec: LayerSpec;
  readonly problem: Problem;
  readonly args: Args;
  readonly input: Shape; // the first one; null for a constructor
}
/** Other arguments or another input; undefined where nothing suggests itself. */
export type Mend = (mistake: Mistake) => { readonly args: Args } | { readonly input: Shape } | undefined;
