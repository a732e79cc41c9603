/** Findings about layers that are built and never used, or used and never built. */
import type { Finding, Fix } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { ObjectValue } from "../facts/values.ts";
import type { ModuleState, Run } from "../interpret/machine/run.ts";
import { modulesOf } from "../interpret/tensors/models.ts";
import { distance } from "./fixes/names.ts";
import { nameOf } from "./words/name.ts";

export const usageFindings = (run: Run, state: ModuleState): Finding[] => [
  ...undeclaredLayers(run),
  ...unusedLayers(run, state),
];

/** A layer that forward uses and nothing declares: the call fails whatever comes in. */
const undeclaredLayers = (run: Run): Finding[] =>
  run.undeclared.map(({ span, name, owner }): Finding => {
    const there = layerNames(owner);
    const cls = owner.cls?.name || owner.base?.name || "the model";
    return {
      code: "layer-undeclared",
      severity: "error",
      message: `\`${name}\` is used and never declared: ${cls} has ${there.length ? there.map((other) => `\`${other}\``).join(", ") : "no layers"}.`,
      span,
      related: [],
      fixes: there.filter((other) => distance(name, other) <= 2).map((other) => rename(other, span)),
    };
  });

const rename = (name: string, span: Span): Fix => ({
  title: `Use \`${name}\``,
  edits: [{ span, newText: name }],
});

const layerNames = ({ fields }: ObjectValue): string[] =>
  [...fields].flatMap(([name, value]) =>
    value.kind === "layer" || (value.kind === "object" && value.base?.module) ? [name] : [],
  );

/** Layers of a model that ran, that no path through its forward has touched. A hint: it costs memory, not correctness. */
function unusedLayers(run: Run, state: ModuleState): Finding[] {
  if (run.gaps.length > 0 || run.subjects.length > 0 || run.undeclared.length > 0) return [];
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
