// What it takes to learn what a 400 MB ONNX file takes and gives: time and memory, beside loading it with onnxruntime.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inferOnnx, readOnnxCounted, writeOnnx } from "../engine/dist/onnx/index.js";

const NODES = 2000;
const WEIGHTS = 100;
const WIDTH = 1024; // weights of 4 MB
const RUNS = 5;

const [role, path] = process.argv.slice(2);
if (role === undefined) compare();
else await measure(role, path);

/** A chain of matrix products and activations. */
function model() {
  const data = new Uint8Array(4 * WIDTH * WIDTH);
  const weights = Array.from({ length: WEIGHTS }, (_, i) => ({
    name: `layer${i}.weight`,
    type: "float32",
    dims: [WIDTH, WIDTH],
    data,
  }));
  const nodes = Array.from({ length: NODES }, (_, i) => {
    const matmul = i % (NODES / WEIGHTS) === 0;
    return {
      name: `node${i}`,
      op: matmul ? "MatMul" : "Relu",
      inputs: [`value${i}`, ...(matmul ? [`layer${i / (NODES / WEIGHTS)}.weight`] : [])],
      outputs: [`value${i + 1}`],
    };
  });
  const value = (name) => ({ name, kind: "tensor", type: "float32", dims: ["N", WIDTH] });
  const graph = {
    name: "large",
    inputs: [value("value0")],
    outputs: [value(`value${NODES}`)],
    nodes,
    weights,
  };
  return writeOnnx({ irVersion: 10, opset: 21, graph });
}

function compare() {
  const folder = mkdtempSync(join(tmpdir(), "convlens-bench-"));
  const file = join(folder, "large.onnx");
  try {
    writeFileSync(file, model());
    const size = statSync(file).size;
    console.log(
      `${(size / 2 ** 20).toFixed(0)} MB, ${NODES} nodes, ${WEIGHTS} weights; best of ${RUNS} processes each`,
    );
    const results = Object.fromEntries(
      ["facts", "facts and shapes", "onnxruntime"].map((role) => [role, best(role, file)]),
    );
    for (const [role, { ms, mb, read }] of Object.entries(results))
      console.log(
        `${role.padEnd(18)} ${ms.toFixed(1).padStart(7)} ms  ${mb.toFixed(1).padStart(7)} MB more memory${read === undefined ? "" : `  ${(read / 2 ** 20).toFixed(2)} MB read`}`,
      );
    const { facts, onnxruntime } = results;
    console.log(
      `facts: ${(onnxruntime.ms / facts.ms).toFixed(0)} times as fast, ${(onnxruntime.mb / facts.mb).toFixed(0)} times less memory`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function best(role, file) {
  const runs = Array.from({ length: RUNS }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), role, file], {
      encoding: "utf8",
    });
    if (stdout === "") throw new Error(stderr);
    return JSON.parse(stdout);
  });
  return runs.sort((a, b) => a.ms - b.ms)[0];
}

async function measure(role, path) {
  const ort = role === "onnxruntime" ? await import("onnxruntime-node") : undefined;
  const before = process.memoryUsage.rss();
  const start = performance.now();
  const read = ort
    ? void (await ort.InferenceSession.create(path))
    : facts(path, role === "facts and shapes");
  const ms = performance.now() - start;
  console.log(JSON.stringify({ ms, mb: (process.memoryUsage.rss() - before) / 2 ** 20, read }));
}

function facts(path, shapes) {
  const { size } = statSync(path);
  const descriptor = openSync(path, "r");
  try {
    const read = (position, length) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
    };
    const { model, bytesRead } = readOnnxCounted({ size, read });
    if (shapes) inferOnnx(model);
    return bytesRead;
  } finally {
    closeSync(descriptor);
  }
}
