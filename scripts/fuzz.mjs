// npm run fuzz -- sources|guided|protocol|engine|files|agreement [--seed n] [--runs n] [--seconds n] [--from n] [--all]
//
// Without a name all fuzzers run, one after the other. A run that fails prints its seed and number; `--all` goes on and counts.
import { mkdirSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { bundles } from "./bundles.mjs";
import { root, run } from "./setup.mjs";

const KINDS = ["sources", "guided", "protocol", "engine", "files", "agreement"];

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
const env = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [`FUZZ_${name.toUpperCase()}`, String(value)]),
);

/** Files of tests ask where they lie. */
const ownPlaces = {
  name: "own-places",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll(
        "import.meta.url",
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: "ts",
    })),
};

mkdirSync(`${root}.cache/fuzz`, { recursive: true });
for (const kind of positionals.length > 0 ? positionals : KINDS) {
  if (!KINDS.includes(kind)) {
    console.error(`There is no fuzzer "${kind}"; there are: ${KINDS.join(", ")}`);
    process.exit(2);
  }
  const outfile = `.cache/fuzz/${kind}.js`;
  const { languageServer } = bundles({ production: false, out: "dist" });
  await build({
    ...languageServer,
    entryPoints: [`test/fuzz/${kind}.test.ts`],
    outfile,
    alias: { vitest: "./test/fuzz/alone.ts" },
    plugins: [...languageServer.plugins, ownPlaces],
  });
  console.log(`── ${kind}`);
  process.exitCode ||= run(process.execPath, ["--enable-source-maps", outfile], { env });
}
