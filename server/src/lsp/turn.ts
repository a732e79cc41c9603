/** Lets what waits for the event loop come first: messages that arrived meanwhile, a cancellation among them. */

/** Browsers have no `setImmediate`; a message to oneself comes behind those that wait already. */
export const turn = (): Promise<void> =>
  new Promise((resolve) => {
    if (typeof setImmediate === "function") return void setImmediate(resolve);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });

let texts = 0;

/** A newer text of a document came in. */
export function newText(): void {
  texts++;
}

/** Of texts that came in while the last one was looked at, at most so many are waited for. */
const MOST_WAITING = 50;

/**
 * Resolves when what waits to be read has been read: of the keys that were hit while an earlier text was looked at, only the
 * last one's text is looked at then.
 */
export async function allRead(): Promise<void> {
  for (let round = 0, before = -1; before !== texts && round < MOST_WAITING; round++) {
    before = texts;
    for (let i = 0; i < 3; i++) await turn(); // a text and what is asked about it take a turn each
  }
}
