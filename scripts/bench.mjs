// Runs the benchmarks in bench/, one after the other: npm run bench [-- name ... [--options of these]]
import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { installDependencies, must, root } from "./setup.mjs";

installDependencies();
must(process.execPath, ["scripts/build.mjs"]);

const folder = `${root}bench`;
const given = process.argv.slice(2);
const firstOption = given.findIndex((argument) => argument.startsWith("--"));
const wanted = firstOption < 0 ? given : given.slice(0, firstOption);
const options = firstOption < 0 ? [] : given.slice(firstOption);
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
  must(process.execPath, [`bench/${name}.mjs`, ...options]);
}
