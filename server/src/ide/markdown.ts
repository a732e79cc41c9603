/**
 * Markdown that is safe by its type: what comes from a source file can only get in through `md`, `code` or `fence`, which
 * leave nothing of it to be read as a link, a picture or a heading.
 *
 *   md`**${layer.name}** → ${link("docs", url)}`   // the name is escaped, the link is not
 */

declare const safe: unique symbol;
/** Text that was made here. A plain string does not fit. */
export type Markdown = string & { readonly [safe]: true };

/** A template whose strings are escaped and whose Markdown stays. */
export const md = (parts: TemplateStringsArray, ...values: readonly (Escapable | Markdown)[]): Markdown =>
  parts.reduce((text, part, i) => `${text}${i > 0 ? inline(values[i - 1]!) : ""}${part}`, "") as Markdown;

/** Strings are marked where they go in, so that none is taken for Markdown. */
export interface Escapable {
  readonly raw: string;
}
export const raw = (text: string | number): Escapable => ({ raw: String(text) });

const inline = (value: Escapable | Markdown): string =>
  typeof value === "string" ? value : escaped(value.raw);

/** Every letter that Markdown reads as more than itself, links without brackets and ends of lines included. */
const escaped = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_[\]<>~!&@]/g, "\\$&")
    .replace(/:\/\//g, ":\\/\\/")
    .replace(/\bwww\./gi, "www\\.")
    .replace(/^(\s*\d*)(?=[-+.)](?:\s|$)|#{1,6}\s|-{2,}|=+\s*$)/, "$1\\");

export const none = "" as Markdown;

export const join = (parts: readonly Markdown[], between: string): Markdown =>
  parts.filter((part) => part !== "").join(between) as Markdown;

/** Paragraphs. */
export const paragraphs = (...parts: readonly Markdown[]): Markdown => join(parts, "\n\n");
/** Lines of one paragraph. */
export const lines = (...parts: readonly Markdown[]): Markdown => join(parts, "  \n");

/** A block of code; the fence is longer than any in it. */
export function fence(language: "tensor-shape" | "ts", text: string): Markdown {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text.replace(/\r?\n\s*(?=\r?\n)/g, "")}\n${ticks}` as Markdown;
}

/** `target` is ours: an address of the documentation. */
export const link = (label: string, target: string): Markdown =>
  `[${escaped(label)}](${target.replace(/[\s()<>]/g, encode)})` as Markdown;

/** A link that runs a command of the extension. */
export const commandLink = (label: string, id: `convlens.${string}`, ...args: readonly unknown[]): Markdown =>
  link(label, `command:${id}?${encodeURIComponent(JSON.stringify(args))}`);

/** `uri`: a picture that we drew. */
export const image = (alt: string, uri: string, width: number, height: number): Markdown =>
  `![${escaped(alt)}](${uri}|width=${width},height=${height})` as Markdown;

const encode = (letter: string): string => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`;
