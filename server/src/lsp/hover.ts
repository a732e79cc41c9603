/**
 * Hover: the facts at once, with the picture where it is known. Where it has to be computed first, our own client asks for
 * it a second time (`convlens/hoverPicture`) and shows it below when it is there; other clients show it at the next hover.
 */
import type { Analysis } from "../facts/analysis.ts";
import { hover } from "../ide/hover.ts";
import { loadedHover } from "../ide/loaded-hover.ts";
import { bindingsAt, usesAt } from "../ide/lookup.ts";
import { commandLink, join, lines, type Markdown, md, none, paragraphs, raw } from "../ide/markdown.ts";
import { checks } from "../preview/checks.ts";
import { lowPreviewMarkdown, previewMarkdown } from "../preview/hover-preview.ts";
import { sentenceOf } from "../preview/previews.ts";
import { type Place, requests } from "../preview/protocol.ts";
import { arrivingAt, type Meant, meantAt } from "../preview/target.ts";
import { t, translated } from "../texts/index.ts";
import { guard } from "./guard.ts";
import { markupFor } from "./markup.ts";
import { given, placed } from "./params.ts";
import type { Serving } from "./serving.ts";

/** A hover waits no longer for its picture. */
const DEADLINE_MS = 100;
/** How long a client's second request waits to hear what the first was answered. */
const MEETING_MS = 1000;
/** Hovers whose second request may still come. */
const MOST_OPEN = 20;

export function registerHover({
  connection,
  documents,
  convert,
  settings,
  previews,
  ownClient,
  shows,
}: Serving): void {
  const answered = new Meetings();
  const keyOf = ({ uri, line, character }: Place): string =>
    `${line}:${character} ${documents.version(uri)} ${uri}`;
  const shownAt = (analysis: Analysis, offset: number): Meant | undefined => {
    const meant = settings.isEnabled("preview") ? meantAt(analysis, offset) : undefined;
    return meant?.use.failed && !meant.isArriving ? arrivingAt(analysis, meant.use) : meant;
  };

  connection.onHover(
    guard(connection, "hover", null, async ({ textDocument: { uri }, position }) => {
      if (!settings.isEnabled("hover")) return null;
      const file = documents.file(uri);
      const analysis = documents.project.analyze(file);
      const offset = documents.project.source(file)?.offsetAt(position) ?? 0;
      const text = documents.project.source(file)?.text ?? "";
      const found = loadedHover(analysis, offset, text) ?? hover(analysis, offset, text);
      const place = { uri, ...position };
      const shown = found && shownAt(analysis, offset);
      const links = ownClient() && shown ? linksTo(place, shown, analysis, offset) : none;
      const drawn = shown ? await inTime(pictureOf(analysis, shown, links)) : none;
      if (ownClient()) answered.tell(keyOf(place), drawn !== undefined);
      if (!found) return null;
      const waiting = md`*${raw(t("The preview is being computed: hover again to see it."))}*`;
      // a hover is low: what matters stands where it is seen without scrolling
      const facts = join([links, found.facts], " · ");
      const isLow = shown?.isLow;
      const asksAgain = drawn === undefined && ownClient();
      const value = paragraphs(
        found.head,
        asksAgain
          ? isLow
            ? none
            : facts
          : isLow && drawn !== undefined
            ? join([drawn, found.rest], " · ")
            : lines(facts, drawn ?? waiting, found.rest),
      );
      return { contents: markupFor(shows(), value), range: convert.range(found.span) };
    }),
  );

  connection.onRequest(
    requests.hoverPicture,
    guard(connection, "hover picture", null, async (params: unknown): Promise<string | null> => {
      const { at } = given(requests.hoverPicture, checks.atPlace, params);
      if ((await answered.heard(keyOf(at))) || documents.version(at.uri) === undefined) return null;
      const { file, offset } = placed(documents, at);
      const analysis = documents.project.analyze(file);
      const shown = shownAt(analysis, offset);
      const rest = hover(analysis, offset)?.rest ?? none;
      const links = shown ? linksTo(at, shown, analysis, offset) : none;
      const picture = shown ? await pictureOf(analysis, shown, links) : none;
      return (shown?.isLow ? join([picture, rest], " · ") : lines(picture, rest)) || null;
    }),
  );

  /** Nothing where nothing can be run: the facts stand without it, and commands say why. */
  async function pictureOf(analysis: Analysis, meant: Meant, links: Markdown): Promise<Markdown> {
    try {
      const hovered = await previews.hover(analysis, meant, settings.preview);
      return meant.isLow
        ? lowPreviewMarkdown(hovered, hovered.from, links)
        : previewMarkdown(hovered, hovered.from, hovered.notes);
    } catch (error) {
      const sentence = sentenceOf(error);
      if (sentence === undefined) throw error;
      const why = sentence === "Cancelled." ? none : md`*${raw(t("No preview: {0}", translated(sentence)))}*`;
      return meant.isLow ? join([links, why], " · ") : why;
    }
  }
}

/** What comes within the deadline. */
async function inTime(work: Promise<Markdown>): Promise<Markdown | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DEADLINE_MS);
  });
  work.catch(() => {}); // heard of in time or not at all
  return Promise.race([work, deadline]).finally(() => clearTimeout(timer));
}

/** What the first of two requests was answered, for the second, whichever comes first. */
class Meetings {
  private readonly open = new Map<
    string,
    { tell(complete: boolean): void; readonly told: Promise<boolean> }
  >();

  tell(key: string, complete: boolean): void {
    this.at(key).tell(complete);
  }

  /** True where nobody hovers there any more. */
  heard(key: string): Promise<boolean> {
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), MEETING_MS).unref?.());
    const { told } = this.at(key);
    return Promise.race([told, late]).finally(() => this.open.delete(key));
  }

  private at(key: string) {
    let meeting = this.open.get(key);
    if (!meeting) {
      let tell: (complete: boolean) => void = () => {};
      const told = new Promise<boolean>((resolve) => {
        tell = resolve;
      });
      meeting = { tell, told };
      this.open.set(key, meeting);
      for (const oldest of this.open.keys()) {
        if (this.open.size <= MOST_OPEN) break;
        this.open.delete(oldest);
      }
    }
    return meeting;
  }
}

function linksTo(place: Place, shown: Meant, analysis: Analysis, offset: number): Markdown {
  const failed = meantAt(analysis, offset)?.use.failed;
  const isLayer = usesAt(analysis, offset).length > 0 || bindingsAt(analysis, offset).length === 0;
  const run = isLayer ? t("▶ Run layer") : t("▶ Run to here");
  return join(
    [
      failed ? none : commandLink(run, "convlens.runLayer", place),
      shown.use.model === undefined
        ? none
        : commandLink(t("Model summary"), "convlens.openModelSummary", place, shown.use.model),
    ],
    " · ",
  );
}
