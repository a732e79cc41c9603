/** Show Log: what the language server reported. */
import type { Command } from "./command.ts";

export const showLog: Command = {
  id: "convlens.showLog",
  run: ({ session }) => session.log.show(),
};
