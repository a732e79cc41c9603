/**
 * What the server's process runs first. Until the first errors are told, little is run often: V8 does not optimise it to the
 * end, which takes longer than it gains so early. With `--cache-folder=…` it takes the server's code as V8 compiled it the last time.
 */
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runCompiled } from "../disk/compiled.ts";

/** From the start: in which the first files are opened. */
const FIRST_MS = 2000;
/** From here on V8 has a quick compiler between interpreting and optimising; without one, long files would wait longer. */
const QUICK_COMPILER_V8 = 13;
const FOLDER = "--cache-folder=";

const folder = process.argv.find((argument) => argument.startsWith(FOLDER))?.slice(FOLDER.length);
const { exports, keep } = runCompiled(join(__dirname, "language-server.js"), folder);
const holds = Number.parseInt(process.versions.v8, 10) >= QUICK_COMPILER_V8;
const optimise = (): void => setFlagsFromString("--opt");
if (holds) {
  setFlagsFromString("--no-opt"); // behind the script: what was compiled with other flags is not taken
  setTimeout(optimise, FIRST_MS).unref();
}

(exports as typeof import("./language-server.ts")).serve(() => {
  if (holds) optimise();
  keep();
});
