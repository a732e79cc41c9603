/**
 * How many of a thing one call may ask for. Whatever counts up to a number of the program (layers on each other, parts of
 * a tensor) asks here before it begins, so that engine and checker stay within bounds and refuse the same.
 *
 *   if (!withinBudget(call, { what: "layers", asked: args.numLayers, at: { arg: "numLayers" } })) return [null];
 */
import type { Dim } from "../dims/index.ts";
import type { At, Call, Problem } from "./spec.ts";

/** Far beyond what a program means, far below what hurts. */
export const MOST = {
  /** Recurrent layers on each other. */
  layers: 1_000,
  /** Tensors that one call gives. */
  parts: 100_000,
} as const;

export interface Asked {
  readonly what: keyof typeof MOST;
  readonly asked: Dim;
  readonly at: At;
  readonly stage?: Problem["stage"];
}

/** The problem of asking for too many, with both numbers. What is not known may be asked for. */
export function overBudget({ what, asked, at, stage = "forward" }: Asked): Problem | undefined {
  if (typeof asked !== "number" || asked <= MOST[what]) return undefined;
  const [count, most] = [asked, MOST[what]].map((number) => number.toLocaleString("en-US"));
  const message = `asks for ${count} ${what}; ${most} are the most`;
  return { code: "limit", stage, at, message, runtime: message, exception: "LimitError" };
}

/** Whether so many may be asked for; else the problem is recorded. */
export function withinBudget({ fail }: Pick<Call, "fail">, asked: Asked): boolean {
  const problem = overBudget(asked);
  if (problem) fail(problem);
  return !problem;
}
