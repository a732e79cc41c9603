/** Hints that VS Code asks for before there is anybody to answer. */
import { beforeEach, expect, test, vi } from "vitest";

class Emitter<T> {
  private readonly heard = new Set<(value: T) => void>();
  readonly event = (listener: (value: T) => void) => {
    this.heard.add(listener);
    return { dispose: () => this.heard.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of this.heard) listener(value);
  }
  dispose(): void {
    this.heard.clear();
  }
}

const settings = { enable: true };
vi.mock("vscode", () => ({
  EventEmitter: Emitter,
  Disposable: class {
    readonly dispose: () => void;
    constructor(dispose: () => void) {
      this.dispose = dispose;
    }
  },
  languages: { registerInlayHintsProvider: () => ({ dispose() {} }) },
  workspace: { getConfiguration: () => ({ get: () => settings.enable }) },
}));
const { Hints } = await import("../../client/src/hints.ts");

const ask = (hints: InstanceType<typeof Hints>) =>
  hints.provideInlayHints({} as never, {} as never, {} as never);
const source = (label: string) => ({ provideInlayHints: () => [{ label }] as never });

beforeEach(() => {
  settings.enable = true;
});

test("what is asked early gets the answer of who comes later, once", async () => {
  const hints = new Hints();
  const changes = vi.fn();
  hints.onDidChangeInlayHints(changes);
  const early = ask(hints);
  hints.follow(source("[N, 10]"));
  expect(await early).toEqual([{ label: "[N, 10]" }]);
  expect(changes).not.toHaveBeenCalled();
});

test("between two servers there are none, and the next one's are asked for", async () => {
  const hints = new Hints();
  const changes = vi.fn();
  const early = ask(hints);
  const first = hints.follow(source("first"));
  await early;
  hints.onDidChangeInlayHints(changes);
  first.dispose();
  expect(changes).toHaveBeenCalledTimes(1);
  expect(await ask(hints)).toBeUndefined();
  hints.follow(source("second"));
  expect(changes).toHaveBeenCalledTimes(2);
  expect(await ask(hints)).toEqual([{ label: "second" }]);
});

test("nobody waits where there is to be no server", async () => {
  settings.enable = false;
  expect(await ask(new Hints())).toBeUndefined();
});
