// Bundles what runs: node scripts/build.mjs [--watch]
//
//   engine/dist/*      the library as ES modules, one file for each source, and the types of what its package exports
//   dist/client.js     the extension, which loads dist/desktop.js, dist/server.js the language server, dist/cli.js the command line (CommonJS for Node),
//   dist/commands.js   which it loads, as the language server does dist/language-server.js
//   dist/mcp.js        the server for assistants
//   dist/preview.js    the worker in which all of them run models
//   dist/web/*.js      client, server and preview worker for the editor in a browser
//   dist/panels/*.js   and *.css, the pages of the panels
import { build, context } from "esbuild";
import { bundles } from "./bundles.mjs";
import { buildEngine } from "./engine.mjs";

const { engine, ...others } = bundles({ production: false, out: "dist" });
if (process.argv.includes("--watch")) {
  for (const options of [engine, ...Object.values(others)]) await (await context(options)).watch();
} else {
  await buildEngine();
  for (const options of Object.values(others)) await build(options);
}
