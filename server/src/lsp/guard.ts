/** The one way work is done: not if it was cancelled, never with an exception, and what is slow is logged. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { refuseAtWrongTime } from "./lifecycle.ts";
import { allRead } from "./turn.ts";
import { LSPErrorCodes, ResponseError } from "./words.ts";

const SLOW = 100; // ms

/** The answer to a request. What takes long waits for others to do it, and looks at the token itself. */
export function guard<P, R>(
  connection: Connection,
  name: string,
  empty: R,
  handle: (params: P, token: CancellationToken) => R | Promise<R>,
) {
  return async (params: P, token: CancellationToken): Promise<R> => {
    refuseAtWrongTime(connection);
    // lets notifications that wait behind this request (a cancellation, a newer text) come first
    await allRead();
    if (token.isCancellationRequested)
      throw new ResponseError(LSPErrorCodes.RequestCancelled, `${name} was cancelled`);
    const answer = attempt<R | Promise<R>>(connection, name, empty, () => handle(params, token));
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((error) => {
      if (error instanceof ResponseError) throw error;
      logFailure(connection, name, error);
      return empty;
    });
  };
}

/** The result of `work`, or `empty` and a line in the log. */
export function attempt<R>(connection: Connection, name: string, empty: R, work: () => R): R {
  const start = performance.now();
  try {
    return work();
  } catch (error) {
    if (error instanceof ResponseError) throw error; // the protocol's own: the client is told
    logFailure(connection, name, error);
    return empty;
  } finally {
    const took = performance.now() - start;
    if (took > SLOW) connection.console.info(`${name} took ${took.toFixed(0)} ms`);
  }
}

function logFailure(connection: Connection, name: string, error: unknown): void {
  connection.console.error(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`);
}

/** Returns what to call at each change: `work` is done once, when nothing has changed for `ms`. */
export function whenQuiet(connection: Connection, name: string, ms: number, work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => attempt(connection, name, undefined, work), ms);
  };
}
