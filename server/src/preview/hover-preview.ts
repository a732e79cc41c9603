/** The part of a hover that shows what a layer does to a sample: picture, figures, and where its values come from. */
import { image, join, lines, type Markdown, md, raw } from "../ide/markdown.ts";
import { t } from "../texts/index.ts";
import type { Hovered } from "./messages.ts";
import { short } from "./picture/short.ts";

/** `from`: the provenance of the values; `notes`: of the run. */
export function previewMarkdown(
  { uri, width, height, alt, stats, channels }: Hovered,
  from: readonly string[],
  notes: readonly string[],
): Markdown {
  const figures = [
    t("min {0} · mean {1} · max {2}", short(stats.min), short(stats.mean), short(stats.max)),
    ...(stats.zeros >= 0.005 ? [t("{0} % zeros", Math.round(stats.zeros * 100))] : []),
    ...(channels > 1 && stats.dead > 0
      ? [t("{0} of {1} channels dead", Math.round(stats.dead * channels), channels)]
      : []),
    ...(stats.nonFinite > 0 ? [t("{0} NaN or infinite", stats.nonFinite)] : []),
    ...from,
  ];
  return lines(
    image(alt, uri, width, height),
    md`${raw(figures.join(" · "))}`,
    ...notes.map((note) => md`*${raw(note)}*`),
  );
}

/** The same where a finding takes the room: what arrives, and one line behind `links`. */
export const lowPreviewMarkdown = (
  { uri, width, height, alt }: Hovered,
  from: readonly string[],
  links: Markdown,
): Markdown =>
  lines(image(alt, uri, width, height), join([links, ...from.map((part) => md`${raw(part)}`)], " · "));
