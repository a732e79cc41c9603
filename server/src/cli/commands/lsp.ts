/** `convlens lsp`: the language server, for any editor. */
import type { Command } from "commander";
import { bundleBeside } from "../terminal/bundle-beside.ts";
import { command } from "../terminal/command.ts";

export const lspCommand = (): Command =>
  command<object>(
    "lsp",
    "the language server on standard input and output, for any editor",
    "Configurations of editors: https://github.com/convlens/convlens/blob/main/docs/editors.md",
    (made) =>
      made
        .option("--stdio", "standard input and output, the only way there is")
        .option("--clientProcessId <id>", "ends with this process"),
    () => {
      if (!process.argv.includes("--stdio")) process.argv.push("--stdio");
      bundleBeside("server.js");
      return 0;
    },
  );
