/**
 * Check Workspace: files that nobody has opened are looked at when a person asks for it, and followed from then on. Their
 * findings are workspace diagnostics: the editor's request for them is answered when there is something new to tell.
 */
import type {
  CancellationToken,
  Connection,
  Diagnostic,
  WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import { type DistantFiles, whenComplete } from "../disk/distant-files.ts";
import { checks } from "../preview/checks.ts";
import { type CheckWorkspace, requests } from "../preview/protocol.ts";
import { t } from "../texts/index.ts";
import type { Documents } from "./documents.ts";
import { attempt } from "./guard.ts";
import { given, reaches } from "./params.ts";
import { turn } from "./turn.ts";
import { DocumentDiagnosticReportKind } from "./words.ts";

/** How long files are analysed before others are listened to. */
const TURN_MS = 10;

/** After so many files what was let go of is given back: V8 by itself would wait until there are a hundred megabytes. */
const TIDY_UP_FILES = 26;

export function registerWorkspaceCheck(
  connection: Connection,
  documents: Documents,
  distant: DistantFiles | undefined,
  diagnosticsOf: (uri: string) => Diagnostic[],
  collectGarbage: (() => void) | undefined,
): { /** Files may say something else now. */ changed(): void } {
  /** By file: what was told last, and what is to be told. */
  const told = new Map<string, string>();
  const news = new Map<string, WorkspaceDocumentDiagnosticReport>();
  let waiting: (() => void) | undefined;

  function note(uri: string): Diagnostic[] {
    const items = attempt(connection, "workspace check", [] as Diagnostic[], () => diagnosticsOf(uri));
    const text = JSON.stringify(items);
    if ((told.get(uri) ?? "[]") !== text)
      news.set(uri, { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items });
    told.set(uri, text);
    return items;
  }

  /** Of a file that nobody looks at nothing is kept but whether it is to be looked at again. */
  const letGo = (uri: string): void => documents.project.forget(documents.file(uri));

  connection.onRequest(
    requests.checkWorkspace,
    async (params: unknown, token: CancellationToken): Promise<CheckWorkspace> => {
      const { uris, workDoneToken } = given(requests.checkWorkspace, checks.checkWorkspace, params);
      const report = (value: object): void => {
        if (workDoneToken !== undefined)
          void connection.sendNotification("$/progress", { token: workDoneToken, value });
      };
      report({ kind: "begin", title: t("Checking the workspace"), cancellable: true, percentage: 0 });
      let [files, models, findings, withFindings] = [0, 0, 0, 0];
      let since = performance.now();
      for (const uri of uris) {
        if (performance.now() - since > TURN_MS) {
          report({
            kind: "report",
            message: nameOf(uri),
            percentage: Math.floor((100 * files) / uris.length),
          });
          await turn();
          since = performance.now();
        }
        if (token.isCancellationRequested) break;
        if (!reaches(documents, uri)) continue;
        await whenComplete(distant, () => documents.project.analyze(documents.file(uri)));
        const items = note(uri);
        files++;
        findings += items.length;
        if (items.length > 0) withFindings++;
        models += attempt(
          connection,
          "workspace check",
          0,
          () => documents.project.analyze(documents.file(uri)).models.length,
        );
        letGo(uri);
        if (files % TIDY_UP_FILES === 0) collectGarbage?.();
      }
      report({ kind: "end" });
      collectGarbage?.();
      waiting?.();
      return { files, models, findings, withFindings };
    },
  );

  connection.languages.diagnostics.onWorkspace(async (_, token) => {
    for (;;) {
      for (const uri of told.keys()) {
        if (documents.version(uri) !== undefined || documents.project.isSame(documents.file(uri))) continue;
        note(uri);
        letGo(uri);
      }
      if (news.size > 0 || token.isCancellationRequested) break;
      await new Promise<void>((resolve) => {
        waiting = resolve;
        token.onCancellationRequested(() => resolve());
      });
    }
    const items = [...news.values()];
    news.clear();
    return { items };
  });

  return { changed: () => waiting?.() };
}

const nameOf = (uri: string): string => decodeURIComponent(uri.split("/").at(-1) ?? "");
