/** Says something to a person where it is seen: as a message, and in the status bar where messages are kept quiet. */
import { window } from "vscode";

const SEEN_MS = 6000;

export function tell(text: string): void {
  window.setStatusBarMessage(text, SEEN_MS);
  void window.showInformationMessage(text);
}

export function warn(text: string): void {
  window.setStatusBarMessage(`$(warning) ${text}`, SEEN_MS);
  void window.showWarningMessage(text);
}
