// Screenshots of the features in the real workbench, for the documentation, the walkthrough and to look at:
//
//   npm run screenshots               writes docs/images and media/walkthrough
//   npm run screenshots -- FOLDER     all of them, in each theme and sharp, into a folder
//
//   -- --theme dark --stop comparison     of these alone; may be said several times
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startHost } from "../host/host.mjs";
import { installHost } from "../host/install.mjs";
import { terminalSvg } from "./terminal-picture.mjs";

installHost();
const root = fileURLToPath(new URL("../..", import.meta.url));
const {
  values: { theme: onlyThemes, stop: onlyStops },
  positionals: [folder],
} = parseArgs({
  allowPositionals: true,
  options: { theme: { type: "string", multiple: true }, stop: { type: "string", multiple: true } },
});
if (folder) mkdirSync(folder, { recursive: true });

const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  hc: "Default High Contrast",
};

/** `to`: where it belongs in the repository, `{theme}` where each theme has its own. `crop`: around what. */
const stops = [
  { name: "hints", file: "lenet5.ts", to: "media/walkthrough/shapes-{theme}.png", crop: ".view-lines" },
  {
    name: "hover",
    file: "resnet.ts",
    hover: "layer1.forward",
    end: true,
    to: "docs/images/hover.png",
    crop: "hover",
  },
  {
    name: "hover-use",
    file: "lenet5.ts",
    hover: "conv2.forward",
    to: "media/walkthrough/run-{theme}.png",
    crop: "hover",
  },
  {
    name: "finding",
    file: "broken/unet.ts",
    to: "media/walkthrough/findings-{theme}.png",
    crop: ".view-lines",
  },
  {
    name: "annotation",
    file: "wavenet.ts",
    reach: "@shape",
    to: "media/walkthrough/annotations-{theme}.png",
    crop: "@shape",
  },
  { name: "hover-finding", file: "broken/unet.ts", hover: "64, 64, 3" },
  {
    name: "inspector",
    file: "lenet5.ts",
    at: "conv2.forward",
    command: "ConvLens: Run Layer",
    to: "docs/images/layer-inspector.png",
    crop: "panel",
  },
  {
    name: "summary",
    alone: true,
    file: "resnet.ts",
    command: "ConvLens: Model Summary",
    to: "docs/images/model-summary.png",
    crop: "panel",
  },
  { name: "graph", press: "button:has-text('Graph')" },
  { name: "run", press: "button:has-text('Run')" },
  {
    name: "comparison",
    alone: true,
    file: "resnet.ts",
    command: "ConvLens: Compare Models",
    key: "Enter",
    to: "docs/images/model-comparison.png",
    crop: "panel",
  },
  {
    name: "walkthrough",
    alone: true,
    command: "Welcome: Open Walkthrough",
    type: "ConvLens",
  },
];

writeFileSync(
  folder ? join(folder, "terminal.svg") : join(root, "media/walkthrough/terminal.svg"),
  terminalSvg(root, join(root, "examples"), ["check", "broken/unet.ts"]),
);

for (const [theme, label] of Object.entries(themes)) {
  if (onlyThemes && !onlyThemes.includes(theme)) continue;
  const host = await startHost({
    workspace: `${root}examples`,
    extension: root,
    scale: 2,
    viewport: { width: 1280, height: 800 },
    settings: {
      "editor.hover.delay": 200,
      "editor.minimap.enabled": false,
      "workbench.startupEditor": "none",
      "workbench.colorTheme": label,
      "window.autoDetectHighContrast": false, // else the system decides
    },
  });
  try {
    for (const stop of stops)
      if (!onlyStops || onlyStops.includes(stop.name)) await visit(host.page, stop, theme);
  } finally {
    await host.stop();
  }
}

