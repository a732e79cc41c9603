/** Small building blocks of fixes. */
import { type Arg, dimOf, format, isDim, isList, isUnknown } from "@convlens/engine/specs";
import type { Fix } from "../../analysis.ts";
import type { Span } from "../../span.ts";

/** A value as source text; undefined where it is not a plain number (or list of them). */
export function sourceOf(value: Arg): string | undefined {
  if (typeof value === "number") return String(value);
  if (isList(value)) {
    const parts = value.map((item) => (typeof item === "number" ? String(item) : undefined));
    return parts.every((part) => part !== undefined) ? `[${parts.join(", ")}]` : undefined;
  }
  return undefined;
}

/** "Set inChannels to 16 (now 32)" as an edit of one argument; none where the argument or the value is not there. */
export function setArgument(name: string, span: Span | undefined, value: Arg, now?: Arg): Fix[] {
  const newText = sourceOf(value);
  if (!span || newText === undefined) return [];
  const before = isDim(now) && !isUnknown(dimOf(now)) ? ` (now ${format(now)})` : "";
  return [{ title: `Set ${name} to ${newText}${before}`, edits: [{ span, newText }] }];
}

export const insert = (title: string, span: Span, at: "before" | "after", newText: string): Fix => {
  const offset = at === "before" ? span.start : span.end;
  return { title, edits: [{ span: { file: span.file, start: offset, end: offset }, newText }] };
};
