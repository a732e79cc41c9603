/** Tells the server what pictures stand on, so that their letters can be read there. */
import { notifications } from "@convlens/server/protocol";
import { ColorThemeKind, type Disposable, window } from "vscode";
import type { Session } from "./session/session.ts";

export function followTheme(session: Session): Disposable {
  const tell = (): void => {
    if (session.state === "ready")
      void session.client.sendNotification(notifications.theme, { kind: kindNow() });
  };
  session.onDidChange(tell);
  return window.onDidChangeActiveColorTheme(tell);
}

function kindNow(): "dark" | "light" | "highContrastDark" | "highContrastLight" {
  switch (window.activeColorTheme.kind) {
    case ColorThemeKind.Light:
      return "light";
    case ColorThemeKind.HighContrast:
      return "highContrastDark";
    case ColorThemeKind.HighContrastLight:
      return "highContrastLight";
    default:
      return "dark";
  }
}
