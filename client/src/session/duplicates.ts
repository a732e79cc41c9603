/**
 * What TypeScript has underlined already is not underlined a second time: its own message and fix stand there.
 *
 * Its findings come later than ours, so ours are asked for again when a change of its own makes a difference.
 */
import { type Diagnostic, DiagnosticSeverity, Disposable, languages, type Uri, workspace } from "vscode";
import { DocumentDiagnosticRequest, type ProvideDiagnosticSignature, vsdiag } from "vscode-languageclient";
import type { AnyClient } from "./session.ts";

/** Kinds of findings that the types of a library tell, too, where it has any. */
const SAID_BY_TYPES: ReadonlySet<string> = new Set([
  "activation-name",
  "argument-missing",
  "argument-type",
  "argument-unknown",
  "constraint-name",
  "data-format",
  "initializer-name",
  "padding-mode",
  "regularizer-name",
]);
const TYPE_CHECKERS: ReadonlySet<string> = new Set(["ts", "js", "deno-ts"]);

export class Duplicates {
  /** Of each document: findings that TypeScript may tell as well, and whether each is left out now. */
  private readonly candidates = new Map<string, readonly Candidate[]>();

  /** The same report without what TypeScript says. */
  readonly around =
    (next: ProvideDiagnosticSignature): ProvideDiagnosticSignature =>
    async (document, previous, token) => {
      const uri = "uri" in document ? document.uri : document;
      // "as before" would bring back what was left out before
      const report = await next(document, this.candidates.has(`${uri}`) ? undefined : previous, token);
      if (report?.kind !== vsdiag.DocumentDiagnosticReportKind.full) return report;
      const candidates = report.items
        .filter(({ code }) => SAID_BY_TYPES.has(codeOf(code)))
        .map((diagnostic) => ({ diagnostic, left: isSaid(uri, diagnostic) }));
      if (candidates.length === 0) this.candidates.delete(`${uri}`);
      else this.candidates.set(`${uri}`, candidates);
      const left = new Set(candidates.flatMap(({ diagnostic, left }) => (left ? [diagnostic] : [])));
      return { ...report, items: report.items.filter((diagnostic) => !left.has(diagnostic)) };
    };

  /** Until it is disposed. */
  watch(client: AnyClient): Disposable {
    return Disposable.from(
      workspace.onDidCloseTextDocument(({ uri }) => this.candidates.delete(`${uri}`)),
      languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) {
          const differs = this.candidates
            .get(`${uri}`)
            ?.some(({ diagnostic, left }) => isSaid(uri, diagnostic) !== left);
          const document = differs && workspace.textDocuments.find((open) => `${open.uri}` === `${uri}`);
          if (document)
            client
              .getFeature(DocumentDiagnosticRequest.method)
              .getProvider(document)
              ?.onDidChangeDiagnosticsEmitter.fire();
        }
      }),
    );
  }
}

interface Candidate {
  readonly diagnostic: Diagnostic;
  readonly left: boolean;
}

const isSaid = (uri: Uri, { range }: Diagnostic): boolean =>
  languages
    .getDiagnostics(uri)
    .some(
      (other) =>
        other.severity === DiagnosticSeverity.Error &&
        TYPE_CHECKERS.has(other.source ?? "") &&
        other.range.intersection(range) !== undefined,
    );

const codeOf = (code: Diagnostic["code"]): string => String(typeof code === "object" ? code.value : code);
