/** Wires the editor features to the protocol. One line a feature; everything else is plain functions in `ide/`. */
import type {
  Connection,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from "vscode-languageserver";
import { VERSION } from "../config/version.ts";
import type { DistantFiles } from "../disk/distant-files.ts";
import type { FileHost } from "../disk/file-host.ts";
import { type Encoding, isEncoding } from "../facts/source-text.ts";
import { TimeLimit } from "../interpret/machine/time-limit.ts";
import { Previews } from "../preview/previews.ts";
import { type NotebookParams, notifications, type ThemeParams } from "../preview/protocol.ts";
import { type Channel, PreviewService } from "../preview/service.ts";
import { useLanguage } from "../texts/index.ts";
import { pathOf } from "./addresses.ts";
import { Background, type StartThread } from "./background.ts";
import { Converter } from "./convert.ts";
import { Documents } from "./documents.ts";
import { registerFeatures } from "./features.ts";
import { attempt, whenQuiet } from "./guard.ts";
import { enter } from "./lifecycle.ts";
import { lookAheadWhenQuiet } from "./look-ahead.ts";
import { modelCount } from "./model-count.ts";
import { registerPreviews } from "./previews.ts";
import { rehearse } from "./rehearsal.ts";
import { Settings } from "./settings.ts";
import { settleWhenQuiet } from "./settle.ts";
import { newText, turn } from "./turn.ts";
import { WeightFindings } from "./weights.ts";
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
} from "./words.ts";
import { registerWorkspaceCheck } from "./workspace-check.ts";

const capabilities: ServerCapabilities = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  diagnosticProvider: { identifier: "convlens", interFileDependencies: true, workspaceDiagnostics: true },
  inlayHintProvider: { resolveProvider: true },
  hoverProvider: true,
  definitionProvider: true,
  codeLensProvider: { resolveProvider: false },
  documentSymbolProvider: true,
  completionProvider: { triggerCharacters: ["{", ",", " ", "."] },
  signatureHelpProvider: { triggerCharacters: ["(", ","] },
  codeActionProvider: { codeActionKinds: ["quickfix", "refactor.rewrite", "source.fixAll"] },
  // announced, not registered later: not every client knows how to be asked for it
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

/** Of pictures in hovers, by what they stand on. */
const INKS: Readonly<Record<ThemeParams["kind"], string>> = {
  dark: "#b4b4b4",
  light: "#565656",
  highContrastDark: "#ffffff",
  highContrastLight: "#000000",
};

/** Documents that import the one that is typed in follow when the typing pauses; it follows each keystroke itself. */
const DEPENDENTS_MS = 200;

/** The engine starts when a document is there that may have models, and its errors have been told. */
const WARM_UP_MS = 100;

/** A file is followed so long while somebody waits; `background.ts` goes on. */
const PATIENCE_MS = 300;
/** The first files of a process are followed by code that has never run, at a fraction of its speed: what a thread begins then is as slow. */
const FIRST = { patienceMs: 900, untilMs: 2000 };
/** When memory is given back, after the last edit: it costs tens of milliseconds, which somebody who types would notice. */
const TIDY_UP_MS = 3000;
/** When what a keystroke has left behind is let go of: between two keys, so that none of them waits for it. */
const SWEEP_MS = 15;

/** What a server is given by the place that it runs in. */
export interface Surroundings {
  readonly host: FileHost;
  /** Behind `host`, where files come later than they are asked for. */
  readonly distant?: DistantFiles;
  /**
   * What models are run in, on so many threads, or as many as are good where that is 0. `extension`: the path of our
   * own client's extension.
   */
  startWorker(threads: number, extension?: string): Channel;
  /** Gives memory back, where that can be asked for. */
  collectGarbage?(): void;
  /** The same of what was made last. */
  collectYoung?(): void;
  /** Goes on with a file that takes longer than somebody waits; where it is absent, that takes as long as it takes. */
  readonly startBackground?: StartThread;
}
/** What else happens around a server. */
export interface Running {
  /** The folders that a person has opened. */
  folders(): readonly string[];
  /** Files that were asked for are there now. */
  filesArrived(paths: readonly string[]): void;
}

