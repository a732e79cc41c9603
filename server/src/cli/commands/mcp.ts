/** `convlens mcp`: what the checker knows, for assistants. */
import type { Command } from "commander";
import { bundleBeside } from "../terminal/bundle-beside.ts";
import { command } from "../terminal/command.ts";

export const mcpCommand = (): Command =>
  command<object>(
    "mcp",
    "a server of the model context protocol on standard input and output, for assistants",
    `Register it as: { "command": "npx", "args": ["convlens", "mcp"] }`,
    (made) => made,
    () => {
      bundleBeside("mcp.js");
      return 0;
    },
  );
