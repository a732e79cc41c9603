/** Plain data of `ide/` as the protocol's. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  type Location,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Finding, Fix, Severity } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import type { Documents } from "./documents.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
const RULES = "https://github.com/convlens/convlens/blob/main/docs/rules";

export class Converter {
  private readonly documents: Documents;

  constructor(documents: Documents) {
    this.documents = documents;
  }

  range(span: Span): Range {
    const source = this.documents.project.source(span.file);
    const none = { line: 0, character: 0 };
    return source
      ? { start: source.positionAt(span.start), end: source.positionAt(span.end) }
      : { start: none, end: none };
  }

  location(span: Span): Location {
    return { uri: this.documents.uri(span.file), range: this.range(span) };
  }

  diagnostic(finding: Finding, severity: Severity): Diagnostic {
    return {
      range: this.range(finding.span),
      severity: severities[severity],
      code: finding.code,
      codeDescription: { href: `${RULES}/${finding.code}.md` },
      source: "convlens",
      message: finding.message,
      relatedInformation: finding.related.map(({ message, span }) => ({
        message,
        location: this.location(span),
      })),
    };
  }

  workspaceEdit(edits: Fix["edits"]): WorkspaceEdit {
    const changes: Record<string, TextEdit[]> = {};
    for (const { span, newText } of edits) {
      const uri = this.documents.uri(span.file);
      changes[uri] ??= [];
      changes[uri].push({ range: this.range(span), newText });
    }
    return { changes };
  }
}
