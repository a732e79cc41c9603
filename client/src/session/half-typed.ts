/**
 * What is half typed is not scolded: `{ pad` is no unknown option, and `"s"` no wrong padding. Findings that come while a
 * person types are shown once the keys rest; those that stood there before stay, and what was mended goes at once.
 */
import {
  type Diagnostic,
  Disposable,
  type Position,
  type TextDocumentChangeEvent,
  type TextDocumentContentChangeEvent,
  window,
  workspace,
} from "vscode";
import { DocumentDiagnosticRequest, type ProvideDiagnosticSignature, vsdiag } from "vscode-languageclient";
import type { AnyClient } from "./session.ts";

/** Keys rest for so long between words, and seldom within one. */
const REST_MS = 500;

interface Shown {
  readonly code: string;
  readonly start: Position;
}

export class HalfTyped {
  /** Of each document: when a key was last typed into it, which findings are shown, and when it is asked for again. */
  readonly #typed = new Map<string, number>();
  readonly #shown = new Map<string, readonly Shown[]>();
  readonly #again = new Map<string, ReturnType<typeof setTimeout>>();
  #client: AnyClient | undefined;

  /** The same report without what has come since the first of these keys. */
  readonly around =
    (next: ProvideDiagnosticSignature): ProvideDiagnosticSignature =>
    async (document, previous, token) => {
      const uri = `${"uri" in document ? document.uri : document}`;
      const report = await next(document, previous, token);
      if (report?.kind !== vsdiag.DocumentDiagnosticReportKind.full) return report;
      const left = (this.#typed.get(uri) ?? Number.NEGATIVE_INFINITY) + REST_MS - performance.now();
      const before = this.#shown.get(uri);
      const items =
        left > 0 && before ? report.items.filter((item) => before.some(isAt(item))) : report.items;
      if (items.length < report.items.length) this.#askAgain(uri, left);
      this.#shown.set(
        uri,
        items.map((item) => ({ code: codeOf(item), start: item.range.start })),
      );
      return { ...report, items };
    };

  /** Until it is disposed. */
  watch(client: AnyClient): Disposable {
    this.#client = client;
    return Disposable.from(
      workspace.onDidChangeTextDocument((change) => {
        const uri = `${change.document.uri}`;
        if (isTyped(change)) this.#typed.set(uri, performance.now());
        const shown = this.#shown.get(uri);
        const moved = change.contentChanges.reduce((all, one) => all?.map(movedBy(one)), shown);
        if (moved) this.#shown.set(uri, moved);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#forget(`${uri}`)),
      {
        dispose: () => {
          for (const uri of this.#again.keys()) this.#forget(uri);
        },
      },
    );
  }

  #askAgain(uri: string, after: number): void {
    clearTimeout(this.#again.get(uri));
    const ask = (): void => {
      this.#again.delete(uri);
      const document = workspace.textDocuments.find((open) => `${open.uri}` === uri);
      const feature = this.#client?.getFeature(DocumentDiagnosticRequest.method);
      if (document) feature?.getProvider(document)?.onDidChangeDiagnosticsEmitter.fire();
    };
    this.#again.set(uri, setTimeout(ask, after));
  }

  #forget(uri: string): void {
    clearTimeout(this.#again.get(uri));
    for (const map of [this.#typed, this.#shown, this.#again]) map.delete(uri);
  }
}

/** One key, the pair of brackets that it makes, or a new line; not what is pasted, taken back, or done by a fix. */
const isTyped = ({ document, contentChanges, reason }: TextDocumentChangeEvent): boolean =>
  reason === undefined &&
  document === window.activeTextEditor?.document &&
  contentChanges.length > 0 &&
  contentChanges.every(({ text, rangeLength }) => rangeLength <= 1 && /^(.{0,2}|\r?\n\s*)$/s.test(text));

/** The words of a finding change with each letter that it speaks of: its kind and its line stay. */
const isAt =
  (item: Diagnostic) =>
  ({ code, start }: Shown): boolean =>
    code === codeOf(item) && start.line === item.range.start.line;

/** Where it stands when lines came or went above it. */
const movedBy =
  ({ range, text }: TextDocumentContentChangeEvent) =>
  (shown: Shown): Shown => {
    const lines = text.split("\n").length - 1 - (range.end.line - range.start.line);
    return lines === 0 || shown.start.isBefore(range.start)
      ? shown
      : { ...shown, start: shown.start.with(Math.max(0, shown.start.line + lines)) };
  };

const codeOf = ({ code }: Diagnostic): string => String(typeof code === "object" ? code.value : code);
