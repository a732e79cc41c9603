/** The item beside the language name: what the server is doing, and the way to its log. */
import { type Disposable, LanguageStatusSeverity, languages as vscodeLanguages } from "vscode";
import { showLog } from "./commands/show-log.ts";
import { languages } from "./languages.ts";
import type { Session, SessionState } from "./session.ts";

/** Shows the session's state until it is disposed. */
export function showStatus(session: Session): Disposable {
  const item = vscodeLanguages.createLanguageStatusItem("convlens.server", languages);
  item.name = "ConvLens";
  item.command = { title: "Show Log", command: showLog.id };
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

const texts: Readonly<Record<SessionState, string>> = {
  disabled: "off",
  starting: "starting",
  ready: "ready",
  stopped: "server is not running",
};

function textOf({ state, models }: Session): string {
  if (state !== "ready" || models === undefined) return texts[state];
  return models === 1 ? "1 model" : `${models} models`;
}
