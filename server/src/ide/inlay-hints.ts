/** Shapes beside the code: behind each assigned or returned tensor, each element of a Sequential, each line of a chain. */
import { pretty } from "@convlens/engine/specs";
import type { Analysis } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Tensor } from "../facts/values.ts";
import type { SourceText } from "../project/source-text.ts";
import { describe, originOf } from "../rules/words/producer.ts";
import { spanText } from "./merge.ts";

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  readonly tooltip?: string;
  /** Where the shape comes from: a click goes there. */
  readonly target?: Span;
  readonly unknown: boolean;
}

/** Hints of a file, in source order, at most one for each place. */
export function inlayHints(analysis: Analysis, source: SourceText): InlayHint[] {
  const places = new Map<number, { tensors: Tensor[]; dialect?: string }>();
  const add = (offset: number, tensor: Tensor | undefined, dialect?: string): void => {
    if (!tensor) return;
    const place = places.get(offset) ?? { tensors: [], ...(dialect !== undefined && { dialect }) };
    place.tensors.push(tensor);
    places.set(offset, place);
  };
  for (const { span, role, tensor } of analysis.bindings) {
    if (role === "parameter" && tensor.producer) continue; // a helper's parameter; its caller shows the shape
    const offset = role === "return" ? span.end : nameEnd(span);
    add(offset, tensor, tensor.producer?.dialect);
  }
  for (const use of analysis.applications) {
    if (use.layer && same(use.span, use.layer.site))
      add(afterComma(source.text, use.span.end), use.outputs[0], use.dialect);
    else if (endsLine(source.text, use.span.end)) add(use.span.end, use.outputs[0], use.dialect);
  }
  const hints = [...places].map(([offset, { tensors, dialect }]) => shapeHint(offset, tensors, dialect));
  return [...hints, ...lazyHints(analysis)].sort((a, b) => a.offset - b.offset);
}

const same = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;
const nameEnd = (span: Span): number => span.end;

function shapeHint(offset: number, tensors: readonly Tensor[], dialect: string | undefined): InlayHint {
  const label = spanText(
    tensors.map(({ shape }) => shape),
    dialect,
  );
  const origin = tensors[0] && originOf(tensors[0]);
  return {
    offset,
    label,
    unknown: label.includes("?"),
    ...(origin?.producer && { tooltip: describe(origin.producer), target: origin.producer.span }),
  };
}

/** A hint at the end of an element of a list stands behind its comma. */
function afterComma(text: string, offset: number): number {
  return text[offset] === "," ? offset + 1 : offset;
}

/** A link of a chain that is broken over lines. */
const endsLine = (text: string, offset: number): boolean =>
  /^[ \t]*\r?\n[ \t]*\./.test(text.slice(offset, offset + 200));

/** The channels that a lazy layer has learned. */
function lazyHints(analysis: Analysis): InlayHint[] {
  return analysis.layers.flatMap((layer) => {
    if (!layer.lazy) return [];
    const learned = layer.args.inChannels ?? layer.args.inFeatures;
    const first = Object.values(layer.argSpans).reduce<Span | undefined>(
      (least, span) => (!least || span.start < least.start ? span : least),
      undefined,
    );
    if (typeof learned !== "number" || !first) return [];
    return [
      {
        offset: first.start,
        label: `${layer.args.inChannels === undefined ? "inFeatures" : "inChannels"}: ${pretty(learned)}, `,
        unknown: false,
        tooltip: `learned from its first input, as ${layer.spec.name}`,
      },
    ];
  });
}
