/** When this window needs a server. */
import { Uri, workspace } from "vscode";
import { languages } from "./languages.ts";

/** What packages of programs with models depend on. */
const LIBRARIES =
  /"(@convlens\/engine|@tensorflow\/tfjs|onnxruntime-|@(huggingface|xenova)\/transformers|@frost-beta\/mlx)/;

/**
 * Resolves when a document is open that models may be written in (at once where one is), or else, when `up` has resolved, where
 * a folder's package depends on a library of models: the first document that is opened finds the server there.
 */
export async function whenNeeded(up: Promise<unknown>): Promise<void> {
  const document = firstDocument();
  await Promise.race([document, up.then(async () => (await dependsOnModels()) || document)]);
}

/** At once where one is open. */
export function firstDocument(): Promise<void> {
  if (workspace.textDocuments.some(({ languageId }) => languages.includes(languageId)))
    return Promise.resolve();
  return new Promise((resolve) => {
    const opening = workspace.onDidOpenTextDocument(({ languageId }) => {
      if (!languages.includes(languageId)) return;
      opening.dispose();
      resolve();
    });
  });
}

async function dependsOnModels(): Promise<boolean> {
  const folders = workspace.workspaceFolders ?? [];
  return (await Promise.all(folders.map(({ uri }) => packageOf(uri)))).some((text) => LIBRARIES.test(text));
}

async function packageOf(folder: Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(folder, "package.json")));
  } catch {
    return ""; // there is none
  }
}
