/** What goes into a loaded model and what comes out, behind the call: ` → output0 [1, 84, 8400]`. */
import type { Analysis } from "../facts/analysis.ts";
import type { Application } from "../facts/values.ts";
import type { InlayHint } from "./inlay-hints.ts";
import { shapeText } from "./merge.ts";

const MOST_OUTPUTS = 3;

/** One tensor that is the result itself has its hint where it is stored. */
const isPlain = ({ dialect, outputs }: Application): boolean => dialect === "tfjs" && outputs.length === 1;

/** One for each call, by its last run. */
export function loadedHints({ applications }: Analysis): InlayHint[] {
  const calls = new Map<number, Application>();
  for (const use of applications)
    if (use.run && use.outputs.length > 0 && !isPlain(use)) calls.set(use.span.end, use);
  return [...calls].map(([offset, { run, outputs, inputs, dialect }]) => {
    const texts = outputs.map((tensor, i) => `${run!.outputs[i]!.name} ${shapeText(tensor.shape, dialect)}`);
    const shown = texts.slice(0, MOST_OUTPUTS).join(", ");
    return {
      offset,
      label: outputs.length > MOST_OUTPUTS ? `${shown}, … ${outputs.length - MOST_OUTPUTS}` : shown,
      unknown: false,
      tooltip: [
        run!.model.shown,
        ...run!.inputs.map((name, i) => `${name} ${shapeText(inputs[i]?.shape ?? null, dialect)}`),
      ],
    };
  });
}
