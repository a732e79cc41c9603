/** Layers of a model that ran, which no path through its forward has touched. */
import type { Span } from "../../facts/span.ts";
import type { LayerValue } from "../../facts/values.ts";
import type { Run } from "../machine/run.ts";
import { modulesOf } from "./models.ts";

/** Nothing is said of a run with gaps or errors: what it did not see may use them. */
export function unusedLayers(run: Run, file: string): LayerValue[] {
  if (run.gaps.length > 0 || run.subjects.length > 0 || run.undeclared.length > 0) return [];
  // what one place builds for several owners is of use if any of them uses it
  return run.instances
    .filter(({ id, cls }) => run.modelled.has(id) && cls?.file === file)
    .flatMap((instance) => modulesOf(instance).layers)
    .filter(({ site, refused }) => !run.usedSites.has(placeOf(site)) && site.file === file && !refused);
}

const placeOf = ({ file, start }: Span): string => `${start} ${file}`;
