/** What runs in a browser is whole, and asks nothing of Node. */
import { readFileSync } from "node:fs";
import { type BuildOptions, build } from "esbuild";
import { expect, test } from "vitest";
import { bundles } from "../../scripts/bundles.mjs";

const all = bundles({ production: false, out: "dist" });

test.each([
  ["webClient", ["vscode"]],
  ["webServer", []],
  ["webPreview", []],
] as const)("%s imports %j and nothing else", async (name, allowed) => {
  // for browsers esbuild refuses what only Node has; what it would leave to the host stands among the imports
  const { metafile = { outputs: {}, inputs: {} } } = await build({
    ...(all[name] as BuildOptions),
    write: false,
  });
  const outputs = Object.values(metafile.outputs);
  expect(new Set(outputs.flatMap(({ imports }) => imports.map(({ path }) => path)))).toEqual(
    new Set(allowed),
  );
  const sources = Object.keys(metafile.inputs);
  expect(
    sources.filter((path) => /^node:|server\/src\/(preview|disk)\/node-|\/lib\/node\//.test(path)),
  ).toEqual([]);
  expect(sources.length).toBeGreaterThan(20);
});

test("the manifest names what is built", () => {
  expect(`./${all.webClient.outfile}`).toBe(JSON.parse(readFileSync("package.json", "utf8")).browser);
});
