/**
 * What the server's process runs first. With `--cache-folder=…` it takes the server's code as V8 compiled it the last time.
 * Until the first errors are told, V8 is kept from work that pays later: little has run often by then.
 */
import { join } from "node:path";
import { runCompiled } from "../disk/compiled.ts";
import { optimise } from "../disk/optimising.ts";

/** From the start: in which the first files are opened. */
const FIRST_MS = 2000;
const FOLDER = "--cache-folder=";

optimise("last");
const folder = process.argv.find((argument) => argument.startsWith(FOLDER))?.slice(FOLDER.length);
const { exports, keep } = runCompiled(join(__dirname, "language-server.js"), folder);
setTimeout(() => optimise("soon"), FIRST_MS).unref();

(exports as typeof import("./language-server.ts")).serve(() => {
  optimise("last"); // V8 takes no code that was compiled with other flags
  keep();
  optimise("soon");
});
