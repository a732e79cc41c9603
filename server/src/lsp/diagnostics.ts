/** Diagnostics of one file, when the editor asks for them. */
import type { Diagnostic } from "vscode-languageserver";
import { whenComplete } from "../disk/distant-files.ts";
import type { Finding } from "../facts/analysis.ts";
import { cutDiagnostic, modelSpan } from "./cut.ts";
import { guard } from "./guard.ts";
import type { Reading, Serving } from "./serving.ts";
import { DocumentDiagnosticReportKind } from "./words.ts";

/** Words that the types of a library list: TypeScript underlines another one, and proposes the nearest. */
const SAID_BY_TYPES: ReadonlySet<string> = new Set(["activation-name", "data-format"]);

/** Gives what tells the diagnostics of a file, for clients that are sent them. */
export function registerDiagnostics(serving: Serving, reading: Reading): (uri: string) => Diagnostic[] {
  const { connection, distant, documents, settings, weights, background, convert } = serving;
  /** What TypeScript says at the same place, in its own words. */
  const saidByTypeScript = (uri: string, { code }: Finding): boolean =>
    serving.ownClient() && /\.[mc]?tsx?$/.test(uri) && SAID_BY_TYPES.has(code) && reading.hasTypes(uri);

  const diagnosticsOf = (uri: string): Diagnostic[] => {
    const file = documents.file(uri);
    if (!settings.isEnabled() || settings.ignores(file)) return [];
    const analysis = reading.analysis(uri);
    const { findings, cut } = background.of(uri, analysis);
    const shown = [
      ...findings,
      ...(settings.isEnabled("preview") ? weights.of(analysis, reading.text(uri)) : []),
    ].flatMap((finding) => {
      if (saidByTypeScript(uri, finding)) return [];
      const severity = settings.severity(finding.code, file) ?? finding.severity;
      return severity === "off" ? [] : [convert.diagnostic(finding, severity)];
    });
    return cut ? [...shown, cutDiagnostic(cut, modelSpan(analysis, cut.model), convert)] : shown;
  };

  connection.languages.diagnostics.on(
    guard(
      connection,
      "diagnostics",
      { kind: DocumentDiagnosticReportKind.Full, items: [] as Diagnostic[] },
      async ({ textDocument }) => ({
        kind: DocumentDiagnosticReportKind.Full,
        items: await whenComplete(distant, () => diagnosticsOf(textDocument.uri)),
      }),
    ),
  );
  return diagnosticsOf;
}