export function startServer(
  connection: Connection,
  { host, distant, startWorker, startBackground, collectGarbage, collectYoung }: Surroundings,
): Running {
  const documents = new Documents(host);
  const settings = new Settings(connection, host);
  const service = new PreviewService(
    () => startWorker(settings.threads, extension),
    (message) => connection.console.warn(message),
  );
  const previews = new Previews(service, (file) => documents.project.source(file)?.text, documents.workspace);
  const background = new Background(connection, documents, startBackground, () => refresh());
  const weights = new WeightFindings(previews, () => refresh());
  let ownClient = false;
  let extension: string | undefined;
  let pictures = false;
  let client: InitializeParams["capabilities"] = {};
  let countModels = (): void => {};
  let noRehearsal = (): void => {};
  const lookAhead = lookAheadWhenQuiet(connection, documents, settings, previews);
  const settle = settleWhenQuiet(connection, documents, refresh);
  const warmUp = whenQuiet(connection, "warming up", WARM_UP_MS, () => {
    if (settings.isEnabled("preview")) service.warmUp();
  });
  const refreshLater = whenQuiet(connection, "refreshing", DEPENDENTS_MS, refresh);
  const tidyUp = whenQuiet(connection, "tidying up", TIDY_UP_MS, () => collectGarbage?.());
  const sweep = whenQuiet(connection, "sweeping", SWEEP_MS, () => collectYoung?.());

  connection.onInitialize((params): InitializeResult => {
    enter(connection, "running");
    client = params.capabilities;
    documents.openFolders(
      params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []),
    );
    useLanguage(params.initializationOptions?.language ?? params.locale);
    ownClient = params.initializationOptions?.modelCount === true; // our own client: it has the commands
    if (params.initializationOptions?.modelCount) countModels = modelCount(connection, documents);
    if (ownClient) extension = pathOf(String(params.initializationOptions?.extension ?? ""));
    pictures = ownClient || params.initializationOptions?.pictures === true;
    if (startBackground) bePatient(params.initializationOptions?.patienceMs);
    settings.pushed(params.initializationOptions);
    const encoding = chosenEncoding(client.general?.positionEncodings);
    documents.project.encoding = encoding;
    noRehearsal();
    if (!ownClient) noRehearsal = rehearse(connection); // our own sends its document behind the answer
    return {
      capabilities: { ...capabilities, positionEncoding: encoding },
      serverInfo: { name: "ConvLens", version: VERSION },
    };
  });
  connection.onInitialized(() => {
    if (client.workspace?.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        documents.openFolders(added.map(({ uri }) => uri));
        documents.closeFolders(removed.map(({ uri }) => uri));
      });
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      heard(
        connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,svelte,vue,json,safetensors}" }],
        }),
      );
    }
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration)
      heard(connection.client.register(DidChangeConfigurationNotification.type, { section: "convlens" }));
    takeSettings();
  });
  connection.onDidChangeConfiguration(({ settings: given }) => takeSettings(given));

  connection.onDidOpenTextDocument(({ textDocument }) => {
    noRehearsal();
    documents.opened(textDocument.uri, textDocument.text, textDocument.version);
    push(textDocument.uri);
    warmUp();
    lookAhead(textDocument.uri);
    countModels();
    tidyUp();
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    background.edit(textDocument.uri);
    newText();
    documents.changed(textDocument.uri, contentChanges, textDocument.version);
    push(textDocument.uri);
    previews.rest();
    lookAhead(textDocument.uri);
    if (documents.hasOpenDependents(textDocument.uri)) refreshLater();
    settle(textDocument.uri);
    countModels();
    sweep();
    tidyUp();
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    background.forget(textDocument.uri);
    documents.closed(textDocument.uri);
    countModels();
    tidyUp();
    if (!pulls()) void connection.sendDiagnostics({ uri: textDocument.uri, diagnostics: [] });
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) distant?.forget(documents.file(uri));
    for (const { uri } of changes) documents.diskChanged(uri);
    weights.forget();
    settings.filesChanged();
    refresh();
  });

  const { diagnosticsOf } = registerFeatures({
    connection,
    distant,
    documents,
    settings,
    previews,
    weights,
    background,
    convert: new Converter(
      documents,
      () => client,
      () => ownClient,
    ),
    client: () => client,
    ownClient: () => ownClient,
    shows: () => ({ formats: client.textDocument?.hover?.contentFormat, pictures }),
  });
  const workspaceCheck = registerWorkspaceCheck(
    connection,
    documents,
    distant,
    diagnosticsOf,
    collectGarbage,
  );
  registerPreviews(connection, documents, settings, previews);
  connection.onShutdown(() => {
    enter(connection, "down");
    service.stop();
  });
  connection.onNotification(notifications.notebook, ({ cells }: NotebookParams) => {
    if (Array.isArray(cells)) documents.notebookOrdered(cells);
    refreshLater();
  });
  connection.onNotification(notifications.theme, ({ kind }: ThemeParams) => {
    if (Object.hasOwn(INKS, kind)) previews.ink = INKS[kind];
  });

  function bePatient(ms: number | undefined): void {
    documents.project.timeLimit = new TimeLimit(ms ?? FIRST.patienceMs);
    if (ms !== undefined) return;
    setTimeout(() => {
      documents.project.timeLimit = new TimeLimit(PATIENCE_MS);
    }, FIRST.untilMs);
  }
  /** What was shown stays where nothing has changed: an editor that is told to ask again throws away what it has asked for. */
  function takeSettings(given?: unknown): void {
    void settings.update(client, given).then((differ) => {
      if (differ) refresh();
    });
  }
  const pulls = (): boolean => client.textDocument?.diagnostic !== undefined;
  /** For clients that do not pull: diagnostics follow every change. */
  function push(uri: string): void {
    if (pulls()) return;
    const version = documents.version(uri);
    void turn().then(() => {
      if (documents.version(uri) === version)
        void connection.sendDiagnostics({
          uri,
          ...(version !== undefined && { version }),
          diagnostics: attempt(connection, "diagnostics", [], () => diagnosticsOf(uri)),
        });
    });
  }
  /** What other documents show may be out of date. */
  function refresh(): void {
    workspaceCheck.changed();
    if (client.workspace?.diagnostics?.refreshSupport) heard(connection.languages.diagnostics.refresh());
    if (client.workspace?.inlayHint?.refreshSupport) heard(connection.languages.inlayHint.refresh());
    if (client.workspace?.codeLens?.refreshSupport)
      heard(connection.sendRequest("workspace/codeLens/refresh"));
    if (!pulls()) for (const uri of documents.uris()) push(uri);
  }
  noRehearsal = rehearse(connection);
  connection.listen();
  return {
    folders: () => documents.folders(),
    filesArrived(paths) {
      for (const path of paths) documents.project.diskChanged(path);
      settings.filesChanged();
      refreshLater();
    },
  };
}

/** A client that answers with an error has said that it can, and cannot: that ends nothing here. */
const heard = (answer: Promise<unknown>): void => void answer.catch(() => {});

/** UTF-16, in which texts are kept, where the client knows it too. */
function chosenEncoding(offered: readonly string[] | undefined): Encoding {
  const known = (offered ?? []).filter(isEncoding);
  return known.length === 0 || known.includes("utf-16") ? "utf-16" : known[0]!;
}
