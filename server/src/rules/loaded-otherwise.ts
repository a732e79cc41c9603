/**
 * A program that tries one loader and then the other means it so:
 *
 *   try { model = await tf.loadLayersModel(url) } catch { model = await tf.loadGraphModel(url) }
 */
import type { Observed } from "../facts/observed.ts";
import type { Subject } from "../facts/values.ts";

/** Whether the file of the wrong format is loaded in the right way, too. */
export function isLoadedOtherwise({ problem, span }: Subject, { loads }: Observed): boolean {
  if (problem.code !== "model-format") return false;
  const own = loads.find((load) => load.span.file === span.file && load.span.start === span.start);
  const path = own?.model?.file.path;
  return path !== undefined && loads.some(({ model, fits }) => fits && model?.file.path === path);
}
