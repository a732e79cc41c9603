/** The outline of a file's models: each with its layers. */
import { briefOf } from "@convlens/engine/specs";
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { LayerValue } from "../facts/values.ts";

export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string;
  readonly span: Span;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols(analysis: Analysis): DocumentSymbol[] {
  const seen = new Set<number>();
  return analysis.models.flatMap((model) => {
    const { declaration } = model;
    if (declaration.file !== analysis.file || seen.has(declaration.start)) return [];
    seen.add(declaration.start);
    return [
      {
        name: model.name,
        detail: model.kind,
        span: declaration,
        children: layersOf(model, declaration, analysis),
      },
    ];
  });
}

/** Layers that stand inside of the model's own text. */
function layersOf(_model: ModelFact, within: Span, analysis: Analysis): DocumentSymbol[] {
  const inside = analysis.layers.filter(({ site }) => site.start >= within.start && site.end <= within.end);
  const distinct = new Map<number, LayerValue>(inside.map((layer) => [layer.site.start, layer]));
  return [...distinct.values()].map((layer) => ({
    name: layer.name ?? layer.spec.name,
    detail: `${layer.spec.name}(${briefOf(layer.spec, layer.args)})`,
    span: layer.site,
    children: [],
  }));
}
