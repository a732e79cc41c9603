/** `convlens lsp`: the language server, for any editor. */
import type { Command } from "commander";
import { bundleBeside } from "../terminal/bundle-beside.ts";
import { command } from "../terminal/command.ts";

export const lspCommand = (): Command =>
  command<{ readonly cacheFolder?: string }>(
    "lsp",
    "the language server on standard input and output, for any editor",
    "Configurations of editors: https://github.com/convlens/convlens/blob/main/docs/editors.md",
    (made) =>
      made
        .option("--stdio", "standard input and output, the only way there is")
        .option(
          "--cache-folder <folder>",
          "keeps compiled code there, for quicker starts; nobody else may write to it",
        )
        .option("--clientProcessId <id>", "ends with this process"),
    (_, { cacheFolder }) => {
      if (cacheFolder) process.argv.push(`--cache-folder=${cacheFolder}`);
      if (!process.argv.includes("--stdio")) process.argv.push("--stdio");
      bundleBeside("server.js");
      return 0;
    },
  );
