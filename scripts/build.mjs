// Bundles what runs: node scripts/build.mjs [--production] [--watch]
//
//   engine/dist/*.js  the library as ES modules, one file for each entry of engine/package.json's exports
//   dist/client.js    the extension, dist/server.js the language server, dist/cli.js the command line (CommonJS for Node)
//   dist/preview.js   the worker in which both run models
//   dist/panels/*.js  and *.css, the pages of the panels
import { readFileSync, rmSync } from "node:fs";
import { context } from "esbuild";
import { root, run, tool } from "./setup.mjs";
import { typescriptParser } from "./typescript-parser-plugin.mjs";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

const shared = {
  absWorkingDir: root,
  bundle: true,
  sourcemap: production ? false : "linked",
  minify: production,
  keepNames: production, // layer and error names are read from classes
  logLevel: "warning",
};

const forNode = { ...shared, platform: "node", target: "node20", format: "cjs" };
const withParser = { ...forNode, plugins: [typescriptParser()] };

const bundles = [
  {
    ...shared,
    entryPoints: engineEntries(),
    outdir: "engine/dist",
    platform: "neutral",
    target: "es2022",
    format: "esm",
    splitting: true,
    external: ["node:*"],
  },
  { ...forNode, entryPoints: ["client/src/node.ts"], outfile: "dist/client.js", external: ["vscode"] },
  { ...withParser, entryPoints: ["server/src/lsp/main.ts"], outfile: "dist/server.js" },
  { ...forNode, entryPoints: ["server/src/preview/worker.ts"], outfile: "dist/preview.js" },
  {
    ...withParser,
    entryPoints: ["server/src/cli/main.ts"],
    outfile: "dist/cli.js",
    banner: { js: "#!/usr/bin/env node" },
  },
  {
    ...shared,
    entryPoints: ["layer-inspector", "model-summary"].flatMap((panel) => [
      { in: `client/src/panels/${panel}/ui/main.tsx`, out: panel },
      { in: `client/src/panels/${panel}/ui/page.css`, out: panel },
    ]),
    outdir: "dist/panels",
    platform: "browser",
    target: "es2022",
    format: "iife",
    jsx: "automatic",
    jsxImportSource: "preact",
  },
];

/** `./dist/dims.js` in the exports comes from `src/dims/index.ts`, `./dist/index.js` from `src/index.ts`. */
function engineEntries() {
  const { exports } = JSON.parse(readFileSync(`${root}engine/package.json`, "utf8"));
  const names = Object.values(exports).flatMap(
    (target) => target.default?.match(/^\.\/dist\/(.+)\.js$/)?.[1] ?? [],
  );
  return Object.fromEntries(
    names.map((name) => [name, name === "index" ? "engine/src/index.ts" : `engine/src/${name}/index.ts`]),
  );
}

if (production) {
  // tsc would not write declarations again that its notes call up to date
  for (const path of ["dist", "engine/dist", "engine/tsconfig.tsbuildinfo"])
    rmSync(root + path, { recursive: true, force: true });
}
for (const options of bundles) {
  const bundle = await context(options);
  if (watch) await bundle.watch();
  else await bundle.rebuild().finally(() => bundle.dispose());
}

if (!watch) process.exitCode = run(process.execPath, [tool("typescript/bin/tsc"), "-b", "engine"]); // declarations
