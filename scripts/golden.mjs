// Packs the conformance data that the tests read into test/golden, gzipped: node scripts/golden.mjs <folder with golden/, tfjs-golden/, bugs/, loaded-models/>
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const [from] = process.argv.slice(2);
if (!from) {
  console.error(
    "usage: node scripts/golden.mjs <folder with golden/, tfjs-golden/, bugs/ and loaded-models/>",
  );
  process.exit(2);
}
const to = new URL("../test/golden/", import.meta.url).pathname;
const torch = join(from, "golden/dev");

const packed = {
  ...folder("shapes", join(torch, "shapes")),
  ...folder("values", join(torch, "values")),
  ...folder("models", join(torch, "models"), (name) => name.endsWith(".json")),
  ...folder("examples", join(torch, "examples")),
  "errors.jsonl": readFileSync(join(torch, "errors/errors.jsonl")),
  "tfjs/layers.json": readFileSync(join(from, "tfjs-golden/dev.json")),
  "tfjs/core.json": readFileSync(join(from, "tfjs-golden/core-dev.json")),
  "transformers.json": readFileSync(join(from, "dialects-golden/transformers.js/dev.json")),
  "bugs.json": readFileSync(join(from, "bugs/bugs.json")),
  "loaded-models.json": loadedModels(join(from, "loaded-models")),
};

/** Programs that load models, and the model files themselves, base64. */
function loadedModels(path) {
  const files = readdirSync(join(path, "files"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return JSON.stringify({
    ...JSON.parse(readFileSync(join(path, "cases.json"), "utf8")),
    files: Object.fromEntries(
      files.map((file) => [file.slice(path.length + 1), readFileSync(file).toString("base64")]),
    ),
  });
}

function folder(name, path, keep = () => true) {
  return Object.fromEntries(
    readdirSync(path)
      .filter(keep)
      .map((file) => [`${name}/${file}`, readFileSync(join(path, file))]),
  );
}

for (const part of ["shapes", "values", "models", "examples", "tfjs"]) {
  rmSync(join(to, part), { recursive: true, force: true });
  mkdirSync(join(to, part), { recursive: true });
}
for (const [name, bytes] of Object.entries(packed))
  writeFileSync(join(to, `${name}.gz`), gzipSync(bytes, { level: 9 }));
console.log(`packed ${Object.keys(packed).length} files`);
