// How long a pointer waits for its picture: hovers over each layer of three networks, the first time and again.
//
//   first   the worker has nothing of the layer: what comes within the deadline are the shapes; the time is that of the picture
//   again   the same place once more
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { root } from "../scripts/setup.mjs";

const files = ["resnet", "mobilenetv2", "unet"];
const SMALL = 200e6; // multiply-accumulates up to which a first picture should be there in 150 ms

const server = spawn(process.execPath, [`${root}dist/server.js`, "--stdio"], {
  stdio: ["pipe", "pipe", "inherit"],
});
const connection = createMessageConnection(
  new StreamMessageReader(server.stdout),
  new StreamMessageWriter(server.stdin),
);
connection.listen();
await connection.sendRequest("initialize", {
  processId: process.pid,
  rootUri: null,
  capabilities: {},
});
await connection.sendNotification("initialized", {});
await new Promise((resolve) => setTimeout(resolve, 1500)); // an editor that has been open for a moment

const quantile = (times, share) =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))];
const show = (times) =>
  times.length
    ? `${quantile(times, 0.5).toFixed(0).padStart(6)}${quantile(times, 0.95).toFixed(0).padStart(6)}`
    : "     –     –";
const hasPicture = (hover) => hover?.contents.value.includes("](data:image/");

const columns = [
  ["shapes", (t) => t.shapes],
  ["picture", (t) => t.picture],
  ["small", (t) => (t.small ? t.picture : undefined)],
  ["again", (t) => t.again],
];
console.log(`ms (p50 p95)    layers${columns.map(([name]) => name.padStart(12)).join("")}`);
const all = [];
for (const file of files) {
  const path = `${root}examples/${file}.ts`;
  const uri = pathToFileURL(path).href;
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "typescript", version: 1, text: readFileSync(path, "utf8") },
  });
  const layers = await connection.sendRequest("convlens/layers", { uri });
  const times = [];
  for (const { at, detail } of layers) {
    const position = { line: at.line, character: at.character };
    const ask = () => connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
    const start = performance.now();
    let answer = await ask();
    const shapes = performance.now() - start;
    while (!hasPicture(answer) && /being computed/.test(answer?.contents.value ?? "")) answer = await ask();
    const picture = performance.now() - start;
    if (!hasPicture(answer)) {
      console.log(`no picture at ${file}:${at.line + 1}: ${detail}: ${answer?.contents.value.slice(-200)}`);
      continue;
    }
    const again = performance.now();
    await ask();
    const macs =
      Number(/([\d.]+) ?([KMG]?) × N MACs/.exec(answer.contents.value)?.[1] ?? 0) *
      ({ K: 1e3, M: 1e6, G: 1e9 }[/([\d.]+) ?([KMG]?) × N MACs/.exec(answer.contents.value)?.[2]] ?? 1);
    times.push({ shapes, picture, again: performance.now() - again, small: macs < SMALL });
  }
  all.push(...times);
  report(file, times);
}
report("all", all);

function report(name, times) {
  const cells = columns.map(([, of]) => show(times.map(of).filter((time) => time !== undefined)));
  console.log(`${name.padEnd(14)}${String(times.length).padStart(8)}${cells.join("")}`);
}

await connection.sendRequest("shutdown");
await connection.sendNotification("exit");
