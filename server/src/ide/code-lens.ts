/** The lines above a model: one runs it, one says what it has and costs; where it cannot run, the first says where it fails. */
import { substitute } from "@convlens/engine/specs";
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import { t } from "../texts/index.ts";
import { showCount } from "./hover-math.ts";
import { shapeText } from "./merge.ts";

export interface CodeLens {
  readonly span: Span;
  readonly model: string;
  /** "11.7 M params · 1.81 G MACs · [N, 3, 224, 224] → [N, 1000]" */
  readonly facts: string;
  /** "conv2": the layer where a run would stop. */
  readonly fails?: string;
}

export function codeLenses(analysis: Analysis): CodeLens[] {
  const lenses = new Map<string, CodeLens>();
  for (const model of analysis.models) {
    const span = model.variable !== undefined || model.span.file !== analysis.file ? model.site : model.span;
    if (span.file !== analysis.file) continue;
    const { fails } = model;
    lenses.set(`${span.start}`, {
      span,
      model: model.variable ?? model.name,
      facts: factsOf(model),
      ...(fails !== undefined && { fails }),
    });
  }
  return [...lenses.values()];
}

/** Characters of a formula with free sizes; a longer one is for the hover. */
const LONGEST_COST = 24;

function factsOf({ inputs, outputs, params, macs, requirement, dialect, fails }: ModelFact): string {
  const shapes = (tensors: ModelFact["inputs"]): string =>
    tensors.map(({ shape }) => shapeText(shape, dialect)).join(", ");
  const cost = showCount(substitute(macs, { N: 1 })); // for one item where the batch is the only free size
  return [
    t("{0} params", showCount(params)),
    ...(cost.length <= LONGEST_COST ? [t("{0} MACs", cost)] : []),
    `${shapes(inputs)} → ${shapes(outputs)}`,
    ...(requirement && fails === undefined ? [t("works for {0}", requirement)] : []),
  ].join(" · ");
}
