/** Both panels in a real VS Code of a theme: run, point, edit, hide and show, reload the window. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench, type Workbench } from "./workbench.ts";

export function describePanels(theme: "Dark" | "Light"): void {
  describe(`the panels in VS Code, ${theme}`, () => {
    let window: Workbench;
    beforeAll(async () => {
      window = await openWorkbench({ theme });
    }, 600_000);
    afterAll(() => window?.close());

    const { openAt, command, frame, shown } = {
      openAt: (place: string) => window.openAt(place),
      command: (title: string) => window.command(title),
      frame: (heading: string) => window.frame(heading),
      shown: () => window.shown(),
    };
    const shot = (name: string): Promise<void> => window.shot(`${name}-${theme.toLowerCase()}`);

    test("a model is summed up, run, unfolded, and leads to its source", async () => {
      await openAt("resnet.ts:80:14");
      await command("ConvLens: Model Summary");
      const panel = await frame("resnet18");
      await panel.getByRole("treegrid").waitFor();
      await shot("model-summary");
      await panel.getByRole("button", { name: "Run", exact: true }).click();
      await panel.locator("text=Ran in").waitFor({ timeout: 60_000 });
      await panel.getByRole("radio", { name: "Graph" }).click();
      await panel.locator(".node").first().waitFor();
      await shot("model-graph");
      await panel.locator(".node-layer").first().click();
      await window.page.waitForSelector(".monaco-editor .selected-text");
      await command("View: Close All Editors");
    }, 600_000);

    test("a hover draws what arrives", async () => {
      await openAt("resnet.ts:114:38");
      const picture = ".monaco-hover:not(.hidden) img[src^='data:image']";
      for (let tries = 0; tries < 10 && !(await window.page.locator(picture).count()); tries++) {
        await command("Show or Focus Hover");
        await new Promise((done) => setTimeout(done, 1500));
        if (!(await window.page.locator(picture).count())) await window.page.keyboard.press("Escape");
      }
      await window.page.locator(picture).first().waitFor({ timeout: 20_000 });
      await shot("hover");
    }, 600_000);

    test("a layer is run, pointed at, edited, hidden, shown and restored", async () => {
      await openAt("resnet.ts:114:38");
      await command("ConvLens: Run Layer");
      let panel = await frame("conv1");
      await panel.locator(".equation").waitFor();
      await shot("layer-inspector");

      await panel.getByRole("application").focus();
      await window.page.keyboard.press("ArrowRight");
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor();

      // the file changes under the editor, as it does when a branch is switched
      const file = join(window.folder, "resnet.ts");
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace("Conv2d(3, 64, 7, { stride: 2", "Conv2d(3, 64, 7, { stride: 4"),
      );
      await panel.locator("text=[N, 64, 56, 56] >> nth=0").waitFor({ timeout: 60_000 });
      writeFileSync(file, readFileSync(file, "utf8").replace("stride: 4", "stride: 2"));
      await panel.locator("text=[N, 64, 112, 112] >> nth=0").waitFor({ timeout: 60_000 });
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor();

      // another editor in front of it hides the page, and ends it
      await window.page.keyboard.press("Control+2");
      await openAt("lenet5.ts");
      await expect.poll(async () => (await shown()).includes("conv1"), { timeout: 30_000 }).toBe(false);
      await window.page.locator('.tab[aria-label^="conv1"]').click();
      panel = await frame("conv1");
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor();

      await window.page.reload({ timeout: 120_000 });
      await window.page.waitForSelector(".monaco-workbench", { timeout: 120_000 });
      // which of the two tabs was in front is written late: a reload may forget it
      const tab = window.page.locator('.tab[aria-label^="conv1"]');
      await tab.waitFor({ timeout: 120_000 });
      await tab.click();
      panel = await frame("conv1");
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor({ timeout: 60_000 });
      await command("View: Close All Editors");
    }, 600_000);
  });
}
