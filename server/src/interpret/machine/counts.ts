/**
 * How many elements a list literal has that spreads long typed arrays: `[...red, ...green]`. It holds for what takes the
 * literal itself, before anything else can put more into the list.
 */
import type { Dim } from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { ArrayValue } from "../../facts/values.ts";

const counts = new WeakMap<ArrayValue, { readonly count: Dim; readonly literal: Span }>();

export function noteCount(array: ArrayValue, count: Dim, literal: Span): void {
  counts.set(array, { count, literal });
}

/** Of a list that stands as a literal at `at`. */
export function countOf(array: ArrayValue, at: Span | undefined): Dim | undefined {
  const noted = counts.get(array);
  const same = noted && at && noted.literal.start === at.start && noted.literal.end === at.end;
  return same && noted.literal.file === at.file ? noted.count : undefined;
}
