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
