/**
 * What `convlens` runs first, and each of its threads. To compile the commands takes longer than most of them do: what was
 * compiled is kept in the temporary folder. The version, which tools ask for, needs none of them.
 */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { VERSION } from "../config/version.ts";
import { runCompiled } from "../disk/compiled.ts";
import { optimise } from "../disk/optimising.ts";

const VERSION_FLAGS = ["-v", "-V", "--version"];
const given = process.argv.slice(2);

if (isMainThread && given.length === 1 && VERSION_FLAGS.includes(given[0]!))
  process.stdout.write(`${VERSION}\n`);
else {
  const folder = process.env.NODE_DISABLE_COMPILE_CACHE
    ? undefined
    : join(tmpdir(), `convlens-${process.getuid?.() ?? "compiled"}`);
  if (isMainThread) optimise("late");
  const { keep } = runCompiled(join(__dirname, "commands.js"), folder);
  if (isMainThread)
    process.once("beforeExit", () => {
      optimise("late"); // a command may have had other wishes
      keep();
    });
}
