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
  const layersIn = byPlace(analysis.layers);
  return analysis.models.flatMap((model) => {
    const { declaration } = model;
    if (declaration.file !== analysis.file || seen.has(declaration.start)) return [];
    seen.add(declaration.start);
    return [
      {
        name: model.name,
        detail: model.kind,
        span: declaration,
        children: layersOf(layersIn(declaration)),
      },
    ];
  });
}

/** Layers that stand inside of the model's own text; those that a loop makes at one place are one entry: "0…2: Linear(4 → 4) × 3". */
function layersOf(within: readonly LayerValue[]): DocumentSymbol[] {
  const places = new Map<number, LayerValue[]>();
  for (const layer of within) {
    const { start } = layer.site;
    const same = places.get(start);
    if (same) same.push(layer);
    else places.set(start, [layer]);
  }
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

/** Finds those that were made within a stretch, in the order in which they were made: a long file has thousands. */
function byPlace(layers: readonly LayerValue[]): (within: Span) => readonly LayerValue[] {
  const sorted = layers
    .map((layer, i) => ({ layer, i }))
    .sort((a, b) => a.layer.site.start - b.layer.site.start);
  return ({ start, end }) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.layer.site.start < start) low = middle + 1;
      else high = middle;
    }
    const found: typeof sorted = [];
    for (let at = low; at < sorted.length && sorted[at]!.layer.site.start < end; at++)
      if (sorted[at]!.layer.site.end <= end) found.push(sorted[at]!);
    return found.sort((a, b) => a.i - b.i).map(({ layer }) => layer);
  };
}

function namesOf(layers: readonly LayerValue[]): string {
  const names = layers.map(({ name, spec }) => name ?? spec.name);
  const [first, last] = [names[0]!, names.at(-1)!];
  return first === last ? first : `${first}…${last}`;
}
