/** Builds what the tests run, where a source is newer than it: an edit is never tested on yesterday's bundle. */
import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = new URL("../../", import.meta.url).pathname;
const SOURCES = ["engine/src", "server/src", "client/src", "scripts"];
const BUILT = [
  "dist/server.js",
  "dist/language-server.js",
  "dist/cli.js",
  "dist/commands.js",
  "dist/client.js",
  "dist/desktop.js",
  "dist/preview.js",
  "engine/dist/index.js",
];

export default function setup(): void {
  const newest = Math.max(...SOURCES.flatMap((folder) => filesIn(folder).map(changed)));
  if (BUILT.some((file) => changed(join(root, file)) < newest))
    execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** When a file was written last; a file that is not there never was. */
const changed = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
