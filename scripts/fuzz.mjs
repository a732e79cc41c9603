// npm run fuzz -- sources|protocol|engine|files [--seed n] [--runs n] [--seconds n] [--from n] [--all]
//
// Without a name all fuzzers run. A run that fails prints its seed and number; `--all` goes on and counts.
import { parseArgs } from "node:util";
import { installDependencies, run, tool } from "./setup.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    runs: { type: "string" },
    seconds: { type: "string" },
    from: { type: "string" },
    all: { type: "boolean" },
  },
});
for (const [name, value] of Object.entries(values)) process.env[`FUZZ_${name.toUpperCase()}`] = String(value);
installDependencies();
const files = positionals.length ? positionals.map((name) => `test/fuzz/${name}.test.ts`) : ["test/fuzz"];
process.exitCode = run(process.execPath, [
  tool("vitest/vitest.mjs"),
  "run",
  "--testTimeout=0",
  "--disable-console-intercept=true",
  ...files,
]);
