/** Weights files that `@weights` comments name, compared with their models in the background: findings at the comment. */
import type { Analysis, Finding, ModelFact } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import { runNotes } from "../preview/notes.ts";
import { type Previews, sentenceOf } from "../preview/previews.ts";
import { runnableUses } from "../preview/runnable-uses.ts";
import { outputOf } from "../preview/target.ts";
import { severityOf } from "../rules/index.ts";

const CODE = "weights-mismatch";
const MOST_NAMED = 5;

interface Known {
  readonly key: string;
  message: string | undefined; // nothing differs, or it is not known yet
}

export class WeightFindings {
  private readonly previews: Previews;
  private readonly changed: () => void;
  private readonly known = new Map<string, Known>();

  /** `changed`: what is found later than asked. */
  constructor(previews: Previews, changed: () => void) {
    this.previews = previews;
    this.changed = changed;
  }

  /** What is known by now; what is not is looked for. */
  of(analysis: Analysis, text: string): Finding[] {
    if (!text.includes("@weights")) return []; // models are looked at with each keystroke only where it matters
    return analysis.models.flatMap((model) => {
      if (model.declaration.file !== analysis.file) return [];
      const { weights } = runNotes(text, model);
      if (!weights) return [];
      const message = this.messageFor(analysis, model, `${analysis.file}#${model.variable ?? model.name}`);
      return message === undefined ? [] : [finding(message, weights.span)];
    });
  }

  /** A file changed: all is looked for again. */
  forget(): void {
    this.known.clear();
  }

  private messageFor(analysis: Analysis, model: ModelFact, place: string): string | undefined {
    const uses = runnableUses(model);
    if (uses.length === 0) return undefined;
    let prepared: ReturnType<Previews["prepare"]>;
    try {
      prepared = this.previews.prepare(analysis, uses, outputOf(uses[0]!), {});
    } catch (error) {
      if (sentenceOf(error) === undefined) throw error;
      return undefined; // what cannot be run is told where it is asked to run
    }
    const { plan } = prepared;
    const key = JSON.stringify([
      plan.weights,
      plan.ops.map(({ name, args, weights }) => [name, args, weights]),
    ]);
    const before = this.known.get(place);
    if (before?.key === key) return before.message;
    const known: Known = { key, message: before?.message };
    this.known.set(place, known);
    const total = new Set(plan.ops.flatMap(({ weights }) => weights ?? [])).size;
    void this.previews
      .ask("weights", { plan }, { topic: `weights ${place}` })
      .then(
        (found) => (found.length === 0 ? undefined : sentence(nameOf(plan.weights!), model, found, total)),
        (error) => sentenceOf(error) ?? String(error),
      )
      .then((message) => {
        if (message === "Cancelled." || message === known.message) return;
        known.message = message;
        this.changed();
      });
    return known.message;
  }
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1)!;

function sentence(
  file: string,
  model: ModelFact,
  found: readonly { readonly weight: string; readonly message: string }[],
  layers: number,
): string {
  const named = found.slice(0, MOST_NAMED).map(({ weight, message }) => `  ${weight} ${message}`);
  const rest = found.length > MOST_NAMED ? [`  and ${found.length - MOST_NAMED} more`] : [];
  const many = found.length === 1 ? "one weight" : `${found.length} weights`;
  return [
    `${file} and ${model.variable ?? model.name} differ in ${many} of ${layers} layers:`,
    ...named,
    ...rest,
  ].join("\n");
}

const finding = (message: string, span: Span): Finding => ({
  code: CODE,
  severity: severityOf(CODE),
  message,
  span,
  related: [],
  fixes: [],
  certainty: [{ kind: "written", message, span }],
});
