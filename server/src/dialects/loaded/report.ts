/** Problems of calls that are no layer's: told of the place that is at fault. */
import type { LayerSpec } from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { Span } from "../../facts/span.ts";
import type { CallSite, Value } from "../../facts/values.ts";

/** `subject` begins the sentence; `at` is where the argument `arg` stands. */
export function reportAt(
  { world, span, calleeSpan }: Pick<CallSite, "world" | "span" | "calleeSpan">,
  subject: string,
  problem: Problem,
  arg: string,
  at: Span,
  inputs: readonly Value[] = [],
  dialect = "onnxruntime",
): void {
  const given = problem.received === undefined ? {} : { [arg]: problem.received };
  world.report(problem, {
    spec: nothing(subject),
    args: given,
    argSpans: { [arg]: at },
    inputs,
    inputSpans: inputs.map(() => at),
    span,
    calleeSpan,
    dialect,
  });
}

/** A function without a rule of its own: what is known of it is reported by who calls it. */
export const nothing = (name: string, outputs: LayerSpec["infer"] = () => []): LayerSpec => ({
  name,
  kind: "function",
  summary: "",
  docs: "https://onnxruntime.ai/docs/api/js/",
  params: [],
  infer: outputs,
});
