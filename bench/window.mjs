// How long a person waits in the editor itself: a cold window's first hints, an edit's hints, the summary and the graph of a
// model of 515 layers. In the headless VS Code of the tests; what VS Code takes for its own start is said beside it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startHost } from "../test/host/host.mjs";
import { installHost } from "../test/host/install.mjs";
import { quickInput } from "../test/host/quick-input.mjs";

installHost();
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "convlens-window-"));
cpSync(join(root, "examples"), folder, { recursive: true });
rmSync(join(folder, "tsconfig.json"));
writeFileSync(join(folder, "package.json"), JSON.stringify({ dependencies: { "@convlens/engine": "*" } }));
const resnet = readFileSync(join(folder, "resnet.ts"), "utf8").replace(/\nexport const resnet\d+ .*/g, "");
writeFileSync(
  join(folder, "deep.ts"),
  `${resnet}\nexport const resnet152 = new ResNet(Bottleneck, [3, 8, 36, 3]);\n`,
);

/** By then the server has kept its compiled code, which the next window takes. */
const COMPILED_MS = 5000;
/** A window that has just been opened is busy with itself. */
const SETTLED_MS = 8000;
const HINT = "[class*='dyn-rule'], .view-line span";
const begun = performance.now();
const host = await startHost({
  workspace: folder,
  extension: root,
  settings: { "editor.minimap.enabled": false, "workbench.startupEditor": "none" },
});
const { page } = host;
try {
  await openFile("lenet5.ts");
  const opened = performance.now();
  say("VS Code's own start, until the file is there", opened - begun);
  await hint("[N, 10]");
  say("from there to the first hints (bar 1500), the first window of a version", performance.now() - opened);
  await page.waitForTimeout(COMPILED_MS);
  await page.reload();
  const seen = await page.waitForSelector(".view-line").then(() => performance.now());
  await hint("[N, 10]");
  say("the same of the next window, whose file is open already", performance.now() - seen);

  await page.evaluate(() => document.querySelector(".view-lines").scrollIntoView());
  await page.keyboard.press("Control+Home");
  for (let i = 0; i < 8; i++) await page.keyboard.press("ArrowDown"); // fc3 = new nn.Linear(84, 10);
  await page.keyboard.press("End");
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowLeft");
  await page.waitForTimeout(SETTLED_MS);
  const waits = [];
  for (let i = 0; i < 10; i++) {
    const [typed, wanted] = i % 2 === 0 ? ["1", "[N, 101]"] : ["Backspace", "[N, 10]"];
    const pressed = performance.now();
    await page.keyboard.press(typed);
    await hint(wanted);
    waits.push(performance.now() - pressed);
  }
  waits.sort((a, b) => a - b);
  say("edit → hints in a window that has settled, median of 10 (bar 150)", waits[5]);

  await openFile("deep.ts");
  await page.locator(".codelens-decoration", { hasText: "Run" }).first().waitFor();
  let asked = await command("ConvLens: Model Summary");
  let panel = await frame("[role=treegrid]");
  say(
    "from the key to the summary of ResNet-152, the window's first panel, which VS Code prepares pages for",
    performance.now() - asked,
  );
  await command("View: Close All Editors");
  while ((await frameWith("[role=treegrid]")) !== undefined) await page.waitForTimeout(50);
  await openFile("deep.ts");
  await page.locator(".codelens-decoration", { hasText: "Run" }).first().waitFor();
  asked = await command("ConvLens: Model Summary");
  panel = await frame("[role=treegrid]");
  say("the same again (bar 1000)", performance.now() - asked);
  const graph = performance.now();
  await panel.getByRole("radio", { name: "Graph" }).click();
  await panel.locator(".node").first().waitFor({ state: "attached" });
  say(
    `its graph (bar 1000), ${await panel.locator(".node").count()} nodes in sight`,
    performance.now() - graph,
  );
} finally {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}

function say(what, ms) {
  console.log(`${what}: ${ms.toFixed(0)} ms`);
}

/** Until a hint of exactly this text is seen. */
function hint(text) {
  return page.waitForFunction(
    ([wanted, selector]) =>
      [...document.querySelectorAll(selector)].some(
        (element) => element.textContent.replaceAll("\u00a0", " ").trim() === wanted,
      ),
    [text, HINT],
    { polling: 10, timeout: 120_000 },
  );
}

async function openFile(name) {
  await choose("Control+p", name);
  await page.waitForFunction(
    (file) => document.querySelector(".tab.active")?.textContent.includes(file),
    name,
  );
  await page.waitForSelector(".view-line");
}

function command(title) {
  return choose("F1", title);
}

/** When the choice was made. */
async function choose(key, text) {
  await page.keyboard.press("Escape");
  await quickInput(page, key, text);
  const made = performance.now();
  await page.keyboard.press("Enter");
  return made;
}

async function frame(selector) {
  for (;;) {
    const found = await frameWith(selector);
    if (found) return found;
    await page.waitForTimeout(20);
  }
}

async function frameWith(selector) {
  for (const candidate of page.frames()) {
    const count = candidate === page.mainFrame() ? 0 : candidate.locator(selector).count();
    if ((await Promise.resolve(count).catch(() => 0)) > 0) return candidate;
  }
  return undefined;
}
