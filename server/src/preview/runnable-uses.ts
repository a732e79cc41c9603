/** What of a model can be run when a layer of it fails. */
import type { ModelFact } from "../facts/analysis.ts";
import type { Application } from "../facts/values.ts";
import { labelOf } from "./graph.ts";

/** What of a model can be run: all that no failing use stands before. */
export const runnableUses = (model: ModelFact): readonly Application[] => withoutFailures(model).runnable;

/** Uses that no failing one stands before. */
export function withoutFailures({ applications }: ModelFact): {
  runnable: Application[];
  stopped: string | undefined;
} {
  const lost = new Set<Application>();
  let stopped: string | undefined;
  for (const use of applications) {
    const behind = use.inputs.some(({ producer }) => producer && lost.has(producer));
    if (!use.failed && !behind) continue;
    lost.add(use);
    if (use.failed)
      stopped ??= `The run stops before ${labelOf(use)} = ${use.op}, which does not fit its input.`;
  }
  return { runnable: applications.filter((use) => !lost.has(use)), stopped };
}
