// How long an editor waits, beside TypeScript's own servers in the same run: npm run bench -- editor
//
// Each keystroke puts another letter behind a name in the middle of the file, so that nothing can be remembered of it, and
// waits for the errors of that text; a letter that causes none of them ends the run. Times are in ms, medians and 95th of a
// hundred on the clock: they mean something on a quiet machine. EDITS=100000 types that often for the last row (20 s a
// thousand), OURS=1 leaves the others out.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { root } from "../scripts/setup.mjs";
import { memoryOf, servers } from "./editor/servers.mjs";
import { connected, importer, residualNets, separate } from "./editor/sources.mjs";

const EDITS = Number(process.env.EDITS ?? 500);
const WORKSPACE_FILES = 2000;
const IMPORTERS = 200;
const KEY_MS = 60; // between the keys of a burst
const TIDY_MS = 4000; // then a server has kept it
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const names = process.env.OURS ? ["convlens"] : ["convlens", "tsserver", "tsgo"];

mkdirSync(`${root}.cache`, { recursive: true }); // inside of the project, where the libraries' types are found
const folder = mkdtempSync(`${root}.cache/bench-editor-`);
const options = { strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };
const compilerOptions = { ...options, target: "esnext", module: "esnext", moduleResolution: "bundler" };
writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files: [] }));

