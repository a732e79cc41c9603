// How long the editor of model files takes to open one of 2,000 nodes, in a real VS Code: from the key that opens it to
// the first node that is drawn.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeOnnx } from "../engine/dist/onnx/index.js";
import { startHost } from "../test/host/host.mjs";
import { installHost } from "../test/host/install.mjs";
import { quickInput } from "../test/host/quick-input.mjs";

const NODES = 2000;
const WIDTH = 64;
const RUNS = 3;
const pictures = process.argv[2]; // a folder for screenshots

/** Blocks of 20 nodes with a residual sum; `name` says where a node stands. */
function model(name) {
  const data = new Uint8Array(4 * WIDTH * WIDTH);
  const weights = Array.from({ length: NODES / 20 }, (_, i) => ({
    name: `w${i}`,
    type: "float32",
    dims: [WIDTH, WIDTH],
    data,
  }));
  const nodes = Array.from({ length: NODES }, (_, i) => {
    const op = { 0: "MatMul", 9: "Add" }[i % 20] ?? "Relu";
    const more = { MatMul: [`w${Math.floor(i / 20)}`], Add: [`v${i - 8}`], Relu: [] }[op];
    return { name: name(i, op), op, inputs: [`v${i}`, ...more], outputs: [`v${i + 1}`] };
  });
  const value = (name) => ({ name, kind: "tensor", type: "float32", dims: ["N", WIDTH] });
  const graph = { name: "large", inputs: [value("v0")], outputs: [value(`v${NODES}`)], nodes, weights };
  return writeOnnx({ irVersion: 10, opset: 21, graph });
}

installHost();
const folder = mkdtempSync(join(tmpdir(), "convlens-bench-"));
writeFileSync(join(folder, "small.onnx"), model((i, op) => `${op}_${i}`).slice(0, 0)); // warms the extension up
writeFileSync(
  join(folder, "flat.onnx"),
  model((i, op) => `${op}_${i}`),
);
writeFileSync(
  join(folder, "nested.onnx"),
  model((i, op) => `/blocks.${Math.floor(i / 20)}/${i % 20 < 10 ? "attention" : "mlp"}/${op}_${i}`),
);
if (pictures) mkdirSync(pictures, { recursive: true });
const host = await startHost({
  workspace: folder,
  extension: fileURLToPath(new URL("..", import.meta.url)),
  viewport: { width: 1600, height: 1000 },
  settings: { "workbench.colorTheme": `Default ${process.argv[3] ?? "Dark"} Modern` },
});
try {
  const { page } = host;
  await open("small.onnx", ".notice");
  for (const file of ["flat.onnx", "nested.onnx"]) {
    const times = [];
    for (let run = 0; run < RUNS; run++) {
      times.push(await open(file, ".node"));
      if (pictures && run === 0) {
        await new Promise((done) => setTimeout(done, 500));
        await page.screenshot({ path: join(pictures, `${file}.png`) });
      }
      await command("View: Close All Editors");
    }
    console.log(`${file}: ${NODES} nodes, ${times.map((ms) => `${Math.round(ms)} ms`).join(", ")}`);
  }

  async function open(file, selector) {
    await quickInput(page, "Control+p", file);
    const start = performance.now();
    await page.keyboard.press("Enter");
    for (;;) {
      for (const frame of page.frames())
        if (await frame.evaluate(`!!document.querySelector("${selector}")`).catch(() => false))
          return performance.now() - start;
      await new Promise((done) => setTimeout(done, 10));
      if (performance.now() - start > 60_000) throw new Error(`${file} never came up`);
    }
  }
  async function command(title) {
    await quickInput(page, "F1", title);
    await page.keyboard.press("Enter");
  }
} finally {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}
