/** Completion and signature help: arguments of layers, and names that loaded models have. */
import type { TextDocumentPositionParams } from "vscode-languageserver";
import { type Source as CallSource, type Completion, completions, signatureHelp } from "../ide/completion.ts";
import { loadedCompletions } from "../ide/loaded-completion.ts";
import { guard } from "./guard.ts";
import type { Reading, Serving } from "./serving.ts";

export function registerCompletion({ connection, documents, ownClient }: Serving, reading: Reading): void {
  /** What features of calls look at. */
  const callsOf = (uri: string): CallSource | undefined => {
    const file = documents.file(uri);
    const module = documents.project.module(file);
    return module && { analysis: documents.project.analyze(file), module, text: reading.text(uri) };
  };
  const completionsAt = (params: TextDocumentPositionParams): Completion[] => {
    const calls = callsOf(params.textDocument.uri);
    return calls ? completions(calls, reading.offset(params)) : [];
  };

  connection.onCompletion(
    guard(connection, "completion", [], (params) => {
      const { uri } = params.textDocument;
      return [
        ...(ownClient() && reading.hasTypes(uri) ? [] : completionsAt(params)),
        ...loadedCompletions(reading.analysis(uri), reading.offset(params), reading.text(uri)),
      ].map(({ name, detail, documentation, insertText }) => ({
        label: name,
        detail,
        documentation,
        insertText,
        sortText: `0${name}`,
      }));
    }),
  );

  connection.onSignatureHelp(
    guard(connection, "signature help", null, (params) => {
      const calls = callsOf(params.textDocument.uri);
      const found = calls && signatureHelp(calls, reading.offset(params));
      if (!found) return null;
      const { label, documentation, active } = found;
      const parameters = found.parameters.map((parameter) => ({ ...parameter }));
      return {
        signatures: [{ label, documentation, parameters }],
        activeSignature: 0,
        activeParameter: active,
      };
    }),
  );
}
