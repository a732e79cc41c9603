/** Small building blocks of fixes: arguments to set, options to add, methods to call on an expression. */
import { type Arg, dimOf, format, isDim, isList, isUnknown } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Span } from "../../facts/span.ts";

/** The source text of a stretch; undefined where the file is not there. */
export type Read = (span: Span) => string | undefined;

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

/** What was built, or called, with its arguments: `new nn.Conv2d(3, 8, 3)`. */
export interface Built {
  readonly site: Span;
  readonly argSpans: Readonly<Record<string, Span>>;
}

/** An option's value changed where it is given, else added behind the last argument. */
export function setOption({ site, argSpans }: Built, name: string, value: number, read: Read): Fix["edits"] {
  const given = argSpans[name];
  if (given) return [{ span: given, newText: String(value) }];
  const text = read(site);
  if (!text?.endsWith(")")) return [];
  const body = text.slice(0, -1).trimEnd().replace(/,$/, "");
  const option = `${name}: ${value}`;
  const at = (length: number, newText: string): Fix["edits"] => [
    { span: { file: site.file, start: site.start + length, end: site.start + length }, newText },
  ];
  if (body.endsWith("}")) {
    const inside = body.slice(0, -1).trimEnd();
    return at(inside.length, `${/[{,]$/.test(inside) ? " " : ", "}${option}`);
  }
  return at(body.length, `${body.endsWith("(") ? "" : ", "}{ ${option} }`);
}

/** `expression.method()`, in parentheses where the expression needs them. */
export function callOn(title: string, span: Span, method: string, read: Read): Fix {
  const text = read(span)?.trimEnd();
  return text === undefined || !hasOpenSpace(text)
    ? insert(title, text === undefined ? span : { ...span, end: span.start + text.length }, "after", method)
    : { title, edits: [{ span, newText: `(${text})${method}` }] };
}

/** Whether there is a space outside of all brackets and strings: then an operator may bind less than a call. */
function hasOpenSpace(text: string): boolean {
  const flat = text.replace(/(["'`])(?:\\.|(?!\1).)*\1/g, "").replace(/^new\s+/, "");
  let depth = 0;
  for (const letter of flat) {
    if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    else if (depth === 0 && /\s/.test(letter)) return true;
  }
  return false;
}
