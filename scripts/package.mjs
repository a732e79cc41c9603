// Writes what is published into the project's folder, or another: npm run package [-- FOLDER]
//
// Works on a fresh clone; `scripts/pack.mjs` does the work.
import { installDependencies, must } from "./setup.mjs";

installDependencies();
must(process.execPath, ["scripts/pack.mjs", ...process.argv.slice(2)]);
