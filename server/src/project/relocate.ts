/**
 * Moves what was found out about a part of a file to where the part stands now: an edit above it shifts every offset
 * and changes nothing else.
 */
import type { Analysis, Finding } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Application, LayerValue, Tensor } from "../facts/values.ts";

/** Moves each span in place, once, however many facts share it. */
export function relocate(analysis: Analysis, move: (span: Span) => void): void {
  const seen = new Set<object>();
  const once = <T extends object>(visit: (value: T) => void): ((value: T | undefined) => void) => {
    return (value) => {
      if (value === undefined || seen.has(value)) return;
      seen.add(value);
      visit(value);
    };
  };
  const span = once(move);
  const spans = (all: Readonly<Record<string, Span>> | readonly Span[]): void =>
    Object.values(all).forEach(span);
  const layer = once<LayerValue>((value) => {
    span(value.site);
    span(value.nameSpan);
    spans(value.argSpans);
  });
  const tensor = once<Tensor>((value) => {
    span(value.origin);
    application(value.producer);
  });
  const application = once<Application>((use) => {
    for (const place of [use.span, use.calleeSpan, ...use.inputSpans]) span(place);
    spans(use.argSpans);
    layer(use.layer);
    for (const value of [...use.inputs, ...use.outputs]) tensor(value);
  });
  analysis.applications.forEach(application);
  analysis.layers.forEach(layer);
  for (const binding of [...analysis.bindings, ...analysis.mentions]) {
    span(binding.span);
    tensor(binding.tensor);
  }
  for (const use of analysis.moduleUses) {
    span(use.span);
    for (const value of [...use.inputs, ...use.outputs]) tensor(value);
    use.applications.forEach(application);
  }
  for (const fact of analysis.functions) span(fact.span);
  for (const model of analysis.models) {
    for (const place of [model.span, model.declaration, model.site]) span(place);
    for (const value of [...model.inputs, ...model.outputs]) tensor(value);
    model.applications.forEach(application);
  }
  for (const reference of analysis.references) {
    span(reference.span);
    span(reference.target);
  }
  for (const gap of analysis.gaps) span(gap.span);
}

/** The same finding elsewhere. */
export const relocated = (finding: Finding, move: (span: Span) => Span): Finding => ({
  ...finding,
  span: move(finding.span),
  ...(finding.whole && { whole: move(finding.whole) }),
  related: finding.related.map((related) => ({ ...related, span: move(related.span) })),
  fixes: finding.fixes.map((fix) => ({
    ...fix,
    edits: fix.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
  })),
});
