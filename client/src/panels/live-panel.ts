/**
 * A panel that shows what the server says of a place in a source file, and follows its edits.
 *
 * One panel of a kind is open at a time, beside the editor; showing another target reuses it, unless a person keeps it. An edit is followed when the
 * typing pauses, an older request is cancelled, a hidden panel waits until it is seen. After a reload of the window the page
 * gives back the target it had.
 */
import type { Check } from "@convlens/server/checks";
import type { Place, Refusal, RunOptions } from "@convlens/server/protocol";
import {
  type CancellationToken,
  CancellationTokenSource,
  Disposable,
  l10n,
  TabInputWebview,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { languages } from "../session/languages.ts";
import { moved, reveal } from "../session/place.ts";
import { isRefusal, type Session } from "../session/session.ts";
import { fromPage } from "./checks.ts";
import { mayRead } from "./files.ts";
import type { FromPage, Kept, ToPage } from "./messages.ts";
import { pageOf, resourceRoot } from "./page.ts";
import { answerTo } from "./questions.ts";

/** What sets one kind of panel apart. */
export interface PanelKind<Target, Answer> {
  readonly viewType: `convlens.${string}`;
  readonly bundle: string; // dist/panels/<bundle>.js and .css
  /** It has two sides of its own, and takes the place of the source. */
  readonly whole?: true;
  title(answer: Answer | undefined): string;
  /** `tell` says what is done just now, where it takes long. */
  ask(
    session: Session,
    target: Target,
    token: CancellationToken,
    tell: (doing: string) => void,
  ): Promise<Answer | Refusal>;
  /** What the page may give back after a reload, and change. */
  readonly target: Check<Target>;
  readonly change: Check<Partial<Target>>;
  /** Calls `changed` when what a target shows may have; where it is absent, the sources are watched. */
  watch?(target: Target, changed: () => void): Disposable;
}

/** What a panel shows lies at a place; some are fed with something. */
interface Aimed {
  readonly at: Place;
  readonly options?: RunOptions;
}

const QUIET = 400; // ms

/** The one panel of a kind. */
export class LivePanel<Target extends Aimed, Answer> {
  private readonly kind: PanelKind<Target, Answer>;
  private readonly extension: Uri;
  private readonly session: Session;
  private open: OpenPanel<Target, Answer> | undefined;
  private kept = 0;

  constructor(kind: PanelKind<Target, Answer>, extension: Uri, session: Session) {
    this.kind = kind;
    this.extension = extension;
    this.session = session;
  }

  /** Shows a target, and its answer where it is known already. */
  show(target: Target, answer?: Answer): void {
    if (!this.open) {
      const { viewType, whole } = this.kind;
      // beside one that is kept, so that both are in sight
      const beside = this.kept > 0 ? ViewColumn.Beside : (columnOfPanels() ?? ViewColumn.Beside);
      const position = { viewColumn: whole ? ViewColumn.Active : beside, preserveFocus: !whole };
      this.adopt(window.createWebviewPanel(viewType, this.kind.title(undefined), position), target);
    }
    this.open!.show(target, answer);
  }

  /** Has panels of the window's last life restored. */
  restoreAfterReload(): Disposable {
    return window.registerWebviewPanelSerializer(this.kind.viewType, {
      deserializeWebviewPanel: async (panel: WebviewPanel, state: Kept<Target, unknown> | undefined) => {
        const { data: target } = this.kind.target.safeParse(state?.target);
        if (!target || !mayRead(target.options?.sample) || this.open) return panel.dispose();
        this.adopt(panel, target).show(target);
      },
    });
  }

  private adopt(panel: WebviewPanel, target: Target): OpenPanel<Target, Answer> {
    const keep = (): void => {
      if (this.open !== open) return;
      this.open = undefined;
      this.kept++;
    };
    const open = new OpenPanel(this.kind, this.extension, this.session, panel, target, keep);
    this.open = open;
    panel.onDidDispose(() => {
      if (this.open === open) this.open = undefined;
      else this.kept--;
      open.dispose();
    });
    return open;
  }
}

/** Where a panel of another kind is open: they share a column. */
const columnOfPanels = (): ViewColumn | undefined =>
  window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.includes("convlens.")),
  )?.viewColumn;

