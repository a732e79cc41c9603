/** The one way a request is answered: not if it was cancelled, never with an exception, and the slow ones are logged. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";

const SLOW = 100; // ms

export function guard<P, R>(connection: Connection, name: string, empty: R, handle: (params: P) => R) {
  return async (params: P, token: CancellationToken): Promise<R> => {
    // lets notifications that wait behind this request (a cancellation, a newer text) come first
    await new Promise((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    const start = performance.now();
    try {
      return handle(params);
    } catch (error) {
      connection.console.error(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      return empty;
    } finally {
      const took = performance.now() - start;
      if (took > SLOW) connection.console.info(`${name} took ${took.toFixed(0)} ms`);
    }
  };
}
