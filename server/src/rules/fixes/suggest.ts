/** What a rule says of mending: candidate edits for a case of it, preferred first. */
import type { Fix } from "../../facts/analysis.ts";
import type { Subject } from "../../facts/values.ts";
import type { Read } from "./edit.ts";

export type Suggest = (subject: Subject, read: Read) => readonly Fix[];

/** The suggestions of several sources, in their order. */
export const inOrder =
  (...sources: readonly Suggest[]): Suggest =>
  (subject, read) =>
    sources.flatMap((source) => source(subject, read));
