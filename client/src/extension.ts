/** What the extension does wherever it runs: the entry points (`node.ts`) only say how a server is started. */
import {
  commands,
  type Disposable,
  type ExtensionContext,
  env,
  type InlayHintsProvider,
  window,
  workspace,
} from "vscode";
import { InlayHintRequest, type LanguageClientOptions } from "vscode-languageclient";
import { allCommands } from "./commands/index.ts";
import { openModelSummary } from "./commands/open-model-summary.ts";
import { runLayer } from "./commands/run-layer.ts";
import { greetAtFirstModel } from "./greeting.ts";
import { watchForLayers } from "./has-layers.ts";
import type { Hints } from "./hints.ts";
import { showHoverPictures } from "./hover-picture.ts";
import { followNotebooks } from "./notebooks.ts";
import { layerInspector } from "./panels/layer-inspector/panel.ts";
import { LivePanel } from "./panels/live-panel.ts";
import { modelComparison } from "./panels/model-comparison/panel.ts";
import { registerModelEditor } from "./panels/model-file/editor.ts";
import { modelSummary } from "./panels/model-summary/panel.ts";
import { Crashes } from "./session/crashes.ts";
import { Duplicates } from "./session/duplicates.ts";
import { HalfTyped } from "./session/half-typed.ts";
import { languages } from "./session/languages.ts";
import { type AnyClient, Session } from "./session/session.ts";
import { showStatus } from "./status.ts";
import { followTheme } from "./theme.ts";

/** What links in hovers may do: the server writes them, and checks what they name when it is asked. */
const HOVER_LINKS = { enabledCommands: [runLayer.id, openModelSummary.id] };

/** The client's own provider answers through `hints`: VS Code would take both, and show each hint twice. */
function followBy(hints: Hints, client: AnyClient): void {
  const feature = client.getFeature(InlayHintRequest.method) as unknown as {
    registerProvider(selector: unknown, provider: InlayHintsProvider): Disposable;
  };
  feature.registerProvider = (_, provider) => hints.follow(provider);
}

/** `needed`: resolves when a server is. */
export function start(
  context: ExtensionContext,
  hints: Hints,
  needed: Promise<void>,
  createClient: (options: LanguageClientOptions) => AnyClient,
): Session {
  const log = window.createOutputChannel("ConvLens", { log: true });
  const duplicates = new Duplicates();
  const halfTyped = new HalfTyped();
  const client = createClient({
    documentSelector: languages,
    outputChannel: log,
    errorHandler: new Crashes(),
    initializationFailedHandler: () => false, // the log has it, and `Crashes` what comes then
    middleware: {
      provideDiagnostics: (document, previous, token, next) =>
        halfTyped.around(duplicates.around(next))(document, previous, token),
    },
    initializationOptions: {
      modelCount: true,
      language: env.language,
      extension: context.extensionUri.toString(),
      settings: JSON.parse(JSON.stringify(workspace.getConfiguration("convlens"))), // it need not ask before it answers
    },
    markdown: { isTrusted: HOVER_LINKS },
  });
  followBy(hints, client);
  const session = new Session(client, log);
  const panels = {
    layer: new LivePanel(layerInspector, context.extensionUri, session),
    model: new LivePanel(modelSummary, context.extensionUri, session),
    comparison: new LivePanel(modelComparison, context.extensionUri, session),
  };
  context.subscriptions.push(
    log,
    hints,
    showStatus(session),
    watchForLayers(session),
    greetAtFirstModel(context, session),
    showHoverPictures(session, HOVER_LINKS),
    followTheme(session),
    registerModelEditor(context, session),
    duplicates.watch(client),
    halfTyped.watch(client),
    followNotebooks(session),
  );
  for (const panel of Object.values(panels)) context.subscriptions.push(panel.restoreAfterReload());
  for (const command of allCommands)
    context.subscriptions.push(
      commands.registerCommand(command.id, (...args) => command.run({ context, session, panels }, ...args)),
    );
  context.subscriptions.push(workspace.onDidChangeConfiguration((change) => session.applySettings(change)));
  void needed.then(() => session.start());
  return session;
}
