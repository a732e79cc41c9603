/** What the protocol asks of a server's life: no request is answered before `initialize`, none after `shutdown`. */
import type { Connection } from "vscode-languageserver";
import { ErrorCodes, ResponseError } from "./words.ts";

type Phase = "new" | "running" | "down";
const phases = new WeakMap<Connection, Phase>();

export const enter = (connection: Connection, phase: Phase): void => void phases.set(connection, phase);

/** Throws the protocol's own error where a request comes at the wrong time. */
export function refuseAtWrongTime(connection: Connection): void {
  const phase = phases.get(connection) ?? "new";
  if (phase === "new")
    throw new ResponseError(ErrorCodes.ServerNotInitialized, "the server is not initialized yet");
  if (phase === "down") throw new ResponseError(ErrorCodes.InvalidRequest, "the server was shut down");
}
