/** The item beside the language name: what the server is doing and sees in this file; a press offers what to do. */
import {
  commands,
  Disposable,
  LanguageStatusSeverity,
  l10n,
  languages as vscodeLanguages,
  window,
} from "vscode";
import { walkthrough } from "./greeting.ts";
import { languages } from "./session/languages.ts";
import type { Session, SessionState } from "./session/session.ts";

/** Shows the session's state until it is disposed. */
export function showStatus(session: Session): Disposable {
  const item = vscodeLanguages.createLanguageStatusItem("convlens.server", languages);
  item.name = "ConvLens";
  const show = (): void => {
    item.text = `ConvLens: ${textOf(session)}`;
    item.busy = session.state === "starting";
    item.command =
      session.state === "stopped"
        ? { title: l10n.t("Restart Server"), command: "convlens.restartServer" }
        : { title: l10n.t("More"), command: MENU };
    item.severity =
      session.state === "stopped" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  };
  show();
  session.onDidChange(show);
  return Disposable.from(
    item,
    window.onDidChangeActiveTextEditor(show),
    commands.registerCommand(MENU, showMenu),
  );
}

/** Not in the palette: it offers what is there. */
const MENU = "convlens.showMenu";

async function showMenu(): Promise<void> {
  const entries: readonly (readonly [label: string, command: string, ...args: unknown[]])[] = [
    [l10n.t("Model Summary"), "convlens.openModelSummary"],
    [l10n.t("Check Workspace"), "convlens.checkWorkspace"],
    [l10n.t("Get started with ConvLens"), "workbench.action.openWalkthrough", walkthrough],
    [l10n.t("Restart Server"), "convlens.restartServer"],
    [l10n.t("Show Log"), "convlens.showLog"],
  ];
  const picked = await window.showQuickPick(
    entries.map(([label, ...run]) => ({ label, run })),
    { title: "ConvLens" },
  );
  const [command, ...args] = picked?.run ?? [];
  if (command !== undefined) await commands.executeCommand(command, ...args);
}

function textOf({ state, modelsOf }: Session): string {
  const uri = window.activeTextEditor?.document.uri.toString();
  const models = uri === undefined ? undefined : modelsOf[uri];
  if (state !== "ready" || models === undefined) return stateText(state);
  if (models === 0) return l10n.t("no model in this file");
  return models === 1 ? l10n.t("1 model in this file") : l10n.t("{0} models in this file", models);
}

function stateText(state: SessionState): string {
  switch (state) {
    case "disabled":
      return l10n.t("off");
    case "starting":
      return l10n.t("starting");
    case "ready":
      return l10n.t("ready");
    case "stopped":
      return l10n.t("server is not running");
  }
}
