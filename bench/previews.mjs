// How long a pointer waits for its picture: hovers over each layer of three networks, over stdio.
//
//   shapes   the answer itself, with or without a picture
//   cold     until the picture is there, when nothing of the network was computed or initialised before
//   small    of these the layers of less than 200 M multiply-accumulates
//   next     until the picture is there, when another layer was looked at for a moment before
//   again    the same place once more
//
// and how long a click on "Run" takes until all layers of ResNet-50 have their times, in a server that was just started.
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
const SMALL = 200e6;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let seed = 0;

async function startServer() {
  const server = spawn(process.execPath, [`${root}dist/server.js`, "--stdio"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => ({ preview: { seed } })));
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { hover: { contentFormat: ["markdown"] } },
    },
    initializationOptions: { pictures: true },
  });
  await connection.sendNotification("initialized", {});
  return connection;
}

async function stop(connection) {
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
}

async function open(connection, path, text) {
  const uri = pathToFileURL(path).href;
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "typescript", version: 1, text },
  });
  return uri;
}

const connection = await startServer();
await pause(2000); // an editor that has been open for a moment

/** Other initial weights: nothing that was computed is of use any more. */
async function startAnew() {
  seed++;
  await connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
  await pause(50);
}

/** Hovers until the picture is there. */
async function look(uri, { line, character }) {
  const ask = () =>
    connection.sendRequest("textDocument/hover", { textDocument: { uri }, position: { line, character } });
  const start = performance.now();
  let answer = await ask();
  const shapes = performance.now() - start;
  while (answer.contents.value.includes("being computed")) answer = await ask();
  const text = answer.contents.value;
  if (!text.includes("](data:image/")) throw new Error(`no picture: ${text.slice(0, 2000)}`);
  return { shapes, picture: performance.now() - start, text };
}

function macsOf(text) {
  const [, amount, unit] = /([\d.,]+) ?([KMG]?)(?: × N)? MACs/.exec(text) ?? [0, "0", ""];
  return Number(amount.replace(",", "")) * ({ K: 1e3, M: 1e6, G: 1e9 }[unit] ?? 1);
}

const columns = ["shapes", "cold", "small", "next", "again"];
console.log(`ms (p50 p95)    layers${columns.map((name) => name.padStart(12)).join("")}`);
const all = [];
for (const file of files) {
  const path = `${root}examples/${file}.ts`;
  const uri = await open(connection, path, readFileSync(path, "utf8"));
  const layers = await connection.sendRequest("convlens/layers", { uri });
  const times = [];
  for (const { at } of layers) {
    await startAnew();
    const { shapes, picture, text } = await look(uri, at);
    times.push({ shapes, cold: picture, ...(macsOf(text) < SMALL && { small: picture }) });
  }
  await startAnew();
  await look(uri, layers[0].at);
  await pause(2000);
  for (const [i, { at }] of layers.entries()) {
    if (i > 0) times[i].next = (await look(uri, at)).picture;
    times[i].again = (await look(uri, at)).picture;
    await pause(200);
  }
  all.push(...times);
  report(file, times);
}
report("all", all);

function report(name, times) {
  const cells = columns.map((column) =>
    show(times.map((time) => time[column]).filter((time) => time !== undefined)),
  );
  console.log(`${name.padEnd(14)}${String(times.length).padStart(8)}${cells.join("")}`);
}

function show(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return times.length
    ? `${quantile(0.5).toFixed(0).padStart(6)}${quantile(0.95).toFixed(0).padStart(6)}`
    : "     –     –";
}

await stop(connection);

for (let run = 0; run < 3; run++) await runCold();

/** As the panel asks when its "Run" is clicked, of a file that was opened a moment before. */
async function runCold() {
  const path = `${root}examples/resnet.ts`;
  const text = readFileSync(path, "utf8").replace(/\nexport const resnet(?!50 ).*/g, "");
  const fresh = await startServer();
  const uri = await open(fresh, path, text);
  await fresh.sendRequest("convlens/layers", { uri });
  const clicked = performance.now();
  const at = { uri, line: 0, character: 0 };
  const { run } = await fresh.sendRequest("convlens/modelSummary", { at, model: "resnet50", run: true });
  const ms = performance.now() - clicked;
  console.log(
    `Run ResNet-50, nothing computed before (bar 2000): ${ms.toFixed(0)} ms, of which ${run.ms.toFixed(0)} in its layers, ${run.preparing.toFixed(0)} for weights and kernels`,
  );
  await stop(fresh);
}