const rows = [];
const sources = [
  ["1,000 lines, PyTorch's way", residualNets(1000), "this.conv2.forward", "this.conv2".length],
  ["1,000 lines of tfjs", separate(1000), "tf.layers.flatten", "tf.layers.flatten".length],
  ["1,000 connected lines of tfjs", connected(1000), "tf.layers.flatten", "tf.layers.flatten".length],
  ["10,000 lines, PyTorch's way", residualNets(10_000), "this.conv2.forward", "this.conv2".length],
  ["10,000 lines of tfjs", separate(10_000), "tf.layers.flatten", "tf.layers.flatten".length],
];
try {
  await firstStart();
  head();
  for (const [name, text, mark, behind] of sources) {
    await longFile(name, text, mark, behind);
    print();
  }
  for (const measure of [sharedConstant, workspace, manyEdits]) {
    await measure();
    print();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Compiled code of the server is kept from here on. */
async function firstStart() {
  const server = await servers.convlens(folder);
  await server.open("first.ts", sources[0][1]);
  await server.errors("first.ts");
  await pause(TIDY_MS);
  await server.stop();
}

/** First errors, keystrokes, a burst of six, hints and a hover in one file, by each server. */
async function longFile(name, text, mark, behind) {
  const lines = text.length > 200_000 ? 30 : 100;
  for (const who of names) {
    const file = `${who}.ts`;
    writeFileSync(`${folder}/${file}`, text);
    const cold = performance.now();
    const server = await servers[who](folder);
    await server.open(file, text);
    const before = (await server.errors(file)).length;
    note(`${name}: start to first errors`, who, [performance.now() - cold]);
    const at = placeIn(text, mark, behind);
    let width = 0;
    const type = async (i) => {
      const end = { ...at, character: at.character + width };
      await server.change(file, { start: at, end }, letters(i));
      width = letters(i).length;
    };
    const times = [];
    for (let i = 0; i < lines + 10; i++) {
      const start = performance.now();
      await type(i);
      const errors = await server.errors(file);
      if (i >= 10) times.push(performance.now() - start);
      if (errors.length <= before && who !== "convlens") throw new Error(`${who} is silent about ${name}`);
    }
    note(`${name}: keystroke to errors`, who, times);
    const bursts = [];
    for (let burst = 0; burst < 4; burst++) {
      for (let key = 0; key < 5; key++) {
        await type(1000 + burst * 10 + key);
        void server.errors(file);
        await pause(KEY_MS);
      }
      const start = performance.now();
      await type(2000 + burst);
      await server.errors(file);
      bursts.push(performance.now() - start);
    }
    note(`${name}: last of six keys to errors`, who, bursts);
    const asked = { hover: [], hints: [] };
    for (let i = 0; i < 30; i++)
      for (const what of ["hover", "hints"]) {
        if (!server[what]) continue;
        const start = performance.now();
        const window = {
          start: { line: at.line - 30, character: 0 },
          end: { line: at.line + 30, character: 0 },
        };
        await server[what](file, what === "hover" ? { ...at, character: at.character - 2 } : window);
        if (i >= 5) asked[what].push(performance.now() - start);
      }
    note(`${name}: hover, once analysed`, who, asked.hover);
    note(`${name}: hints, once analysed`, who, asked.hints);
    const lenses = [];
    for (let i = 0; i < 12 && who === "convlens"; i++) {
      await type(3000 + i);
      await server.errors(file);
      const start = performance.now();
      await server.lenses(file);
      if (i >= 2) lenses.push(performance.now() - start);
    }
    note(`${name}: lenses behind a keystroke`, who, lenses);
    await server.stop();
  }
}

/** A constant that many open files import changes: until the one that is looked at is right. */
async function sharedConstant() {
  for (const who of names) {
    const server = await servers[who](folder);
    const constant = "export const CHANNELS: 8 | 16 = 16;\n";
    const files = Array.from({ length: IMPORTERS }, (_, i) => [`net${i}.ts`, importer(i)]);
    for (const [file, text] of [["shared.ts", constant], ...files]) {
      writeFileSync(`${folder}/${file}`, text);
      await server.open(file, text);
    }
    for (const [file] of files) await server.errors(file);
    const times = [];
    const start = constant.lastIndexOf("16");
    for (let i = 0; i < 20; i++) {
      const since = performance.now();
      const end = { line: 0, character: start + (i % 2 ? 1 : 2) };
      await server.change("shared.ts", { start: { line: 0, character: start }, end }, i % 2 ? "16" : "8");
      const errors = await server.errors("net7.ts");
      times.push(performance.now() - since);
      if (who === "convlens" && errors.length > 0 === i % 2 > 0) throw new Error("net7.ts is not right");
    }
    note(`a constant of ${IMPORTERS} files: the visible one`, who, times);
    await server.stop();
  }
}

/** All files of a large workspace, checked as a person asks for it. */
async function workspace() {
  const server = await servers.convlens(folder);
  const uris = [];
  for (let i = 0; i < WORKSPACE_FILES; i++) {
    const file = `file${i}.ts`;
    writeFileSync(`${folder}/${file}`, importer(i));
    uris.push(server.uriOf(file));
  }
  const start = performance.now();
  await server.connection.sendRequest("convlens/checkWorkspace", { uris });
  note(`${WORKSPACE_FILES} files: check of the workspace`, "convlens", [performance.now() - start]);
  await pause(2000);
  remember(`${WORKSPACE_FILES} files`, server.pid);
  await server.stop();
}

async function manyEdits() {
  const [, text, mark, behind] = sources[0];
  const server = await servers.convlens(folder);
  await server.open("edited.ts", text);
  const at = placeIn(text, mark, behind);
  let width = 0;
  for (let i = 0; i < EDITS; i++) {
    if (i === Math.floor(EDITS / 5)) remember(`${i} edits`, server.pid);
    const end = { ...at, character: at.character + width };
    await server.change("edited.ts", { start: at, end }, letters(i));
    width = letters(i).length;
    await server.errors("edited.ts");
  }
  remember(`${EDITS} edits`, server.pid);
  await server.stop();
}

// ── words and places ────────────────────────────────────────────────────────────────────────────────────────────

/** One or two letters, others each time. */
function letters(i) {
  return `x${(i % 1296).toString(36)}`;
}

/** Behind `mark` in the middle of the text. */
function placeIn(text, mark, behind) {
  const offset = text.indexOf(mark, text.length / 2) + behind;
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
}

// ── the table ───────────────────────────────────────────────────────────────────────────────────────────────────

function note(row, who, times) {
  if (times.length === 0) return;
  const sorted = times.toSorted((a, b) => a - b);
  const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  const known = rows.find(({ name }) => name === row);
  const cells = known?.cells ?? {};
  cells[who] = { p50: quantile(0.5), p95: quantile(0.95) };
  if (!known) rows.push({ name: row, cells });
}

function remember(what, pid) {
  const memory = memoryOf(pid);
  if (memory)
    rows.push({ name: `memory after ${what}`, text: `${memory.now} MB, at most ${memory.most} MB` });
}

function head() {
  console.log(`p50, p95 in ms${" ".repeat(44)}${names.map((who) => who.padStart(18)).join("")}   × faster`);
}

/** What was measured since it was called last. */
function print() {
  const cell = (times) =>
    times ? `${times.p50.toFixed(1).padStart(9)}${times.p95.toFixed(1).padStart(9)}` : "        –        –";
  for (const { name, cells, text } of rows.splice(0)) {
    const mine = cells?.convlens?.p50;
    const ratios = names
      .slice(1)
      .map((who) => (cells?.[who] ? `${(cells[who].p50 / mine).toFixed(1)}` : "–"));
    console.log(
      text
        ? `${name.padEnd(58)}  ${text}`
        : `${name.padEnd(58)}${names.map((who) => cell(cells[who])).join("")}   ${ratios.join("  ")}`,
    );
  }
}
