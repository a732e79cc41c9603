import type { Finding } from "../analysis.ts";
import type { ModuleState, Run } from "../interpret/run.ts";
export function report(run: Run, _state: ModuleState): Finding[] {
  return run.subjects.map((subject) => ({ code: subject.problem.code, severity: subject.problem.severity ?? "error", message: subject.problem.message, span: subject.span, related: [], fixes: [] }));
}
