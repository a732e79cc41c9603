/**
 * What `convlens` runs first. To compile the commands takes longer than most of them do: what was compiled is kept in the
 * temporary folder, by Node itself where it can. The version, which tools ask for, needs none of them.
 */
import * as nodeModule from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VERSION } from "../config/version.ts";
import { runCompiled } from "../disk/compiled.ts";
import { bundleBeside } from "./terminal/bundle-beside.ts";

const VERSION_FLAGS = ["-v", "-V", "--version"];
const COMMANDS = "commands.js";
const given = process.argv.slice(2);
const { enableCompileCache } = nodeModule as { enableCompileCache?(): unknown }; // from 22.8 on

if (given.length === 1 && VERSION_FLAGS.includes(given[0]!)) process.stdout.write(`${VERSION}\n`);
else if (enableCompileCache) {
  enableCompileCache();
  bundleBeside(COMMANDS);
} else {
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE
    ? undefined
    : join(tmpdir(), `convlens-${process.getuid?.() ?? "compiled"}`);
  process.once("beforeExit", runCompiled(join(__dirname, COMMANDS), folder).keep);
}
