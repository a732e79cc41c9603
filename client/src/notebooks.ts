/** Tells the server which cells a notebook has, in order: each sees what those above it declare. */
import { type NotebookParams, notifications } from "@convlens/server/protocol";
import { Disposable, NotebookCellKind, type NotebookDocument, workspace } from "vscode";
import { languages } from "./session/languages.ts";
import type { Session } from "./session/session.ts";

/** Until it is disposed. */
export function followNotebooks(session: Session): Disposable {
  const tell = (notebook: NotebookDocument): void => {
    const cells = notebook
      .getCells()
      .filter(
        ({ kind, document }) => kind === NotebookCellKind.Code && languages.includes(document.languageId),
      )
      .map(({ document }) => document.uri.toString());
    const params: NotebookParams = { cells };
    if (session.state === "ready" && cells.length > 0)
      void session.client.sendNotification(notifications.notebook, params);
  };
  let ready = false;
  return Disposable.from(
    workspace.onDidOpenNotebookDocument(tell),
    workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      if (contentChanges.length > 0) tell(notebook);
    }),
    session.onDidChange(() => {
      const before = ready;
      ready = session.state === "ready";
      if (ready && !before) for (const notebook of workspace.notebookDocuments) tell(notebook);
    }),
  );
}
