/** What stands at an offset of a file. */
import type { Analysis, Binding } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Application, LayerValue } from "../facts/values.ts";

const contains = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
const length = (span: Span): number => span.end - span.start;
const innermost = <T>(items: readonly T[], spanOf: (item: T) => Span, offset: number): T | undefined =>
  items
    .filter((item) => contains(spanOf(item), offset))
    .reduce<T | undefined>(
      (best, item) => (best === undefined || length(spanOf(item)) < length(spanOf(best)) ? item : best),
      undefined,
    );

/** All uses whose layer name (or function name) stands at the offset, one for each context. */
export function usesAt(analysis: Analysis, offset: number): readonly Application[] {
  const use = innermost(analysis.applications, ({ calleeSpan }) => calleeSpan, offset);
  return use ? analysis.applications.filter(({ calleeSpan }) => same(calleeSpan, use.calleeSpan)) : [];
}

/** The layer whose name or constructor stands at the offset. */
export function layerAt(analysis: Analysis, offset: number): LayerValue | undefined {
  return (
    analysis.layers.find(({ nameSpan }) => nameSpan && contains(nameSpan, offset)) ??
    innermost(analysis.layers, ({ site }) => site, offset)
  );
}

export function bindingsAt(analysis: Analysis, offset: number): readonly Binding[] {
  return analysis.bindings.filter(({ span, role }) => role !== "return" && contains(span, offset));
}

export const same = (a: Span, b: Span): boolean =>
  a.file === b.file && a.start === b.start && a.end === b.end;
