// Lays out what is published, each as its package has it: node scripts/stage.mjs engine|cli|extension
//
//   engine/             @convlens/engine: its dist, licence and notices come beside its package.json
//   cli/                convlens, the command line: bundles, test picture and rule pages come beside its package.json
//   .cache/extension/   the extension, as it stands in the .vsix
//
// The same sources give the same bytes.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundles } from "./bundles.mjs";
import { buildEngine } from "./engine.mjs";
import { notices } from "./notices.mjs";
import { root } from "./setup.mjs";

const stages = { engine, cli, extension };

async function engine() {
  const { metafile } = await buildEngine();
  place("engine", { LICENSE: "LICENSE" });
  writeFileSync(`${root}engine/ThirdPartyNotices.txt`, notices([metafile]));
  for (const part of ["dist", "LICENSE", "ThirdPartyNotices.txt", "README.md", "package.json"])
    sameModes(`${root}engine/${part}`);
}

async function cli() {
  for (const part of ["dist", "docs", "media", "schemas"])
    rmSync(`${root}cli/${part}`, { recursive: true, force: true });
  const metafiles = await production("cli/dist", [
    "cli",
    "commands",
    "server",
    "languageServer",
    "mcp",
    "preview",
  ]);
  place("cli", {
    LICENSE: "LICENSE",
    "docs/rules": "docs/rules",
    "media/samples": "media/samples",
    schemas: "schemas",
  });
  writeFileSync(`${root}cli/ThirdPartyNotices.txt`, notices(metafiles));
  for (const part of [
    "dist",
    "docs",
    "media",
    "schemas",
    "LICENSE",
    "ThirdPartyNotices.txt",
    "README.md",
    "package.json",
  ])
    sameModes(`${root}cli/${part}`);
}

async function extension() {
  const to = ".cache/extension";
  rmSync(root + to, { recursive: true, force: true });
  const metafiles = await production(`${to}/dist`, [
    ...["client", "desktop", "server", "languageServer", "preview", "mcp", "panels"],
    ...["webClient", "webServer", "webPreview"],
  ]);
  place(to, {
    LICENSE: "LICENSE",
    "CHANGELOG.md": "CHANGELOG.md",
    "README.md": "client/README.md",
    "package.nls.json": "package.nls.json",
    "package.nls.zh-cn.json": "package.nls.zh-cn.json",
    "docs/rules": "docs/rules",
    l10n: "l10n",
    media: "media",
    schemas: "schemas",
    syntaxes: "syntaxes",
  });
  const {
    workspaces,
    scripts,
    devDependencies,
    overrides,
    bin,
    private: _,
    ...manifest
  } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  writeFileSync(`${root}${to}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(`${root}${to}/ThirdPartyNotices.txt`, notices(metafiles));
  sameModes(root + to);
  return root + to;
}

/** Writes production bundles to a folder; returns what esbuild says is in them. */
async function production(out, names) {
  const all = bundles({ production: true, out });
  return Promise.all(names.map(async (name) => (await build(all[name])).metafile));
}

/** Copies files and folders: where they go to → where they are from. */
function place(to, parts) {
  for (const [target, source] of Object.entries(parts)) {
    const path = join(root, to, target);
    mkdirSync(dirname(path), { recursive: true });
    cpSync(root + source, path, { recursive: true });
  }
}

/** Modes of files depend on who checked the project out, and who packs it. */
function sameModes(path) {
  const isFolder = statSync(path).isDirectory();
  chmodSync(path, isFolder ? 0o755 : 0o644);
  if (isFolder) for (const name of readdirSync(path)) sameModes(join(path, name));
}

export const stage = (name) => stages[name]();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name] = process.argv.slice(2);
  if (!stages[name]) throw new Error(`usage: node scripts/stage.mjs ${Object.keys(stages).join("|")}`);
  await stage(name);
}
