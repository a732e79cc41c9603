// What is bundled from which sources, for esbuild.
//
//   bundles({ production: true, out: "dist" }).server   // the options of dist/server.js
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { root } from "./setup.mjs";
import { typescriptParser } from "./typescript-parser-plugin.mjs";

const IMPORT_META_URL = 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;';

/** The version of all parts, from the manifest. */
export const version = JSON.parse(readFileSync(`${root}package.json`, "utf8")).version;

/**
 * Options by name of the bundle; `out` is where what runs in Node and in panels goes. Production bundles are minified (for Node
 * all but their names) and have no source maps, except the library: whoever uses it reads it, and minifies it with their own code.
 */
export function bundles({ production, out }) {
  const shared = {
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    sourcemap: production ? false : "linked",
    minify: production,
    keepNames: production, // layer and error names are read from classes
    legalComments: "none", // what is bundled is listed, with its licences, in ThirdPartyNotices.txt
    logLevel: "warning",
    define: { CONVLENS_VERSION: JSON.stringify(version) },
  };
  const forNode = {
    ...shared,
    // a name that is kept is written at each making of a function: in hot code that takes a tenth of the time
    ...(production && { minify: false, minifyWhitespace: true, minifySyntax: true, keepNames: false }),
    plugins: [asciiAlone],
    platform: "node",
    target: "node20",
    format: "cjs",
    // packages that are ES modules ask where they are; CommonJS has another word for it
    define: { ...shared.define, "import.meta.url": "importMetaUrl" },
    banner: { js: IMPORT_META_URL },
  };
  const withParser = { ...forNode, plugins: [typescriptParser(), asciiAlone] };
  const forWeb = { ...shared, platform: "browser", target: "es2022", format: "iife" };
  return {
    engine: {
      ...shared,
      sourcemap: false,
      minify: false,
      keepNames: false,
      entryPoints: engineModules(),
      outbase: "engine/src",
      outdir: "engine/dist",
      platform: "neutral",
      target: "es2022",
      format: "esm",
      external: ["node:*"],
      plugins: [fileByFile],
    },
    client: {
      ...forNode,
      entryPoints: ["client/src/node.ts"],
      outfile: `${out}/client.js`,
      external: ["vscode"],
    },
    desktop: {
      ...forNode,
      entryPoints: ["client/src/desktop.ts"],
      outfile: `${out}/desktop.js`,
      external: ["vscode"],
    },
    server: { ...forNode, entryPoints: ["server/src/lsp/start.ts"], outfile: `${out}/server.js` },
    languageServer: {
      ...withParser,
      entryPoints: ["server/src/lsp/language-server.ts"],
      outfile: `${out}/language-server.js`,
    },
    mcp: { ...withParser, entryPoints: ["server/src/mcp/main.ts"], outfile: `${out}/mcp.js` },
    preview: { ...forNode, entryPoints: ["server/src/preview/node-worker.ts"], outfile: `${out}/preview.js` },
    commands: { ...withParser, entryPoints: ["server/src/cli/main.ts"], outfile: `${out}/commands.js` },
    cli: {
      ...forNode,
      entryPoints: ["server/src/cli/start.ts"],
      outfile: `${out}/cli.js`,
      banner: { js: `#!/usr/bin/env node\n${IMPORT_META_URL}` },
    },
    webClient: {
      ...forWeb,
      entryPoints: ["client/src/web.ts"],
      outfile: `${out}/web/client.js`,
      format: "cjs",
      external: ["vscode"],
    },
    webServer: {
      ...forWeb,
      plugins: [typescriptParser()],
      entryPoints: ["server/src/lsp/web.ts"],
      outfile: `${out}/web/server.js`,
    },
    webPreview: {
      ...forWeb,
      entryPoints: ["server/src/preview/web-worker.ts"],
      outfile: `${out}/web/preview.js`,
    },
    panels: {
      ...shared,
      entryPoints: ["layer-inspector", "model-comparison", "model-summary"].flatMap((panel) => [
        { in: `client/src/panels/${panel}/ui/main.tsx`, out: panel },
        { in: `client/src/panels/${panel}/ui/page.css`, out: panel },
      ]),
      outdir: `${out}/panels`,
      platform: "browser",
      target: "es2022",
      format: "iife",
      jsx: "automatic",
      jsxImportSource: "preact",
    },
  };
}

/** `./dist/dims/index.js` in the exports comes from `src/dims/index.ts`. */
export function engineEntries() {
  const { exports } = JSON.parse(readFileSync(`${root}engine/package.json`, "utf8"));
  const names = Object.values(exports).flatMap(
    (target) => target.default?.match(/^\.\/dist\/(.+)\.js$/)?.[1] ?? [],
  );
  return Object.fromEntries(names.map((name) => [name, `engine/src/${name}.ts`]));
}

const engineModules = () =>
  readdirSync(`${root}engine/src`, { recursive: true })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => `engine/src/${path}`);

/**
 * Node keeps a script with any other character at two bytes a character, and reads it three times as long; esbuild lets them
 * stand in regular expressions and comments.
 */
const asciiAlone = {
  name: "ascii-alone",
  setup({ onEnd }) {
    onEnd(({ metafile, outputFiles }) => {
      if (outputFiles) return; // whoever takes them
      for (const file of Object.keys(metafile?.outputs ?? {}).filter((name) => name.endsWith(".js"))) {
        const text = readFileSync(`${root}${file}`, "utf8");
        const plain = text.replace(
          /[\u0080-\uffff]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
        );
        if (plain !== text) writeFileSync(`${root}${file}`, plain);
      }
    });
  },
};

/**
 * Each source of the library stays a file of its own, into which only foreign packages are bundled: whoever imports one
 * layer bundles the files that it needs, and reads them under the names that they have here.
 */
const fileByFile = {
  name: "file-by-file",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ kind, path, importer }) =>
      kind === "entry-point" || importer.includes("node_modules")
        ? undefined
        : { path: path.replace(/\.ts$/, ".js"), external: true, sideEffects: false },
    );
  },
};
