/** Findings about layers that are built and never used. */
import type { Finding } from "../analysis.ts";
import { modulesOf } from "../interpret/models.ts";
import type { ModuleState, Run } from "../interpret/run.ts";
import type { Span } from "../span.ts";
import { nameOf } from "./report.ts";

/** Layers of a model that ran, that no path through its forward has touched. A hint: it costs memory, not correctness. */
export function usageFindings(run: Run, state: ModuleState): Finding[] {
  if (run.gaps.length > 0 || run.subjects.length > 0) return [];
  const findings: Finding[] = [];
  // what one place builds for several owners is of use if any of them uses it
  const used = new Set(run.layers.flatMap(({ used, site }) => (used ? [placeOf(site)] : [])));
  for (const instance of run.instances) {
    if (!run.modelled.has(instance.id) || instance.cls?.file !== state.file) continue;
    for (const layer of modulesOf(instance).layers) {
      if (used.has(placeOf(layer.site)) || layer.site.file !== state.file || layer.refused) continue;
      findings.push({
        code: "layer-unused",
        severity: "hint",
        message: `${nameOf({ spec: layer.spec, layer })} is built and never used in forward.`,
        span: layer.site,
        related: [],
        fixes: [],
      });
    }
  }
  return findings;
}

const placeOf = ({ file, start }: Span): string => `${start} ${file}`;