async function visit(
  page,
  { name, alone, file, end, at, reach, hover, command, key, type, press, to, crop },
  theme,
) {
  const path = folder
    ? join(folder, `${name}-${theme}.png`)
    : to && (to.includes("{theme}") || theme === "dark") && join(root, to.replace("{theme}", theme));
  if (alone) await quickInput(page, "F1", "View: Close All Editors");
  if (file) await openFile(page, file);
  if (end) {
    await page.mouse.click(...Object.values(await placeOf(page, "import")));
    await page.keyboard.press("Control+End");
    await page.waitForTimeout(1000);
  }
  if (reach) await reachLine(page, reach);
  if (at) await page.mouse.click(...Object.values(await placeOf(page, at)));
  if (hover) await hoverOver(page, hover);
  if (command) await quickInput(page, "F1", command);
  if (key || type) await page.waitForTimeout(4000);
  if (type) await page.keyboard.type(type, { delay: 10 });
  if (key || type) await page.keyboard.press("Enter");
  if (press) await (await frameWith(page, press)).locator(press).first().click();
  await page.waitForTimeout(hover ? 1500 : 4000);
  if (!path) return;
  const clip = crop && (await boxOf(page, crop));
  await page.screenshot({ path, ...(clip && { clip }) });
  console.log(path);
}

async function openFile(page, name) {
  await page.keyboard.press("Escape");
  await quickInput(page, "Control+p", name);
  await page.waitForSelector(".view-lines .view-line");
  await page.waitForTimeout(4000);
}

async function quickInput(page, key, text) {
  await page.keyboard.press(key);
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(text, { delay: 10 });
  const name = text.split("/").at(-1);
  await page.waitForSelector(`.quick-input-list .monaco-list-row.focused[aria-label*="${name}"]`, {
    timeout: 60_000,
  });
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
}

async function hoverOver(page, text) {
  const { x, y } = await placeOf(page, text);
  await page.mouse.move(x, y);
  await page.mouse.move(x + 2, y);
  await page.waitForSelector(".monaco-hover:not(.hidden) .hover-contents", { timeout: 10_000 });
}

/** Scrolls to the first line that has the text. */
async function reachLine(page, text) {
  await page.mouse.click(...Object.values(await placeOf(page, "import")));
  await page.keyboard.press("Control+f");
  await page.keyboard.type(text, { delay: 10 });
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(1500);
}

async function frameWith(page, selector) {
  for (let tries = 0; tries < 60; tries++) {
    for (const frame of page.frames())
      if (
        frame !== page.mainFrame() &&
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    await page.waitForTimeout(250);
  }
  throw new Error(`no panel has ${selector}`);
}

/** What is cut out: the text of the editor, or a hover with the line that it belongs to. */
async function boxOf(page, what) {
  return page.evaluate((selector) => {
    const editor = document.querySelector(".monaco-editor")?.getBoundingClientRect();
    if (selector.startsWith("@")) {
      const line = [...document.querySelectorAll(".view-line")].find((one) =>
        one.textContent.includes(selector),
      );
      const y = line.getBoundingClientRect().y - 24;
      return { x: editor.x, y, width: Math.min(760, editor.width), height: Math.min(250, editor.bottom - y) };
    }
    if (selector === "panel") {
      const { x, y, width, height } = [...document.querySelectorAll(".editor-group-container")]
        .at(-1)
        .getBoundingClientRect();
      return { x, y, width, height };
    }
    if (selector !== "hover")
      return {
        x: editor.x,
        y: editor.y,
        width: Math.min(760, editor.width),
        height: Math.min(430, editor.height),
      };
    const hover = document.querySelector(".monaco-hover:not(.hidden)").getBoundingClientRect();
    const y = Math.max(editor.y, hover.y - 30);
    return {
      x: editor.x,
      y,
      width: Math.max(hover.right, editor.x + 760) - editor.x + 8,
      height: hover.bottom + 40 - y,
    };
  }, what);
}

/** The middle of the first code line's part that reads `text`. */
async function placeOf(page, wanted) {
  const place = await page.evaluate((text) => {
    for (const line of document.querySelectorAll(".view-line")) {
      const from = line.textContent.replaceAll("\u00a0", " ").indexOf(text);
      if (from < 0) continue;
      const range = document.createRange();
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      for (
        let node = walker.nextNode(), start = 0;
        node;
        start += node.data.length, node = walker.nextNode()
      ) {
        if (start + node.data.length <= from) continue;
        range.setStart(node, from - start);
        range.setEnd(node, Math.min(node.data.length, from - start + text.length));
        const box = range.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }
    }
  }, wanted);
  if (!place) throw new Error(`"${wanted}" is not on the screen`);
  return place;
}
