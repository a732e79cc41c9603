/**
 * What `convlens` runs first. To compile the commands takes longer than most of them do: a newer Node keeps what it compiled
 * (in its own temporary folder, as for other command lines), and the version, which tools ask for, needs none of them.
 */
import * as nodeModule from "node:module";
import { VERSION } from "../config/version.ts";
import { bundleBeside } from "./terminal/bundle-beside.ts";

const VERSION_FLAGS = ["-v", "-V", "--version"];
const given = process.argv.slice(2);

if (given.length === 1 && VERSION_FLAGS.includes(given[0]!)) process.stdout.write(`${VERSION}\n`);
else {
  (nodeModule as { enableCompileCache?(): unknown }).enableCompileCache?.(); // from 22.8 on
  bundleBeside("commands.js");
}
