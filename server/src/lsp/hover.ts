/** Hover: the facts at once, and the picture where it is there in time; else it comes with the next hover. */
import { type Connection, MarkupKind } from "vscode-languageserver";
import type { Analysis } from "../facts/analysis.ts";
import { hover } from "../ide/hover.ts";
import { previewMarkdown } from "../preview/hover-preview.ts";
import { type Previews, sentenceOf } from "../preview/previews.ts";
import { type Meant, meantAt } from "../preview/target.ts";
import type { Converter } from "./convert.ts";
import type { Documents } from "./documents.ts";
import { guard } from "./guard.ts";
import type { Settings } from "./settings.ts";

/** A hover waits no longer for its picture. */
const DEADLINE_MS = 100;

export function registerHover(
  connection: Connection,
  documents: Documents,
  convert: Converter,
  settings: Settings,
  previews: Previews,
  links: () => boolean,
): void {
  connection.onHover(
    guard(connection, "hover", null, async ({ textDocument: { uri }, position }) => {
      if (!settings.isEnabled("hover")) return null;
      const file = documents.file(uri);
      const analysis = documents.project.analyze(file);
      const offset = documents.project.source(file)?.offsetAt(position) ?? 0;
      const found = hover(analysis, offset);
      if (!found) return null;
      const meant = settings.isEnabled("preview") ? meantAt(analysis, offset) : undefined;
      const runs = meant && !meant.use.failed ? meant : undefined;
      const parts = [
        found.head,
        // a hover is low: the picture stands where it is seen without scrolling
        runs && (await inTime(picture(analysis, runs), "*The preview is being computed …*")),
        runs && links() && linksTo({ uri, ...position }, runs),
        found.rest,
      ];
      const value = parts.filter(Boolean).join("\n\n");
      return { contents: { kind: MarkupKind.Markdown, value }, range: convert.range(found.span) };
    }),
  );

  /** Nothing where nothing can be run: the facts stand without it, and commands say why. */
  async function picture(analysis: Analysis, meant: Meant): Promise<string> {
    const options = settings.preview;
    try {
      const hovered = await previews.hover(analysis, meant, options);
      return previewMarkdown(hovered, hovered.sample, options.seed ?? 0, hovered.notes, hovered.weights);
    } catch (error) {
      const sentence = sentenceOf(error);
      if (sentence === undefined) throw error;
      return sentence === "Cancelled." ? "" : `*No preview: ${sentence}*`;
    }
  }
}

/** What comes within the deadline, else what stands for it meanwhile. */
async function inTime(work: Promise<string>, meanwhile: string): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(meanwhile), DEADLINE_MS);
  });
  work.catch(() => {}); // heard of in time or not at all
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

function linksTo(place: { uri: string; line: number; character: number }, { use }: Meant): string {
  const command = (id: string, title: string, ...args: unknown[]): string =>
    `[${title}](command:${id}?${encodeURIComponent(JSON.stringify(args)).replace(/[()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)})`;
  const links = [
    command("convlens.runLayer", "▶ Run layer", place),
    ...(use.model === undefined
      ? []
      : [command("convlens.openModelSummary", "Model summary", place, use.model)]),
  ];
  return links.join(" · ");
}
