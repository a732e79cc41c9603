// Screenshots of the features in the real workbench, to look at: node test/editor/tour.mjs [folder]
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startHost } from "../host/host.mjs";
import { installHost } from "../host/install.mjs";

installHost();
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), "convlens-tour-"));
mkdirSync(folder, { recursive: true });
const host = await startHost({
  workspace: `${root}examples`,
  extension: root,
  settings: {
    "editor.hover.delay": 50,
    "editor.minimap.enabled": false,
    "workbench.colorTheme": "Default Dark Modern",
  },
});
const { page } = host;

const stops = [
  { name: "hints", file: "lenet5.ts" },
  { name: "residual", file: "resnet.ts" },
  { name: "hover-use", file: "lenet5.ts", hover: "conv2.forward" },
  { name: "hover-constructor", file: "lenet5.ts", hover: "Conv2d" },
  { name: "hover-finding", file: "broken/unet.ts", hover: "64, 64, 3" },
  { name: "finding", file: "broken/lenet5.ts", panel: "Problems: Focus on Problems View" },
  { name: "unet", file: "unet.ts" },
  { name: "guide", command: "Welcome: Open Walkthrough...", pick: "Get started with ConvLens" },
];

try {
  for (const stop of stops) {
    if (stop.file) await openFile(stop.file);
    if (stop.hover) await hoverOver(stop.hover);
    if (stop.panel) await runCommand(stop.panel);
    if (stop.command) await runCommand(stop.command, stop.pick);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(folder, `${stop.name}.png`) });
    console.log(join(folder, `${stop.name}.png`));
  }
} finally {
  await host.stop();
}

async function openFile(name) {
  await page.keyboard.press("Escape");
  await quickInput("Control+p", name);
  await page.waitForSelector(".view-lines .view-line");
  await page.waitForTimeout(3000);
}

async function runCommand(title, pick) {
  await quickInput("F1", title);
  if (!pick) return;
  await page.keyboard.type(pick, { delay: 10 });
  await page.waitForTimeout(500);
  await page.keyboard.press("Enter");
}

async function quickInput(key, text) {
  await page.keyboard.press(key);
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(text, { delay: 10 });
  await page.waitForSelector(".quick-input-list .monaco-list-row");
  await page.waitForTimeout(500);
  await page.keyboard.press("Enter");
}

async function hoverOver(text) {
  const at = await page.evaluate(placeOf, text);
  if (!at) throw new Error(`"${text}" is not on the screen`);
  await page.mouse.move(at.x, at.y);
  await page.mouse.move(at.x + 2, at.y);
  await page.waitForSelector(".monaco-hover:not(.hidden) .hover-contents", { timeout: 10_000 });
}

/** Runs in the page: the middle of the first code line's part that reads `text`. */
function placeOf(text) {
  for (const line of document.querySelectorAll(".view-line")) {
    const code = line.textContent.replaceAll("\u00a0", " ");
    const from = code.indexOf(text);
    if (from < 0) continue;
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(), start = 0; node; start += node.data.length, node = walker.nextNode()) {
      if (start + node.data.length <= from) continue;
      range.setStart(node, from - start);
      range.setEnd(node, Math.min(node.data.length, from - start + text.length));
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  }
}
