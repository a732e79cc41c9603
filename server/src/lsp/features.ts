/** Each request of the protocol and the feature that answers it. */
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  DocumentSymbol as ProtocolSymbol,
} from "vscode-languageserver";
import { codeActions, fixAll } from "../ide/code-actions.ts";
import { codeLenses } from "../ide/code-lens.ts";
import { definition } from "../ide/definition.ts";
import { type DocumentSymbol, documentSymbols } from "../ide/document-symbols.ts";
import { loadAt } from "../ide/loaded-hover.ts";
import { t, translated } from "../texts/index.ts";
import { registerCompletion } from "./completion.ts";
import { registerDiagnostics } from "./diagnostics.ts";
import { guard } from "./guard.ts";
import { registerHover } from "./hover.ts";
import { registerInlayHints } from "./inlay-hints.ts";
import { Reading, type Serving } from "./serving.ts";
import { SymbolKind } from "./words.ts";

export function registerFeatures(serving: Serving): { diagnosticsOf(uri: string): Diagnostic[] } {
  const { connection, documents, convert, settings, client } = serving;
  const reading = new Reading(serving);
  const diagnosticsOf = registerDiagnostics(serving, reading);
  registerInlayHints(connection, documents, convert, settings, client);
  registerHover(serving);
  registerDefinition(serving, reading);
  registerCodeLens(serving, reading);
  registerSymbols(serving, reading);
  registerCompletion(serving, reading);
  registerCodeActions(serving, reading);
  return { diagnosticsOf };
}

function registerDefinition({ connection, documents, convert }: Serving, reading: Reading): void {
  connection.onDefinition(
    guard(connection, "definition", null, (params) => {
      const analysis = reading.analysis(params.textDocument.uri);
      const offset = reading.offset(params);
      const found = definition(analysis, offset);
      if (found) return found.targets.map((span) => convert.location(span));
      const model = loadAt(analysis, offset, reading.text(params.textDocument.uri))?.fact.model;
      // the file itself, which is no text: an editor of its own opens it
      const start = { line: 0, character: 0 };
      return model ? [{ uri: documents.uri(model.file.path), range: { start, end: start } }] : null;
    }),
  );
}

function registerCodeLens({ connection, convert, settings, ownClient }: Serving, reading: Reading): void {
  connection.onCodeLens(
    guard(connection, "code lens", [], ({ textDocument }) =>
      settings.isEnabled("codeLens")
        ? codeLenses(reading.analysis(textDocument.uri)).flatMap(({ span, model, facts, fails }) => {
            const range = convert.range(span);
            const args = [{ uri: textDocument.uri, ...range.start }, model];
            const command = (title: string, id: string): CodeLens => ({
              range,
              command: { title, command: ownClient() ? id : "", arguments: ownClient() ? args : [] },
            });
            const first =
              fails === undefined
                ? command(t("▶ Run"), "convlens.runModel")
                : command(t("⚠ fails at {0}", fails), "convlens.openModelSummary");
            // another client has no commands of ours: nothing there is to be run
            return [
              ...(ownClient() || fails !== undefined ? [first] : []),
              command(facts, "convlens.openModelSummary"),
            ];
          })
        : [],
    ),
  );
}

function registerSymbols({ connection, convert, settings, ownClient }: Serving, reading: Reading): void {
  const symbol = ({ name, detail, span, children }: DocumentSymbol): ProtocolSymbol => ({
    name,
    detail,
    kind: children.length > 0 ? SymbolKind.Class : SymbolKind.Field,
    range: convert.range(span),
    selectionRange: convert.range({ ...span, end: span.start }),
    children: children.map(symbol),
  });
  connection.onDocumentSymbol(
    guard(connection, "document symbols", [], ({ textDocument }) =>
      // the outline is TypeScript's beside our own client, unless a person asks for both
      ownClient() && !settings.showsSymbols
        ? []
        : documentSymbols(reading.analysis(textDocument.uri)).map(symbol),
    ),
  );
}

function registerCodeActions({ connection, documents, convert }: Serving, reading: Reading): void {
  const { project } = documents;
  connection.onCodeAction(
    guard(connection, "code actions", [] as CodeAction[], ({ textDocument, range, context }) => {
      const file = documents.file(textDocument.uri);
      const text = reading.source(textDocument.uri);
      if (!text) return [];
      const found = context.only?.some((kind) => kind.startsWith("source"))
        ? fixAll(project, file)
        : codeActions(project, file, text.offsetAt(range.start), text.offsetAt(range.end));
      return found.map(
        ({ title, kind, edits, preferred, finding }): CodeAction => ({
          title: translated(title),
          kind,
          edit: convert.workspaceEdit(edits),
          ...(preferred && { isPreferred: true }),
          ...(finding && { diagnostics: [convert.diagnostic(finding, finding.severity)] }),
        }),
      );
    }),
  );
}