/** A page and what it shows; `keep` is called when a person wants it to stay. */
export class OpenPanel<Target extends Aimed, Answer> {
  private readonly kind: PanelKind<Target, Answer>;
  private readonly session: Session;
  private readonly panel: WebviewPanel;
  private readonly keep: () => void;
  private readonly life: Disposable;
  private readonly ended = new CancellationTokenSource();
  private target: Target;
  private answer: Answer | Refusal | undefined;
  private busy = false;
  private stale = false;
  private asking: CancellationTokenSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    kind: PanelKind<Target, Answer>,
    extension: Uri,
    session: Session,
    panel: WebviewPanel,
    target: Target,
    keep: () => void,
  ) {
    this.keep = keep;
    this.kind = kind;
    this.session = session;
    this.panel = panel;
    this.target = target;
    panel.webview.options = { enableScripts: true, localResourceRoots: [resourceRoot(extension)] };
    this.life = Disposable.from(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const { data, error } = fromPage(kind.change).safeParse(message);
        if (data) this.receive(data);
        else
          session.log.error(
            `The page of ${kind.viewType} sent what is no message: ${error?.issues[0]?.path}`,
          );
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible && this.stale) this.refresh();
      }),
      kind.watch?.(target, () => this.later()) ?? this.watchSources(),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("convlens")) this.later();
      }),
      session.onDidChange(() => {
        if (session.state === "ready" && isRefusal(this.answer)) this.later();
      }),
    );
    panel.webview.html = pageOf(panel.webview, extension, kind.bundle);
  }

  private watchSources(): Disposable {
    return workspace.onDidChangeTextDocument((change) => {
      if (change.contentChanges.length === 0 || !languages.includes(change.document.languageId)) return;
      this.target = { ...this.target, at: moved(this.target.at, change) };
      this.later();
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.cancel();
    this.ended.cancel();
    this.life.dispose();
  }

  show(target: Target, answer?: Answer): void {
    this.target = target;
    if (!this.panel.visible) this.panel.reveal(undefined, true);
    if (answer === undefined) this.refresh();
    else {
      this.asking?.cancel();
      this.setBusy(false);
      this.setAnswer(answer);
    }
  }

  private later(): void {
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.panel.visible) this.refresh();
    }, QUIET);
  }

  private refresh(): void {
    this.stale = false;
    if (this.session.state === "starting") {
      this.waitForServer();
      return;
    }
    this.asking?.cancel();
    const asking = new CancellationTokenSource();
    this.asking = asking;
    this.setBusy(true);
    const tell = (doing: string): void => {
      if (this.asking === asking && this.busy) this.post({ kind: "busy", busy: true, doing });
    };
    void this.kind.ask(this.session, this.target, asking.token, tell).then((answer) => {
      if (this.asking !== asking || asking.token.isCancellationRequested) return;
      this.setBusy(false);
      this.setAnswer(answer);
    });
  }

  private waitForServer(): void {
    this.setBusy(true);
    const waiting = this.session.onDidChange(() => {
      if (this.session.state === "starting") return;
      waiting.dispose();
      if (!this.ended.token.isCancellationRequested) this.refresh();
    });
  }

  private setBusy(busy: boolean): void {
    this.busy = busy;
    this.post({ kind: "busy", busy });
  }

  private setAnswer(answer: Answer | Refusal): void {
    this.answer = answer;
    if (!isRefusal(answer)) this.panel.title = this.kind.title(answer);
    this.post({ kind: "answer", target: this.target, answer });
  }

  private post(message: ToPage<Target, Answer>): void {
    void this.panel.webview.postMessage(message);
  }

  private receive(message: FromPage<Target>): void {
    switch (message.kind) {
      case "ready":
        this.post({ kind: "busy", busy: this.busy });
        if (this.answer !== undefined)
          this.post({ kind: "answer", target: this.target, answer: this.answer });
        break;
      case "target":
        if (!mayRead(message.target.options?.sample)) break;
        this.target = { ...this.target, ...message.target, at: message.target.at ?? this.target.at };
        this.refresh();
        break;
      case "cancel":
        this.asking?.cancel();
        this.setBusy(false);
        if (this.answer === undefined) this.setAnswer({ refused: l10n.t("Cancelled.") });
        break;
      case "keep":
        this.keep();
        break;
      case "reveal":
        void reveal(message.source, message.focus);
        break;
      case "question":
        void answerTo(message, this.session, this.ended.token).then((reply) =>
          this.post({ kind: "reply", id: message.id, reply }),
        );
    }
  }
}
