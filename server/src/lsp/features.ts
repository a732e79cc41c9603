/** Each request of the protocol and the feature that answers it. */
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeLens,
  type Connection,
  type Diagnostic,
  DocumentDiagnosticReportKind,
  type DocumentSymbol as ProtocolSymbol,
  SymbolKind,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { dialects } from "../dialects/index.ts";
import { type DistantFiles, whenComplete } from "../disk/distant-files.ts";
import type { Finding } from "../facts/analysis.ts";
import { codeActions, fixAll } from "../ide/code-actions.ts";
import { codeLenses } from "../ide/code-lens.ts";
import { type Source as CallSource, type Completion, completions, signatureHelp } from "../ide/completion.ts";
import { definition } from "../ide/definition.ts";
import { type DocumentSymbol, documentSymbols } from "../ide/document-symbols.ts";
import { loadedCompletions } from "../ide/loaded-completion.ts";
import { loadAt } from "../ide/loaded-hover.ts";
import type { Previews } from "../preview/previews.ts";
import { t, translated } from "../texts/index.ts";
import type { Background } from "./background.ts";
import { Converter } from "./convert.ts";
import { cutDiagnostic, modelSpan } from "./cut.ts";
import type { Documents } from "./documents.ts";
import { guard } from "./guard.ts";
import { registerHover } from "./hover.ts";
import { registerInlayHints } from "./inlay-hints.ts";
import type { Shows } from "./markup.ts";
import type { Settings } from "./settings.ts";
import type { WeightFindings } from "./weights.ts";

/** Words that the types of a library list: TypeScript underlines another one, and proposes the nearest. */
const SAID_BY_TYPES: ReadonlySet<string> = new Set(["activation-name", "data-format"]);

export function registerFeatures(
  connection: Connection,
  distant: DistantFiles | undefined,
  documents: Documents,
  settings: Settings,
  client: () => ClientCapabilities,
  previews: Previews,
  ownClient: () => boolean,
  shows: () => Shows,
  weights: WeightFindings,
  background: Background,
): { diagnosticsOf(uri: string): Diagnostic[] } {
  const { project } = documents;
  const convert = new Converter(documents, client, ownClient);
  const told = new Set<string>(); // mistakes of ours, each once
  const analysis = (uri: string) => {
    const found = project.analyze(documents.file(uri));
    for (const { failure } of found.gaps)
      if (failure !== undefined && !told.has(failure)) {
        told.add(failure);
        connection.console.error(`a part of ${uri} could not be analysed: ${failure}`);
      }
    return found;
  };
  const source = (uri: string) => project.source(documents.file(uri));
  const offset = ({ textDocument, position }: TextDocumentPositionParams): number =>
    source(textDocument.uri)?.offsetAt(position) ?? 0;
  /** What features of calls look at. */
  const callsOf = (uri: string): CallSource | undefined => {
    const file = documents.file(uri);
    const module = project.module(file);
    return module && { analysis: project.analyze(file), module, text: project.source(file)?.text ?? "" };
  };
  /** Whether TypeScript knows the libraries whose layers stand in a file: then it completes, and checks words, itself. */
  const hasTypes = (uri: string): boolean => {
    const file = documents.file(uri);
    const ids = new Set(project.analyze(file).layers.map(({ dialect }) => dialect));
    return dialects.some(({ id, modules }) => ids.has(id) && project.hasPackage(modules, file));
  };
  /** What TypeScript says at the same place, in its own words. */
  const saidByTypeScript = (uri: string, { code }: Finding): boolean =>
    ownClient() && /\.[mc]?tsx?$/.test(uri) && SAID_BY_TYPES.has(code) && hasTypes(uri);

  const diagnosticsOf = (uri: string): Diagnostic[] => {
    if (!settings.isEnabled() || settings.ignores(documents.file(uri))) return [];
    const { findings, cut } = background.of(uri, analysis(uri));
    const shown = [
      ...findings,
      ...(settings.isEnabled("preview") ? weights.of(analysis(uri), source(uri)?.text ?? "") : []),
    ].flatMap((finding) => {
      if (saidByTypeScript(uri, finding)) return [];
      const severity = settings.severity(finding.code, documents.file(uri)) ?? finding.severity;
      return severity === "off" ? [] : [convert.diagnostic(finding, severity)];
    });
    return cut ? [...shown, cutDiagnostic(cut, modelSpan(analysis(uri), cut.model), convert)] : shown;
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

  registerInlayHints(connection, documents, convert, settings, client);

  registerHover(connection, documents, convert, settings, previews, ownClient, shows);

  connection.onDefinition(
    guard(connection, "definition", null, (params) => {
      const found = definition(analysis(params.textDocument.uri), offset(params));
      if (found) return found.targets.map((span) => convert.location(span));
      const text = source(params.textDocument.uri)?.text ?? "";
      const model = loadAt(analysis(params.textDocument.uri), offset(params), text)?.fact.model;
      // the file itself, which is no text: an editor of its own opens it
      const start = { line: 0, character: 0 };
      return model ? [{ uri: documents.uri(model.file.path), range: { start, end: start } }] : null;
    }),
  );

  connection.onCodeLens(
    guard(connection, "code lens", [], ({ textDocument }) =>
      settings.isEnabled("codeLens")
        ? codeLenses(analysis(textDocument.uri)).flatMap(({ span, model, facts, fails }) => {
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
      ownClient() && !settings.showsSymbols ? [] : documentSymbols(analysis(textDocument.uri)).map(symbol),
    ),
  );

  const completionsAt = (params: TextDocumentPositionParams): Completion[] => {
    const calls = callsOf(params.textDocument.uri);
    return calls ? completions(calls, offset(params)) : [];
  };
  connection.onCompletion(
    guard(connection, "completion", [], (params) =>
      [
        ...(ownClient() && hasTypes(params.textDocument.uri) ? [] : completionsAt(params)),
        ...loadedCompletions(
          analysis(params.textDocument.uri),
          offset(params),
          source(params.textDocument.uri)?.text ?? "",
        ),
      ].map(({ name, detail, documentation, insertText }) => ({
        label: name,
        detail,
        documentation,
        insertText,
        sortText: `0${name}`,
      })),
    ),
  );

  connection.onSignatureHelp(
    guard(connection, "signature help", null, (params) => {
      const calls = callsOf(params.textDocument.uri);
      const found = calls && signatureHelp(calls, offset(params));
      if (!found) return null;
      const { label, documentation, active } = found;
      return {
        signatures: [
          { label, documentation, parameters: found.parameters.map((parameter) => ({ ...parameter })) },
        ],
        activeSignature: 0,
        activeParameter: active,
      };
    }),
  );

  connection.onCodeAction(
    guard(connection, "code actions", [] as CodeAction[], ({ textDocument, range, context }) => {
      const file = documents.file(textDocument.uri);
      const text = source(textDocument.uri);
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

  return { diagnosticsOf };
}
