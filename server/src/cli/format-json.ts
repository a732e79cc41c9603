/** The JSON of `convlens check`: shapes, functions and diagnostics of each file. Stable: other tools build on it. */
import { type Dim, format, isOpen, isUnknown, type Shape } from "@convlens/engine/specs";
import type { Finding, FunctionFact } from "../facts/analysis.ts";
import { macsOf } from "../facts/macs.ts";
import type { Span } from "../facts/span.ts";
import type { Application } from "../facts/values.ts";
import type { Position } from "../project/source-text.ts";
import type { Report } from "./report.ts";

export function jsonReport(report: Report): string {
  const files = report.files.map(({ path, analysis }) => ({
    path,
    shapes: analysis.applications.map((use) => shapeEntry(use, report)),
    functions: analysis.functions.map((fact) => functionEntry(fact, report)),
    diagnostics: analysis.findings.map((finding) => diagnosticEntry(finding, report)),
  }));
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`;
}

/** An integer, a symbol or expression, null where the library leaves it open, "?" where it is not known. */
export function jsonDim(dim: Dim): number | string | null {
  if (typeof dim === "number") return dim;
  if (isOpen(dim)) return null;
  return isUnknown(dim) ? "?" : format(dim);
}
export const jsonShape = (shape: Shape): (number | string | null)[] | null =>
  shape === null ? null : shape.map(jsonDim);

function shapeEntry(use: Application, report: Report) {
  const [input] = use.inputs;
  return {
    range: rangeOf(use.span, report),
    name: use.name ?? use.op,
    ...(use.path !== undefined && { path: use.path }),
    op: use.op,
    dialect: use.dialect,
    ...(use.model !== undefined && { model: use.model }),
    input: jsonShape(input?.shape ?? null),
    ...(use.inputs.length > 1 && { inputs: use.inputs.map((tensor) => jsonShape(tensor.shape)) }),
    output: jsonShape(use.outputs[0]?.shape ?? null),
    ...(use.outputs.length > 1 && { outputs: use.outputs.map((tensor) => jsonShape(tensor.shape)) }),
    params: use.params === undefined ? 0 : jsonDim(use.params),
    macs: String(jsonDim(macsOf(use) ?? 0)),
  };
}

function functionEntry(fact: FunctionFact, report: Report) {
  return {
    name: fact.name,
    range: rangeOf(fact.span, report),
    params: Object.fromEntries(Object.entries(fact.params).map(([name, shape]) => [name, jsonShape(shape)])),
    returns: jsonShape(fact.returns),
  };
}

function diagnosticEntry(finding: Finding, report: Report) {
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    range: rangeOf(finding.span, report),
    related: finding.related.map(({ message, span }) => ({
      message,
      path: report.shown(span.file),
      range: rangeOf(span, report),
    })),
    fixes: finding.fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map(({ span, newText }) => ({
        path: report.shown(span.file),
        range: rangeOf(span, report),
        newText,
      })),
    })),
  };
}

export function rangeOf(span: Span, report: Pick<Report, "source">): { start: Position; end: Position } {
  const source = report.source(span.file);
  const none = { line: 0, character: 0 };
  return source
    ? { start: source.positionAt(span.start), end: source.positionAt(span.end) }
    : { start: none, end: none };
}
