/** One quiet word at the first model that is ever seen: what a pointer does, and where the walkthrough is. */
import { commands, type Disposable, type ExtensionContext, l10n, window } from "vscode";
import type { Session } from "./session/session.ts";

/** The id that "Open Walkthrough" takes. */
export const walkthrough = "convlens.convlens#start";
const GREETED = "convlens.greeted";

export function greetAtFirstModel({ globalState }: ExtensionContext, session: Session): Disposable {
  const greet = async (): Promise<void> => {
    if (!session.models || globalState.get(GREETED)) return;
    await globalState.update(GREETED, true);
    const open = l10n.t("Show Me");
    const pressed = await window.showInformationMessage(
      l10n.t("ConvLens sees a model here: hover a layer to see its shapes and what it does to a picture."),
      open,
    );
    if (pressed === open) await commands.executeCommand("workbench.action.openWalkthrough", walkthrough);
  };
  return session.onDidChange(() => void greet());
}
