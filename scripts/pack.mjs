// Packs what is published, with what is installed: node scripts/pack.mjs [FOLDER]
//
//   convlens-<version>.vsix          the extension
//   convlens-<version>.tgz           the command line
//   convlens-engine-<version>.tgz    the library
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { version } from "./bundles.mjs";
import { must, root, tool } from "./setup.mjs";
import { stage } from "./stage.mjs";

const to = resolve(process.argv[2] ?? root);

const folder = await stage("extension");
const vsix = `convlens-${version}.vsix`;
// an odd minor number is a pre-release; the very first version is for everybody
const preRelease = Number(version.split(".")[1]) % 2 === 1 && version !== "0.1.0" ? ["--pre-release"] : [];
const made = [
  tool("@vscode/vsce/vsce"),
  "package",
  "--no-dependencies",
  ...preRelease,
  "--out",
  join(to, vsix),
];
must(process.execPath, made, {
  cwd: folder,
  // all files are of 1980, the oldest year that an archive can say, which it does in local time
  env: { SOURCE_DATE_EPOCH: "315532800", TZ: "UTC" },
});
for (const part of ["engine", "cli"])
  must("npm", ["pack", "--loglevel=error", "--pack-destination", to], { cwd: root + part });

for (const file of [vsix, `convlens-${version}.tgz`, `convlens-engine-${version}.tgz`])
  console.log(`${file}: ${(statSync(join(to, file)).size / 1e6).toFixed(2)} MB`);
