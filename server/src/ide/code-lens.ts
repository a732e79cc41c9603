/** The line above a model: what it has, costs and maps. */
import { substitute } from "@convlens/engine/specs";
import type { Analysis } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import { showCount } from "./hover-math.ts";
import { shapeText } from "./merge.ts";

export interface CodeLens {
  readonly span: Span;
  readonly title: string;
  readonly model: string;
}

/** "11.7 M params · 1.81 GMACs · [N, 3, 224, 224] → [N, 1000]" */
export function codeLenses(analysis: Analysis): CodeLens[] {
  const lenses = new Map<string, CodeLens>();
  for (const model of analysis.models) {
    const span = model.variable !== undefined || model.span.file !== analysis.file ? model.site : model.span;
    if (span.file !== analysis.file) continue;
    const inputs = model.inputs.map(({ shape }) => shapeText(shape, model.dialect)).join(", ");
    const outputs = model.outputs.map(({ shape }) => shapeText(shape, model.dialect)).join(", ");
    const parts = [
      `${showCount(model.params)} params`,
      `${perItem(model.macs)} MACs`,
      `${inputs} → ${outputs}`,
      ...(model.requirement ? [`works for ${model.requirement}`] : []),
    ];
    lenses.set(`${span.start}`, { span, title: parts.join(" · "), model: model.variable ?? model.name });
  }
  return [...lenses.values()];
}

/** MACs for one item where the batch is the only free size. */
function perItem(macs: Parameters<typeof showCount>[0]): string {
  return showCount(substitute(macs, { N: 1 }));
}
