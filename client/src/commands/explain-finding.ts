/** Explain Finding: the page of a kind of finding, with a wrong and a right example; carried by the extension, no network needed. */
import { commands, env, l10n, Uri, window, workspace } from "vscode";
import type { Command } from "./command.ts";

export const explainFinding: Command = {
  id: "convlens.explainFinding",
  run: async ({ context }, code) => {
    const rules = Uri.joinPath(context.extensionUri, "docs/rules");
    const known = await codesOf(context.extensionUri);
    const chosen =
      typeof code === "string" && known.includes(code)
        ? code
        : await window.showQuickPick(known, { placeHolder: l10n.t("Choose a kind of finding") });
    if (chosen === undefined) return;
    await commands.executeCommand("markdown.showPreview", await pageOf(rules, chosen));
  },
};

/** In the editor's language where there is one. */
async function pageOf(rules: Uri, code: string): Promise<Uri> {
  const own = Uri.joinPath(rules, env.language.toLowerCase(), `${code}.md`);
  try {
    await workspace.fs.readFile(own);
    return own;
  } catch {
    return Uri.joinPath(rules, `${code}.md`);
  }
}

/** From the schema of the configuration: an extension in a browser cannot list its own folders. */
async function codesOf(extension: Uri): Promise<string[]> {
  const schema = Uri.joinPath(extension, "schemas/convlens.config.schema.json");
  const { properties } = JSON.parse(new TextDecoder().decode(await workspace.fs.readFile(schema)));
  return Object.keys(properties.severity.properties).sort();
}
