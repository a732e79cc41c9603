/**
 * Hours of editing in minutes: files are opened, typed in, hovered over and put back, one edit after the other. The server must
 * be the same process at the end, with the memory that it had after the first quarter, and without an error in its log.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  commands,
  Position,
  Range,
  type TextDocument,
  type Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { Random } from "../../fuzz/fuzz.ts";

const EDITS = Number(process.env["CONVLENS_SOAK_EDITS"]);
const TYPED = [
  "new nn.Conv2d(3, 8, 3)",
  "x = x.add(x);",
  "// @shape x [N, 3, 8, 8]",
  "const k = 3;",
  "(",
  "}",
  "if (x) {",
];

export async function run(): Promise<void> {
  const random = new Random(1);
  const files = await workspace.findFiles("**/*.{ts,tsx,js,jsx,mjs}", "**/node_modules/**");
  assert.ok(files.length > 10);
  const memory: number[] = [];
  let [edits, hovers] = [0, 0];
  let server: number | undefined;
  const start = Date.now();
  while (edits < EDITS) {
    const document = await shown(random.pick(files));
    if (!document || document.getText().length > 200_000) continue;
    const text = document.getText();
    for (let burst = 1 + random.below(4); burst > 0 && edits < EDITS; burst--) {
      const at = document.positionAt(random.below(document.getText().length));
      const typed = random.pick(TYPED);
      for (let i = 0; i < typed.length; i += 4, edits++)
        await insert(document, at.translate(0, i), typed.slice(i, i + 4));
      if (random.chance(0.3)) {
        await commands.executeCommand("vscode.executeHoverProvider", document.uri, at);
        hovers++;
      }
      if (random.chance(0.2))
        await commands.executeCommand(
          "vscode.executeInlayHintProvider",
          document.uri,
          new Range(0, 0, 60, 0),
        );
      if (random.chance(0.1))
        await commands.executeCommand("vscode.executeCodeActionProvider", document.uri, new Range(at, at));
    }
    await replaceAll(document, text);
    edits++;
    await commands.executeCommand("workbench.action.files.revert");
    if (random.chance(0.3)) await commands.executeCommand("workbench.action.closeAllEditors");
    const [pid] = servers();
    server ??= pid;
    assert.equal(pid, server, `the server was started anew after ${edits} edits`);
    if (pid !== undefined) memory.push(rss(pid));
    if (memory.length % 50 === 0) console.log(`${edits} edits, ${memory.at(-1)?.toFixed(0)} MB`);
  }
  const quarter = Math.floor(memory.length / 4);
  const [early, late] = [median(memory.slice(quarter, 2 * quarter)), median(memory.slice(-quarter))];
  const minutes = ((Date.now() - start) / 60_000).toFixed(1);
  console.log(
    `soak: ${edits} edits and ${hovers} hovers in ${files.length} files in ${minutes} min; server ${server}: ` +
      `${early.toFixed(0)} MB in the second quarter, ${late.toFixed(0)} MB in the last, at most ${Math.max(...memory).toFixed(0)} MB`,
  );
  assert.ok(late < early * 1.25 + 40, `the memory went from ${early} to ${late} MB`);
  const errors = logLines().filter((line) => /\[error\]/i.test(line));
  assert.deepEqual(errors, []);
}

async function shown(file: Uri): Promise<TextDocument | undefined> {
  try {
    const document = await workspace.openTextDocument(file);
    await window.showTextDocument(document);
    return document;
  } catch {
    return undefined; // no text
  }
}

async function insert(document: TextDocument, at: Position, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, document.validatePosition(at), text);
  await workspace.applyEdit(edit);
}

async function replaceAll(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(
    document.uri,
    new Range(new Position(0, 0), document.positionAt(document.getText().length)),
    text,
  );
  await workspace.applyEdit(edit);
}

/** Processes that this extension host has started for our server. */
function servers(): number[] {
  return readdirSync("/proc").flatMap((name) => {
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, "utf8"))?.[1];
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return Number(parent) === process.pid && command.includes("dist/server.js") ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

/** MB of memory that a process has. */
const rss = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** What the extension has logged in this window. */
function logLines(): string[] {
  const logs = join(process.env["CONVLENS_SOAK_LOGS"]!);
  return readdirSync(logs, { recursive: true, encoding: "utf8" })
    .filter((name) => /ConvLens[^/]*\.log$/.test(name))
    .flatMap((name) => readFileSync(join(logs, name), "utf8").split("\n"));
}
