/**
 * What the server's process runs first. Until the first errors are told, little is run often: V8 does not optimise it, which
 * takes longer than it gains so early. With `--cache-folder=…` it takes the server's code as V8 compiled it the last time.
 */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runCompiled } from "../disk/compiled.ts";

/** From the start: in which the first files are opened. */
const FIRST_MS = 2000;
const FOLDER = "--cache-folder=";

const folder = process.argv.find((argument) => argument.startsWith(FOLDER))?.slice(FOLDER.length);
const { exports, keep } = runCompiled(join(__dirname, "language-server.js"), folder);
setFlagsFromString("--no-opt"); // behind the line above: what was compiled with other flags is not taken
const optimise = (): void => setFlagsFromString("--opt");
setTimeout(optimise, FIRST_MS).unref();

(exports as typeof import("./language-server.ts")).serve(() => {
  optimise();
  keep();
});
