/** The item beside the language name: what the server is doing, and the way to its log. */
import { type Disposable, LanguageStatusSeverity, l10n, languages as vscodeLanguages } from "vscode";
import { showLog } from "./commands/show-log.ts";
import { languages } from "./session/languages.ts";
import type { Session, SessionState } from "./session/session.ts";

/** Shows the session's state until it is disposed. */
export function showStatus(session: Session): Disposable {
  const item = vscodeLanguages.createLanguageStatusItem("convlens.server", languages);
  item.name = "ConvLens";
  item.command = { title: l10n.t("Show Log"), command: showLog.id };
  const show = (): void => {
    item.text = `ConvLens: ${textOf(session)}`;
    item.busy = session.state === "starting";
    item.severity =
      session.state === "stopped" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  };
  show();
  session.onDidChange(show);
  return item;
}

function textOf({ state, models }: Session): string {
  if (state !== "ready" || models === undefined) return stateText(state);
  return models === 1 ? l10n.t("1 model") : l10n.t("{0} models", models);
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
