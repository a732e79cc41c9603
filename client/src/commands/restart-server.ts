/** Restart Server: stops the language server and starts a new one. */
import type { Command } from "./command.ts";

export const restartServer: Command = {
  id: "convlens.restartServer",
  run: ({ session }) => session.restart(),
};
