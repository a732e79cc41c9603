/**
 * The context key `convlens.fileHasLayers`: whether the file in front builds or uses layers. Menus and the ▶ of the editor's
 * title stand on it, so that they are not seen over other code.
 */
import { type LayerItem, requests } from "@convlens/server/protocol";
import { commands, Disposable, window, workspace } from "vscode";
import { languages } from "./session/languages.ts";
import { isRefusal, type Session } from "./session/session.ts";

const QUIET = 700; // ms

/** Follows the file in front until it is disposed. */
export function watchForLayers(session: Session): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (!document || !languages.includes(document.languageId)) return set(false);
    if (session.state !== "ready") return;
    const items = await session.ask<LayerItem[]>(requests.layers, { uri: document.uri.toString() });
    if (window.activeTextEditor?.document === document) await set(!isRefusal(items) && items.length > 0);
  };
  const later = (ms: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), ms);
  };
  later(0);
  return Disposable.from(
    { dispose: () => clearTimeout(timer) },
    window.onDidChangeActiveTextEditor(() => later(0)),
    session.onDidChange(() => later(0)),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) later(QUIET);
    }),
  );
}

const set = async (value: boolean): Promise<void> => {
  await commands.executeCommand("setContext", "convlens.fileHasLayers", value);
};
