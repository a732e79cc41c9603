/**
 * What was found out about a part of a file, at the place where the part stands now: an edit above it shifts every
 * offset and changes nothing else. Whoever holds the facts as they were keeps them: these are copies.
 */
import type { Analysis, Finding } from "../facts/analysis.ts";
import { computed, lazy } from "../facts/lazy.ts";
import type { Span } from "../facts/span.ts";
import { movedModel } from "../facts/totals.ts";
import type { Application, LayerValue, Tensor } from "../facts/values.ts";

export type Move = (span: Span) => Span;

/** What is copied; findings are moved one by one. */
export type Facts = Omit<Analysis, "file" | "findings">;

/** The same facts elsewhere. What is one thing stays one thing: a layer of two uses, a tensor between them. */
export class Relocated implements Facts {
  private readonly from: Facts;
  private readonly copies: Copies;
  private readonly lists = new Map<keyof Facts, readonly object[]>();

  constructor(from: Facts, move: Move) {
    this.from = from;
    this.copies = new Copies(move);
  }

  get applications() {
    return this.list("applications", this.copies.application);
  }
  get layers() {
    return this.list("layers", this.copies.layer);
  }
  get bindings() {
    return this.list("bindings", (binding) => ({ ...binding, ...this.copies.named(binding) }));
  }
  get mentions() {
    return this.list("mentions", (mention) => ({ ...mention, ...this.copies.named(mention) }));
  }
  get moduleUses() {
    return this.list("moduleUses", (use) => ({
      ...use,
      span: this.copies.span(use.span),
      ...this.copies.graph(use),
    }));
  }
  get functions() {
    return this.list("functions", (fact) => ({ ...fact, span: this.copies.span(fact.span) }));
  }
  get models() {
    const { span } = this.copies;
    return this.list("models", (model) => {
      const spans = {
        span: span(model.span),
        declaration: span(model.declaration),
        site: span(model.site),
      };
      return movedModel(model, spans, {
        ends: () => this.copies.ends(model),
        applications: () => model.applications.map(this.copies.application),
      });
    });
  }
  get references() {
    const { span } = this.copies;
    return this.list("references", ({ span: at, target }) => ({ span: span(at), target: span(target) }));
  }
  get loads() {
    const { span } = this.copies;
    return this.list("loads", (load) => ({ ...load, span: span(load.span), named: span(load.named) }));
  }
  get gaps() {
    return this.list("gaps", (gap) => ({ ...gap, span: this.copies.span(gap.span) }));
  }

  /** Copied when it is read, and once: a keystroke is seldom followed by a look at all of it. */
  private list<K extends keyof Facts>(name: K, copy: (fact: Facts[K][number]) => Facts[K][number]): Facts[K] {
    const known = this.lists.get(name) ?? (this.from[name] as readonly Facts[K][number][]).map(copy);
    this.lists.set(name, known);
    return known as unknown as Facts[K];
  }
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
      const { producer } = tensor;
      if (!producer) return;
      // behind one tensor stands the whole graph, of which mostly nobody asks
      const get = lazy(() => this.application(producer));
      Object.defineProperty(copy, "producer", { get, enumerable: true });
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

/** The same finding elsewhere; its fixes and its reasons are made when somebody asks for them. */
export const relocatedFinding = (finding: Finding, move: Move): Finding =>
  whenRead.add(
    {
      code: finding.code,
      severity: finding.severity,
      message: finding.message,
      span: move(finding.span),
      ...(finding.whole && { whole: move(finding.whole) }),
      related: finding.related.map((related) => ({ ...related, span: move(related.span) })),
    },
    { finding, move },
  );

const whenRead = computed<
  { readonly finding: Finding; readonly move: Move },
  Pick<Finding, "fixes" | "certainty">
>({
  fixes: ({ finding, move }) =>
    finding.fixes.map((fix) => ({
      ...fix,
      edits: fix.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
    })),
  certainty: ({ finding, move }) => finding.certainty.map((fact) => ({ ...fact, span: move(fact.span) })),
});
