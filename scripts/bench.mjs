// Runs the benchmarks in bench/, one after the other: npm run bench [-- name ...]
import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { installDependencies, must, root } from "./setup.mjs";

installDependencies();
must(process.execPath, ["scripts/build.mjs"]);

const folder = `${root}bench`;
const wanted = process.argv.slice(2);
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith(".mjs"))
      .map((name) => basename(name, ".mjs"))
  : [];
for (const name of wanted.filter((name) => !names.includes(name))) {
  console.error(`There is no benchmark "${name}"; there are: ${names.join(", ")}`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : names) {
  console.log(`\n── ${name}`);
  must(process.execPath, [`bench/${name}.mjs`]);
}
