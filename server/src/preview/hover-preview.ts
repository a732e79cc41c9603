/** The part of a hover that shows what a layer does to a sample: picture, figures, how it was run. */
import type { Hovered } from "./messages.ts";
import { number } from "./picture-lines.ts";
import type { Sample } from "./protocol.ts";

export function previewMarkdown(
  { uri, width, height, alt, stats, channels, timing }: Hovered,
  sample: Sample,
  seed: number,
  notes: readonly string[],
  weights: string | undefined,
): string {
  const figures = [
    `min ${number(stats.min)}`,
    `mean ${number(stats.mean)}`,
    `max ${number(stats.max)}`,
    `std ${number(stats.std)}`,
    ...(stats.zeros >= 0.005 ? [`${Math.round(stats.zeros * 100)} % zeros`] : []),
    ...(channels > 1 ? [`${Math.round(stats.dead * channels)} of ${channels} channels dead`] : []),
    ...(stats.nonFinite > 0 ? [`**${stats.nonFinite} NaN or infinite**`] : []),
  ];
  const how = [
    sampleName(sample),
    weights === undefined ? `initial weights (seed ${seed})` : `weights of ${weights.split(/[\\/]/).at(-1)}`,
    ...notes,
    ...(timing
      ? [
          `${number(timing.ms)} ms on ${timing.threads} ${timing.threads === 1 ? "thread" : "threads"}, ${timing.algorithm}`,
        ]
      : []),
  ];
  return [
    `![${alt.replace(/[[\]\\]/g, "")}](${uri}|width=${width},height=${height})`,
    figures.join(" · "),
    how.join(" · "),
  ].join("\n\n");
}

export function sampleName(sample: Sample): string {
  switch (sample.kind) {
    case "picture":
      return "test picture";
    case "randn":
      return `randn (seed ${sample.seed})`;
    case "file":
      return sample.path.split(/[\\/]/).at(-1)!;
    default:
      return sample.kind;
  }
}
