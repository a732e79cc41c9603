/** A problem of a use or constructor, under any of the codes that this project knows. */
import type { Problem as SpecProblem } from "@convlens/engine/specs";
import type { ProblemCode } from "./problem-code.ts";

export type { ProblemCode };
export type Problem = SpecProblem<ProblemCode>;
