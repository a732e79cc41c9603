/**
 * What was found out about a part of a file, at the place where the part stands now: an edit above it shifts every
 * offset and changes nothing else. Whoever holds the facts as they were keeps them: these are copies.
 */
import type { Analysis, Finding } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Application, LayerValue, Tensor } from "../facts/values.ts";

export type Move = (span: Span) => Span;

/** The same facts elsewhere. What is one thing stays one thing: a layer of two uses, a tensor between them. */
export function relocated(analysis: Analysis, move: Move): Analysis {
  const copies = new Copies(move);
  const { span } = copies;
  return {
    ...analysis,
    applications: analysis.applications.map(copies.application),
    layers: analysis.layers.map(copies.layer),
    bindings: analysis.bindings.map((binding) => ({ ...binding, ...copies.named(binding) })),
    mentions: analysis.mentions.map((mention) => ({ ...mention, ...copies.named(mention) })),
    moduleUses: analysis.moduleUses.map((use) => ({ ...use, span: span(use.span), ...copies.graph(use) })),
    functions: analysis.functions.map((fact) => ({ ...fact, span: span(fact.span) })),
    models: analysis.models.map((model) =>
      withGetters(model, {
        span: span(model.span),
        declaration: span(model.declaration),
        site: span(model.site),
        ...copies.graph(model),
      }),
    ),
    findings: analysis.findings.map((finding) => relocatedFinding(finding, move)),
    references: analysis.references.map((reference) => ({
      span: span(reference.span),
      target: span(reference.target),
    })),
    loads: analysis.loads.map((load) => ({ ...load, span: span(load.span), named: span(load.named) })),
    gaps: analysis.gaps.map((gap) => ({ ...gap, span: span(gap.span) })),
  };
}

class Copies {
  private readonly move: Move;
  private readonly known = new Map<object, object>();

  constructor(move: Move) {
    this.move = move;
  }

  readonly span = (span: Span): Span => this.move(span);

  readonly layer = (layer: LayerValue): LayerValue =>
    this.once(layer, (copy) => {
      copy.site = this.span(layer.site);
      if (layer.nameSpan) copy.nameSpan = this.span(layer.nameSpan);
      copy.argSpans = this.spansByName(layer.argSpans);
      const { graph } = layer;
      if (graph) copy.graph = this.ends(graph);
    });

  readonly tensor = (tensor: Tensor): Tensor =>
    this.once(tensor, (copy) => {
      copy.origin = this.span(tensor.origin);
      if (tensor.producer) copy.producer = this.application(tensor.producer);
    });

  readonly application = (use: Application): Application =>
    this.once(use, (copy) => {
      copy.span = this.span(use.span);
      copy.calleeSpan = this.span(use.calleeSpan);
      copy.inputSpans = use.inputSpans.map(this.span);
      copy.argSpans = this.spansByName(use.argSpans);
      if (use.layer) copy.layer = this.layer(use.layer);
      copy.inputs = use.inputs.map(this.tensor);
      copy.outputs = use.outputs.map(this.tensor);
    });

  ends({ inputs, outputs }: Ends): Ends {
    return { inputs: inputs.map(this.tensor), outputs: outputs.map(this.tensor) };
  }

  graph(of: Ends & { readonly applications: readonly Application[] }) {
    return { ...this.ends(of), applications: of.applications.map(this.application) };
  }

  named({ span, tensor }: { readonly span: Span; readonly tensor: Tensor }) {
    return { span: this.span(span), tensor: this.tensor(tensor) };
  }

  private spansByName(spans: Readonly<Record<string, Span>>): Record<string, Span> {
    const copy: Record<string, Span> = {};
    for (const name in spans) copy[name] = this.span(spans[name]!);
    return copy;
  }

  /** The copy is known before it is whole: a use holds its outputs, and they hold it. */
  private once<T extends object>(value: T, fill: (copy: Writable<T>) => void): T {
    const before = this.known.get(value);
    if (before) return before as T;
    const copy: Writable<T> = { ...value };
    this.known.set(value, copy);
    fill(copy);
    return copy;
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
interface Ends {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** A copy that still computes what nobody has asked for yet. */
const withGetters = <T extends object>(value: T, changed: Partial<T>): T =>
  Object.defineProperties({} as T, {
    ...Object.getOwnPropertyDescriptors(value),
    ...Object.getOwnPropertyDescriptors(changed),
  });

/** The same finding elsewhere; its fixes are made when somebody asks for them. */
export const relocatedFinding = (finding: Finding, move: Move): Finding => ({
  code: finding.code,
  severity: finding.severity,
  message: finding.message,
  span: move(finding.span),
  ...(finding.whole && { whole: move(finding.whole) }),
  related: finding.related.map((related) => ({ ...related, span: move(related.span) })),
  get fixes() {
    return finding.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
    }));
  },
});
