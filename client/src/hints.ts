/**
 * VS Code asks for a file's hints when a provider becomes known, and answers wait behind whatever it asks of other extensions by
 * then: ours is known before the rest of the extension is loaded, and what is asked of it early waits for the server.
 *
 *   const hints = new Hints();               // VS Code asks it
 *   const following = hints.follow(source);  // which asks this one
 */
import {
  type CancellationToken,
  Disposable,
  EventEmitter,
  type InlayHint,
  type InlayHintsProvider,
  type Range,
  type TextDocument,
  languages as vscodeLanguages,
} from "vscode";
import { enabled } from "./session/enabled.ts";
import { languages } from "./session/languages.ts";

/** VS Code shows no hint of anybody until each provider has answered: so long the first ones may be waited for. */
const PATIENCE_MS = 1500;

export class Hints implements InlayHintsProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;
  readonly #registration = vscodeLanguages.registerInlayHintsProvider([...languages], this);
  #source: InlayHintsProvider | undefined;
  /** Whether VS Code was told of no hints because nobody was there to ask. */
  #missed = false;
  /** Whether somebody was waited for long enough: a server that is down does not keep others' hints back. */
  #waited = false;
  readonly #came = new EventEmitter<void>();

  async provideInlayHints(document: TextDocument, range: Range, token: CancellationToken) {
    if (!this.#source) await this.#soon();
    this.#missed ||= !this.#source;
    return this.#source?.provideInlayHints(document, range, token);
  }

  resolveInlayHint(hint: InlayHint, token: CancellationToken) {
    return this.#source?.resolveInlayHint?.(hint, token) ?? hint;
  }

  /** Answers with what `source` gives, until that is disposed. */
  follow(source: InlayHintsProvider): Disposable {
    this.#source = source;
    this.#came.fire();
    if (this.#missed) this.#changed.fire();
    this.#missed = false;
    const changes = source.onDidChangeInlayHints?.(() => this.#changed.fire());
    return new Disposable(() => {
      changes?.dispose();
      this.#source = undefined;
      this.#changed.fire();
    });
  }

  /** Until there is somebody to ask; once, and not for long. */
  async #soon(): Promise<void> {
    if (this.#waited || !enabled()) return;
    await new Promise<void>((resolve) => {
      this.#came.event(() => resolve());
      setTimeout(resolve, PATIENCE_MS);
    });
    this.#waited = true;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
    this.#came.dispose();
  }
}
