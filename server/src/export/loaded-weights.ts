/** Of a model that a program loads: the weights that it loads, too. */
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import type { Files } from "../preview/files.ts";
import { WeightsFile } from "../preview/weights.ts";

/** The file, and its name in messages; undefined where the model is written in the source, or its weights are elsewhere. */
export function loadedWeights(
  { loads }: Analysis,
  { span }: ModelFact,
  files: Files,
): { readonly path: string; readonly shown: string } | undefined {
  const load = loads.find((one) => one.span.start === span.start && one.span.file === span.file);
  const path = load?.model?.file.path;
  if (!path?.endsWith(".json")) return undefined;
  try {
    return { path: WeightsFile.read(path, files).path, shown: load!.model!.shown };
  } catch {
    return undefined; // its shards are elsewhere
  }
}
