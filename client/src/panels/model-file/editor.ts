/**
 * The read-only editor of model files: the Model Summary's page, about a file in place of a source. The server reads the
 * file through a window, so that its size does not matter.
 */
import { type ModelSummary, requests } from "@convlens/server/protocol";
import {
  type CustomReadonlyEditorProvider,
  Disposable,
  type ExtensionContext,
  RelativePattern,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Session } from "../../session/session.ts";
import { summaryChange, summaryTarget } from "../checks.ts";
import { OpenPanel, type PanelKind } from "../live-panel.ts";
import type { SummaryTarget } from "../messages.ts";

export const MODEL_FILE = "convlens.modelFile";
/** The same for `model.json`, which is a text too: opened so by choice. */
const MODEL_JSON = "convlens.modelJson";

const modelFile: PanelKind<SummaryTarget, ModelSummary> = {
  viewType: MODEL_FILE,
  bundle: "model-summary",
  title: (summary) => summary?.model ?? "",
  ask: (session, { at: { uri } }, token) => session.ask(requests.modelFile, { uri }, token),
  target: summaryTarget,
  change: summaryChange,
  watch({ at }, changed) {
    const file = Uri.parse(at.uri);
    const name = file.path.slice(file.path.lastIndexOf("/") + 1).replace(/[[\]{}*?]/g, "[$&]");
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.joinPath(file, ".."), name));
    return Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
    );
  },
};

/** Has VS Code open model files with it. */
export function registerModelEditor({ extensionUri }: ExtensionContext, session: Session): Disposable {
  const provider: CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => {} }),
    resolveCustomEditor({ uri }, panel) {
      const at = { uri: uri.toString(), line: 0, character: 0 };
      const target: SummaryTarget = { at, run: false, options: {} };
      const open = new OpenPanel(modelFile, extensionUri, session, panel, target, () => {});
      panel.onDidDispose(() => open.dispose());
      open.show(target);
    },
  };
  return Disposable.from(
    ...[MODEL_FILE, MODEL_JSON].map((viewType) => window.registerCustomEditorProvider(viewType, provider)),
  );
}
