/** The editor of model files in a real VS Code: go to definition leads there, and a node says what it is made of. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorkbench, type Workbench } from "./workbench.ts";

let window: Workbench;
beforeAll(async () => {
  window = await openWorkbench({ theme: "Light" });
}, 600_000);
afterAll(() => window?.close());

test("a model file is opened from the place that loads it, and looked into", async () => {
  const file = "loaded/detector.ts";
  const lines = readFileSync(join(window.folder, file), "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes("detector.onnx"));
  await window.openAt(`${file}:${at + 1}:${lines[at]!.indexOf("detector.onnx") + 2}`);
  // what is asked before the server is up is not answered: ask again
  await expect
    .poll(
      async () => {
        await window.page.keyboard.press("F12");
        await new Promise((done) => setTimeout(done, 2000));
        return window.shown();
      },
      { timeout: 180_000 },
    )
    .toContain("detector.onnx");
  const panel = await window.frame("detector.onnx");
  await panel.locator(".node-layer").first().click();
  const details = panel.locator(".node-details");
  await details.locator("h3").first().waitFor();
  await details.getByRole("button", { name: "Statistics" }).first().click();
  await details.locator(".histogram").first().waitFor();
  await window.shot("model-file-light");
}, 600_000);
