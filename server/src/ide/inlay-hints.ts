/** Shapes beside the code: behind each assigned or returned tensor, each element of a Sequential, each line of a chain. */
import { isUnknown, pretty } from "@convlens/engine/specs";
import type { Analysis } from "../facts/analysis.ts";
import type { SourceText } from "../facts/source-text.ts";
import type { Span } from "../facts/span.ts";
import type { Application, Tensor } from "../facts/values.ts";
import { describe, originOf } from "../rules/words/producer.ts";
import { t, translated } from "../texts/index.ts";
import { loadedHints } from "./loaded-hints.ts";
import { modelNameOf } from "./lookup.ts";
import { casesOf, shortSpanText } from "./merge.ts";
import { mismatchOf } from "./mismatch.ts";

export interface InlayHint {
  readonly offset: number;
  readonly label: string;
  /** Lines of plain text: how the shape came about, and each case where there are several. */
  readonly tooltip?: readonly string[];
  /** Where the shape comes from: a click goes there. */
  readonly target?: Span;
  /** Nothing is known of the shape: such a hint is for those who ask for it. */
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
    if (use.layer && same(use.span, use.layer.site)) {
      // what a helper returns is made for its callers, each with a shape of its own
      if (returned(source.text, use.span.start)) continue;
      add(afterComma(source.text, use.span.end), use.outputs[0], use.dialect);
    } else if (endsLine(source.text, use.span.end)) add(use.span.end, use.outputs[0], use.dialect);
  }
  const hints = [...places].map(([offset, { tensors, dialect }]) =>
    shapeHint(offset, tensors, dialect, analysis),
  );
  return [...hints, ...lazyHints(analysis), ...failures(analysis), ...loadedHints(analysis)].sort(
    (a, b) => a.offset - b.offset,
  );
}

const same = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;
const nameEnd = (span: Span): number => span.end;

function shapeHint(
  offset: number,
  tensors: readonly Tensor[],
  dialect: string | undefined,
  analysis: Analysis,
): InlayHint {
  const label = shortSpanText(
    tensors.map(({ shape }) => shape),
    dialect,
  );
  const origin = tensors[0] && originOf(tensors[0]);
  const cases = casesOf(
    tensors.map((tensor) => ({ shape: tensor.shape, who: modelNameOf(analysis, tensor) })),
    dialect,
  );
  const made = new Set(tensors.map((tensor) => textOf(originOf(tensor).producer)));
  const lines = [...(made.size === 1 ? made : []), ...(cases.length > 1 ? cases : [])].filter(Boolean);
  return {
    offset,
    label,
    unknown: tensors.every(({ shape }) => shape === null || (shape.length > 0 && shape.every(isUnknown))),
    ...(lines.length > 0 && { tooltip: lines }),
    ...(origin?.producer && { target: nameOf(origin.producer) }),
  };
}

const textOf = (producer: Application | undefined): string => (producer ? describe(producer) : "");

/** Where the layer has its name, else what is called: `maxpool` in `maxpool = new nn.MaxPool2d(2)`, `flatten` in `x.flatten(1)`. */
const nameOf = ({ layer, calleeSpan }: Application): Span => layer?.nameSpan ?? layer?.site ?? calleeSpan;

/** Where a layer fails that was declared elsewhere: its finding stands there, this quiet mark where it happens. */
function failures(analysis: Analysis): InlayHint[] {
  const marks = new Map<number, InlayHint>();
  for (const use of analysis.applications) {
    const { failed, layer, span } = use;
    const finding = failed
      ? analysis.findings.find(({ span: at }) => layer && inside(at, layer.site) && !inside(at, span))
      : undefined;
    if (!finding) continue;
    const wanted = mismatchOf(use)?.wanted;
    marks.set(span.end, {
      offset: span.end,
      label: wanted === undefined ? t("✗ does not fit") : t("✗ expects {0}", wanted),
      unknown: false,
      tooltip: [translated(finding.message.split("\n")[0]!)],
      target: finding.span,
    });
  }
  return [...marks.values()];
}

const inside = (inner: Span, outer: Span): boolean =>
  inner.file === outer.file && outer.start <= inner.start && inner.end <= outer.end;

/** A hint at the end of an element of a list stands behind its comma. */
function afterComma(text: string, offset: number): number {
  return text[offset] === "," ? offset + 1 : offset;
}

const returned = (text: string, offset: number): boolean =>
  /(\breturn|=>)\s*$/.test(text.slice(Math.max(0, offset - 40), offset));

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
        tooltip: [t("learned from its first input, as {0}", layer.spec.name)],
      },
    ];
  });
}
