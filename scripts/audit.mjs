// Compares package-lock.json with the known weaknesses in security/advisories.json: node scripts/audit.mjs [--refresh]
//
// Needs no network. `--refresh` asks the registry first (`npm audit`) and writes down what it says of packages that are used.
// Ends with 1 where one that is high or critical is installed.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { satisfies } from "semver";
import { root } from "./setup.mjs";

const FILE = `${root}security/advisories.json`;

/** Advisories that hold for a package of the lock file: `{ advisory, version, path }`. */
export function hits(lock, advisories) {
  return Object.entries(lock.packages).flatMap(([path, { name, version, link }]) => {
    if (link || !path.includes("node_modules/")) return [];
    const called = name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    return advisories
      .filter((advisory) => advisory.package === called && satisfies(version, advisory.vulnerable))
      .map((advisory) => ({ advisory, version, path }));
  });
}

/** What npm's own audit knows in our form. */
export function fromNpm({ vulnerabilities = {} }) {
  const found = Object.values(vulnerabilities).flatMap(({ via }) =>
    via.filter((cause) => typeof cause === "object"),
  );
  return found.map(({ url, name, range, severity, title }) => ({
    id: url.slice(url.lastIndexOf("/") + 1),
    package: name,
    vulnerable: range,
    severity,
    title,
  }));
}

function refresh(known) {
  const { stdout } = spawnSync("npm", ["audit", "--json"], { cwd: root, encoding: "utf8" });
  const answer = JSON.parse(stdout);
  if (!answer.vulnerabilities) throw new Error(`the registry gave no answer: ${answer.message}`);
  const byId = new Map(
    [...known.advisories, ...fromNpm(answer)].map((each) => [`${each.id} ${each.package}`, each]),
  );
  const advisories = [...byId.values()].sort((a, b) => (a.package < b.package ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify({ ...known, advisories }, null, 2)}\n`);
  return { ...known, advisories };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  let known = JSON.parse(readFileSync(FILE, "utf8"));
  if (process.argv.includes("--refresh")) known = refresh(known);
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, "utf8"));
  const found = hits(lock, known.advisories);
  for (const { advisory, version, path } of found)
    console.log(
      `${advisory.severity}: ${advisory.package} ${version} (${path}): ${advisory.title}, ${advisory.id}`,
    );
  const grave = found.filter(({ advisory }) => ["high", "critical"].includes(advisory.severity));
  console.log(
    `${known.advisories.length} advisories, ${found.length} hold, ${grave.length} of them are grave`,
  );
  process.exitCode = grave.length > 0 ? 1 : 0;
}
