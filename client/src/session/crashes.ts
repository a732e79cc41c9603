/**
 * What is done when the server ends by itself: it is started again at once, until it has ended so often that something is
 * wrong with it. Then it stays down, and says so with a button that tries again.
 */
import { commands, l10n, window } from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
} from "vscode-languageclient";

/** So many ends within so long. */
const MOST = 5;
const WITHIN_MS = 3 * 60 * 1000;
/** In which all that was asked of a server that is gone has failed. */
const SETTLED_MS = 100;

export class Crashes implements ErrorHandler {
  private ends: number[] = [];
  private readonly now: () => number;

  /** `now`: ms of a clock that does not jump. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /**
   * A message that could not be written or read. Never a reason to shut down: what is asked for between a server's end and
   * the news of it fails in a row, and a client that shuts down then is not told of the end, and starts nothing again.
   */
  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true }; // the log has it
  }

  async closed(): Promise<CloseHandlerResult> {
    // a start that the end cut short fails first: it would take the next server for its own, and end that too
    await new Promise((resolve) => setTimeout(resolve, SETTLED_MS));
    const now = this.now();
    this.ends = [...this.ends.filter((end) => now - end < WITHIN_MS), now];
    if (this.ends.length < MOST) return { action: CloseAction.Restart, handled: true };
    this.ends = []; // whoever starts it again gives it as many tries
    void offerRestart();
    return { action: CloseAction.DoNotRestart, handled: true };
  }
}

async function offerRestart(): Promise<void> {
  const [restart, log] = [l10n.t("Restart Server"), l10n.t("Show Log")];
  const text = l10n.t(
    "ConvLens: the language server ended {0} times within three minutes and is not started again. The log says what happened.",
    MOST,
  );
  const pressed = await window.showErrorMessage(text, restart, log);
  if (pressed === restart) await commands.executeCommand("convlens.restartServer");
  else if (pressed === log) await commands.executeCommand("convlens.showLog");
}
