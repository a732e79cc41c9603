/** Plain data of `ide/` as the protocol's. */
import type {
  ClientCapabilities,
  Diagnostic,
  Location,
  Range,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import type { Finding, Fix, Severity } from "../facts/analysis.ts";
import type { Span } from "../facts/span.ts";
import { language, translated } from "../texts/index.ts";
import type { Documents } from "./documents.ts";
import { DiagnosticSeverity } from "./words.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
const RULES = "https://github.com/convlens/convlens/blob/main/docs/rules";

/** The page on the code host, in the editor's language. */
const pageOf = (code: string): string => `${RULES}/${language() === "zh" ? "zh-cn/" : ""}${code}.md`;

/** The page that our client carries: it needs no network. */
const explanationOf = (code: string): string =>
  `command:convlens.explainFinding?${encodeURIComponent(JSON.stringify([code]))}`;

/** The message without the lines that stand beside it as related information. */
function withoutRelated({ message, related }: Finding): string {
  const told = new Set(related.map((one) => one.message));
  const [first, ...more] = message.split("\n");
  return [first, ...more.filter((line) => !told.has(line.trim()))].join("\n");
}

export class Converter {
  private readonly documents: Documents;
  private readonly client: () => ClientCapabilities;
  private readonly ownClient: () => boolean;

  /** `ownClient`: it has our commands. */
  constructor(documents: Documents, client: () => ClientCapabilities, ownClient: () => boolean) {
    this.documents = documents;
    this.client = client;
    this.ownClient = ownClient;
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
      codeDescription: {
        href: this.ownClient() ? explanationOf(finding.code) : pageOf(finding.code),
      },
      source: "convlens",
      message: translated(this.relates() ? withoutRelated(finding) : finding.message),
      relatedInformation: finding.related.map(({ message, span }) => ({
        message: translated(message),
        location: this.location(span),
      })),
    };
  }

  private relates(): boolean {
    const { publishDiagnostics, diagnostic } = this.client().textDocument ?? {};
    return Boolean(publishDiagnostics?.relatedInformation || diagnostic?.relatedInformation);
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
