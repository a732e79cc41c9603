// Screenshots of the features in the real workbench, for the documentation, the walkthrough and to look at:
//
//   npm run screenshots               writes docs/images and media/walkthrough, the moving picture too
//   npm run screenshots -- FOLDER     all of them, in each theme and sharp, into a folder
//
//   -- --theme dark --stop comparison     of these alone; may be said several times
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { decode, encode } from "fast-png";
import gifenc from "gifenc";
import { startHost } from "../host/host.mjs";
import { installHost } from "../host/install.mjs";
import { quickInput } from "../host/quick-input.mjs";
import { boxOf, choose, frameWith, hoverOver, openFile, placeOf, reachLine } from "./drive.mjs";
import { drawMovingPicture } from "./moving-picture.mjs";
import { paletteOf, rgba } from "./palette.mjs";
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

const viewport = { width: 1280, height: 800 };
const themes = {
  dark: "Default Dark Modern",
  light: "Light Modern",
  hc: "Default High Contrast",
  ...(folder && { "hc-light": "Default High Contrast Light" }), // to look at
};

/** It is there when the file is understood. */
const LENS = ".codelens-decoration";

/**
 * `to`: where it belongs in the repository, `{theme}` where each theme has its own. `crop`: around what. `until`: what its
 * panel has once it is there; `shows`: what its editor has. `size`: of a window in which all of it is seen.
 */
const stops = [
  { name: "greeting", file: "lenet5.ts", shows: LENS, command: "Notifications: Show Notifications" },
  {
    name: "hints",
    file: "lenet5.ts",
    shows: LENS,
    to: "media/walkthrough/shapes-{theme}.png",
    crop: "code",
  },
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
    hover: "conv2 =",
    to: "media/walkthrough/run-{theme}.png",
    crop: "hover",
  },
  {
    name: "finding",
    file: "broken/unet.ts",
    to: "media/walkthrough/findings-{theme}.png",
    crop: "code",
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
    until: ".equation",
    size: { width: 1640, height: 1268 }, // to below the sum
    to: "docs/images/layer-inspector.png",
    crop: "panel",
  },
  {
    name: "summary",
    alone: true,
    file: "resnet.ts",
    command: "ConvLens: Model Summary",
    until: "[role=treegrid]",
    to: "docs/images/model-summary.png",
    crop: "panel",
  },
  { name: "graph", press: "button:has-text('Graph')" },
  { name: "run", press: "button:has-text('Run')" },
  {
    name: "summary-deep",
    alone: true,
    file: "resnet.ts",
    reach: "const resnet50",
    at: "Bottleneck, [3",
    command: "ConvLens: Model Summary",
    until: "[role=treegrid]",
  },
  { name: "graph-deep", press: "button:has-text('Graph')" },
  {
    name: "summary-transformer",
    alone: true,
    file: "vit.ts",
    command: "ConvLens: Model Summary",
    until: "[role=treegrid]",
  },
  { name: "graph-transformer", press: "button:has-text('Graph')" },
  {
    name: "comparison",
    alone: true,
    file: "resnet.ts",
    command: "ConvLens: Compare Models",
    key: "Enter",
    until: "table",
    to: "docs/images/model-comparison.png",
    crop: "panel",
  },
  {
    name: "walkthrough",
    alone: true,
    command: "Welcome: Open Walkthrough",
    type: "ConvLens",
    size: { width: 1640, height: 900 }, // in which its pictures stand beside the steps
  },
];

writeFileSync(
  folder ? join(folder, "terminal.svg") : join(root, "media/walkthrough/terminal.svg"),
  terminalSvg(root, join(root, "examples"), ["check", "broken/lenet5.ts"]),
);

for (const [theme, label] of Object.entries(themes)) {
  if (onlyThemes && !onlyThemes.includes(theme)) continue;
  const host = await startHost({
    workspace: `${root}examples`,
    extension: root,
    scale: 2,
    viewport,
    settings: {
      "editor.hover.delay": 200,
      "editor.minimap.enabled": false,
      "editor.lightbulb.enabled": "off",
      "editor.lineNumbers": "off",
      "editor.glyphMargin": false,
      "editor.folding": false,
      "editor.renderLineHighlight": "none",
      "files.autoSave": "off", // else the moving picture mends the example
      "workbench.startupEditor": "none",
      "workbench.colorTheme": themes.dark,
      "window.autoDetectHighContrast": false, // else the system decides
    },
  });
  try {
    if (theme !== "dark") await chooseTheme(host.page, label);
    for (const stop of stops)
      if (!onlyStops || onlyStops.includes(stop.name)) await visit(host.page, stop, theme);
    if (theme === "dark" && (!onlyStops || onlyStops.includes("moving")))
      await drawMovingPicture(host.page, join(folder ?? join(root, "docs/images"), "convlens.gif"));
  } finally {
    await host.stop();
  }
}

/** By hand: the setting alone is not enough for high contrast. */
async function chooseTheme(page, label) {
  await page.waitForSelector(".monaco-workbench.vs-dark");
  await page.keyboard.press("Control+k");
  await quickInput(page, "Control+t", label);
  await page.keyboard.press("Enter");
  await page.waitForSelector(".monaco-workbench:not(.vs-dark)");
}

async function visit(
  page,
  { name, alone, file, shows, end, at, reach, hover, command, key, type, press, until, size, to, crop },
  theme,
) {
  const path = folder
    ? join(folder, `${name}-${theme}.png`)
    : to && (to.includes("{theme}") || theme === "dark") && join(root, to.replace("{theme}", theme));
  if (alone) await choose(page, "F1", "View: Close All Editors");
  if (file) await openFile(page, file);
  if (shows) await page.waitForSelector(shows, { timeout: 60_000 });
  if (end) {
    await page.mouse.click(...Object.values(await placeOf(page, "import")));
    await page.keyboard.press("Control+End");
    await page.waitForTimeout(1000);
  }
  if (reach) await reachLine(page, reach);
  if (at) await page.mouse.click(...Object.values(await placeOf(page, at)));
  if (hover) await hoverOver(page, hover);
  if (command) await choose(page, "F1", command);
  if (key || type) await page.waitForTimeout(4000);
  if (type) await page.keyboard.type(type, { delay: 10 });
  if (key || type) await page.keyboard.press("Enter");
  if (press) await (await frameWith(page, press)).locator(press).first().click();
  if (until) await frameWith(page, until);
  await page.waitForTimeout(hover ? 1500 : 4000);
  if (size) {
    await page.setViewportSize(size);
    await page.waitForTimeout(2000);
  }
  if (path) {
    const clip = crop && (await boxOf(page, crop));
    writeFileSync(path, indexed(await page.screenshot({ ...(clip && { clip }) })));
    console.log(path);
  }
  if (size) await page.setViewportSize(viewport);
}

/** With 256 colours, which are enough for a workbench, in a third of the bytes. */
function indexed(png) {
  const { width, height, data, channels } = decode(png);
  const pixels = rgba(data, channels);
  const palette = paletteOf(pixels, 256);
  return encode({
    width,
    height,
    data: gifenc.applyPalette(pixels, palette),
    channels: 1,
    depth: 8,
    palette,
  });
}
