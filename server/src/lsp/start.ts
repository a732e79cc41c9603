/**
 * What the server's process runs first. With `--cache-folder=…` it takes the server's code as V8 compiled it the last time.
 * Until the first errors are told, V8 is kept from work that pays later: little has run often by then.
 */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runCompiled } from "../disk/compiled.ts";

/** From the start: in which the first files are opened. */
const FIRST_MS = 2000;
/** From here on V8 has a quick compiler between interpreting and optimising; without one, long files need the slow one. */
const QUICK_COMPILER_V8 = 13;
const FOLDER = "--cache-folder=";

const quickCompiler = Number.parseInt(process.versions.v8, 10) >= QUICK_COMPILER_V8;
/** Optimising is put off. */
const FIRST = quickCompiler ? "--no-opt" : "--interrupt-budget=1000000";
/** V8's own value. */
const THEN = quickCompiler ? "--opt" : "--interrupt-budget=67584";

setFlagsFromString(FIRST);
const folder = process.argv.find((argument) => argument.startsWith(FOLDER))?.slice(FOLDER.length);
const { exports, keep } = runCompiled(join(__dirname, "language-server.js"), folder);
setTimeout(() => setFlagsFromString(THEN), FIRST_MS).unref();

(exports as typeof import("./language-server.ts")).serve(() => {
  setFlagsFromString(FIRST); // V8 takes no code that was compiled with other flags
  keep();
  setFlagsFromString(THEN);
});
