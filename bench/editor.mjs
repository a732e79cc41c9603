// How long an editor waits: from a keystroke in a 1,000-line model to its diagnostics and to its inlay hints, over stdio.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const LINES = 1000;
const KEYSTROKES = 60;
const WARM = 10;

/** Copies of one real model under other names, as long as asked. */
function longModel() {
  const text = readFileSync(new URL("../examples/resnet.ts", import.meta.url), "utf8");
  const [head, ...rest] = text.split("\n\n");
  const body = rest.join("\n\n");
  const parts = [head];
  for (let i = 0; parts.join("\n").split("\n").length < LINES; i++)
    parts.push(
      body.replace(
        /\b(BasicBlock|Bottleneck|ResNet|BlockKind|conv3x3|conv1x1|resnet18|resnet50)\b/g,
        `$1_${i}`,
      ),
    );
  return parts.join("\n\n").split("\n").slice(0, LINES).join("\n");
}

const child = spawn(process.execPath, [new URL("../dist/server.js", import.meta.url).pathname, "--stdio"], {
  stdio: ["pipe", "pipe", "inherit"],
});
const connection = createMessageConnection(
  new StreamMessageReader(child.stdout),
  new StreamMessageWriter(child.stdin),
);
connection.listen();
await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: null,
  capabilities: { textDocument: { diagnostic: {} } },
});
await connection.sendNotification("initialized", {});

const uri = "file:///bench/long.ts";
const text = longModel();
let version = 1;
await connection.sendNotification("textDocument/didOpen", {
  textDocument: { uri, languageId: "typescript", version, text },
});
const cold = performance.now();
await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
console.log(
  `first diagnostics of ${text.split("\n").length} lines: ${(performance.now() - cold).toFixed(0)} ms`,
);

/** Types one character behind a name in the middle of the file, and takes it back with the next keystroke. */
async function keystroke(i, method, params) {
  const line = text.split("\n").findIndex((row, at) => at > LINES / 2 && row.includes("this.conv2.forward"));
  const character = text.split("\n")[line].indexOf("conv2") + 5;
  const range = { start: { line, character }, end: { line, character: character + (i % 2) } };
  const start = performance.now();
  await connection.sendNotification("textDocument/didChange", {
    textDocument: { uri, version: ++version },
    contentChanges: [{ range, text: i % 2 ? "" : "x" }],
  });
  await connection.sendRequest(method, { textDocument: { uri }, ...params });
  return performance.now() - start;
}

async function measure(name, method, params = {}) {
  const times = [];
  for (let i = 0; i < KEYSTROKES + WARM; i++) {
    const took = await keystroke(i, method, params);
    if (i >= WARM) times.push(took);
  }
  times.sort((a, b) => a - b);
  const at = (share) =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(1).padStart(6);
  console.log(`${name.padEnd(28)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms`);
}

await measure("keystroke → diagnostics", "textDocument/diagnostic");
await measure("keystroke → inlay hints", "textDocument/inlayHint", {
  range: { start: { line: 0, character: 0 }, end: { line: LINES, character: 0 } },
});
await measure("keystroke → hover", "textDocument/hover", { position: { line: 40, character: 30 } });
await connection.sendRequest("shutdown");
await connection.sendNotification("exit");
connection.dispose();
