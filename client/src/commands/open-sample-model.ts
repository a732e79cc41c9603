/** Open Sample Model: an unsaved file with a small model, for the first minute. */
import { Uri, window, workspace } from "vscode";
import type { Command } from "./command.ts";

export const openSampleModel: Command = {
  id: "convlens.openSampleModel",
  run: async ({ context }) => {
    const bytes = await workspace.fs.readFile(
      Uri.joinPath(context.extensionUri, "media/walkthrough/sample-model.txt"),
    );
    const content = new TextDecoder().decode(bytes);
    await window.showTextDocument(await workspace.openTextDocument({ language: "typescript", content }));
  },
};
