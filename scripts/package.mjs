// Writes convlens-<version>.vsix: npm run package
import { readFileSync, statSync } from "node:fs";
import { installDependencies, must, root, tool } from "./setup.mjs";

installDependencies();
must(process.execPath, ["scripts/build.mjs", "--production"]);
must(process.execPath, [
  tool("@vscode/vsce/vsce"),
  "package",
  "--no-dependencies",
  "--allow-missing-repository",
]);

const { name, version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const file = `${name}-${version}.vsix`;
console.log(`${file}: ${(statSync(root + file).size / 1e6).toFixed(2)} MB`);
