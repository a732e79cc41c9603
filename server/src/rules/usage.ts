/** Findings about layers that are built and never used, or used and never built. */
import type { Finding, Fix } from "../facts/analysis.ts";
import { distance } from "../facts/nearest.ts";
import type { Observed } from "../facts/observed.ts";
import type { Span } from "../facts/span.ts";
import { nameOf } from "./words/name.ts";

export const usageFindings = ({ undeclared, unused }: Observed): Finding[] => [
  ...undeclaredLayers(undeclared),
  ...unusedLayers(unused),
];

/** A layer that forward uses and nothing declares: the call fails whatever comes in. */
const undeclaredLayers = (undeclared: Observed["undeclared"]): Finding[] =>
  undeclared.map(
    ({ span, name, owner, layers }): Finding => ({
      code: "layer-undeclared",
      severity: "error",
      message: `\`${name}\` is used and never declared: ${owner} has ${layers.length ? layers.map((other) => `\`${other}\``).join(", ") : "no layers"}.`,
      span,
      related: [],
      fixes: layers.filter((other) => distance(name, other) <= 2).map((other) => rename(other, span)),
      certainty: [{ kind: "written", message: `no line of ${owner} declares \`${name}\``, span }],
    }),
  );

const rename = (name: string, span: Span): Fix => ({
  title: `Use \`${name}\``,
  edits: [{ span, newText: name }],
});

/** A hint: it costs memory, not correctness. */
const unusedLayers = (unused: Observed["unused"]): Finding[] =>
  unused.map(
    (layer): Finding => ({
      code: "layer-unused",
      severity: "hint",
      message: `${nameOf({ spec: layer.spec, layer })} is built and never used in forward.`,
      span: layer.site,
      related: [],
      fixes: [],
      certainty: [{ kind: "written", message: "no path of the model reads it", span: layer.site }],
    }),
  );
