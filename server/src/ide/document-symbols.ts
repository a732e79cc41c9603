/** The outline of a file's models: each with its layers. */
import { briefOf } from "@convlens/engine/specs";
import type { Analysis } from "../facts/analysis.ts";
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
        children: layersOf(declaration, analysis),
      },
    ];
  });
}

/** Layers that stand inside of the model's own text; those that a loop makes at one place are one entry: "0…2: Linear(4 → 4) × 3". */
function layersOf(within: Span, analysis: Analysis): DocumentSymbol[] {
  const places = new Map<number, LayerValue[]>();
  for (const layer of analysis.layers)
    if (layer.site.start >= within.start && layer.site.end <= within.end)
      places.set(layer.site.start, [...(places.get(layer.site.start) ?? []), layer]);
  return [...places.values()].map((layers) => {
    const details = new Set(layers.map(({ spec, args }) => `${spec.name}(${briefOf(spec, args)})`));
    const detail = details.size === 1 ? [...details][0]! : layers[0]!.spec.name;
    return {
      name: namesOf(layers),
      detail: layers.length > 1 ? `${detail} × ${layers.length}` : detail,
      span: layers[0]!.site,
      children: [],
    };
  });
}

function namesOf(layers: readonly LayerValue[]): string {
  const names = layers.map(({ name, spec }) => name ?? spec.name);
  const [first, last] = [names[0]!, names.at(-1)!];
  return first === last ? first : `${first}…${last}`;
}
