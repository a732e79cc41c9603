/** How requests of panels and commands are answered: with what they asked for, or a sentence that says why not. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import type { Check } from "../preview/checks.ts";
import type { Progress } from "../preview/messages.ts";
import { sentenceOf } from "../preview/previews.ts";
import { t, translated } from "../texts/index.ts";
import { refuseAtWrongTime } from "./lifecycle.ts";
import { given } from "./params.ts";
import { turn } from "./turn.ts";
import { LSPErrorCodes, ResponseError } from "./words.ts";

/** Announces what answers a request of that name. */
export type Answer = <P, R>(
  method: string,
  check: Check<P>,
  work: (params: P, signal: AbortSignal, onProgress: (at: Progress) => void) => R | Promise<R>,
) => void;

/** What a request with a cancelled token answers is not looked at; a throw that is no sentence is a bug, and logged. */
export const answering =
  (connection: Connection): Answer =>
  (method, check, work) => {
    connection.onRequest(method, async (asked: unknown, token: CancellationToken): Promise<unknown> => {
      refuseAtWrongTime(connection);
      const params = given(method, check, asked);
      await turn();
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      if (token.isCancellationRequested)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, `${method} was cancelled`);
      const progress = progressOf(connection, params);
      progress?.begin();
      try {
        return await work(params, abort.signal, (at) => progress?.report(at));
      } catch (error) {
        const refused = sentenceOf(error);
        if (refused === undefined)
          connection.console.error(`${method} failed: ${(error as Error).stack ?? error}`);
        const why = refused ?? `${method} failed inside of ConvLens; the log has the details.`;
        return { refused: translated(why) };
      } finally {
        progress?.end();
      }
    });
  };

/** For clients that want to be told: a request may carry a token for its progress. */
function progressOf(
  connection: Connection,
  params: unknown,
): { begin(): void; report(at: Progress): void; end(): void } | undefined {
  const token = (params as { workDoneToken?: string | number } | undefined)?.workDoneToken;
  if (token === undefined) return undefined;
  const send = (value: object): void => void connection.sendNotification("$/progress", { token, value });
  return {
    begin: () => send({ kind: "begin", title: "ConvLens", cancellable: true }),
    report: ({ done, total, label }) =>
      send({
        kind: "report",
        message: t("{0} · layer {1} of {2}", label, done + 1, total),
        percentage: Math.floor((100 * done) / total),
      }),
    end: () => send({ kind: "end" }),
  };
}
