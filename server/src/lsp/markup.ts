/**
 * Markdown as the client can show it: without pictures where nobody asked for them, as plain text where it knows no more.
 *
 *   markupFor({ formats: ["plaintext"], pictures: false }, "**Conv2d** `conv1`").value    // "Conv2d conv1"
 */
import type { MarkupContent } from "vscode-languageserver";
import { MarkupKind } from "./words.ts";

export interface Shows {
  /** What the client said that it shows, preferred first; undefined where it said nothing. */
  readonly formats: readonly MarkupKind[] | undefined;
  /** Pictures as `data:` addresses, which are long: a terminal would print them. */
  readonly pictures: boolean;
}

export function markupFor({ formats, pictures }: Shows, markdown: string): MarkupContent {
  if (formats && !formats.includes(MarkupKind.Markdown))
    return { kind: MarkupKind.PlainText, value: plainText(markdown) };
  return { kind: MarkupKind.Markdown, value: pictures ? markdown : withoutPictures(markdown) };
}

/** What stands there for those who cannot see it. */
const withoutPictures = (markdown: string): string =>
  markdown.replace(/!\[((?:\\.|[^\]\\])*)\]\(data:[^)]*\)/g, "*$1*");

function plainText(markdown: string): string {
  return withoutPictures(markdown)
    .split(/^(`{3,})[^\n]*\n([\s\S]*?)\n\1$/m) // text, fence, code, text, …
    .flatMap((part, i) => (i % 3 === 0 ? [proseText(part)] : i % 3 === 2 ? [part] : []))
    .join("")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const proseText = (text: string): string =>
  text
    .replace(/\[((?:\\.|[^\]\\])*)\]\([^)]*\)/g, "$1")
    .replace(/(?<!\\)(\*\*|__|[*`])/g, "")
    .replace(/ {2}\n/g, "\n")
    .replace(/&nbsp;/g, " ")
    .replace(/^#{1,6} /gm, "")
    .replace(/\\([\\`*_[\]<>~!&@#+\-.)=:/])/g, "$1");
