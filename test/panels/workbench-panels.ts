/** Hover, panels and model files in a real VS Code: point, sum up, run, edit, hide and show, reload, compare, look up. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorkbench, type Workbench } from "./workbench.ts";

/** `reload`: whether the window is loaded again, too, which takes as long as all of the rest of that layer. */
export function describePanels(theme: "Dark" | "Light", { reload }: { readonly reload: boolean }): void {
  describe(`the panels in VS Code, ${theme}`, () => {
    let window: Workbench;
    beforeAll(async () => {
      window = await openWorkbench({ theme, commit: "As it was" });
    }, 600_000);
    afterAll(() => window?.close());

    const { openAt, command, frame, shown } = {
      openAt: (place: string) => window.openAt(place),
      command: (title: string) => window.command(title),
      frame: (heading: string | RegExp) => window.frame(heading),
      shown: () => window.shown(),
    };
    const shot = (name: string): Promise<void> => window.shot(`${name}-${theme.toLowerCase()}`);

    test("the first hover of a window has its picture, and is seen whole", async () => {
      const { page } = window;
      await openAt("resnet.ts:114:38");
      await page.locator(".codelens-decoration").first().waitFor({ timeout: 120_000 });
      await command("Show or Focus Hover");
      const picture = page.locator(".monaco-hover:not(.hidden) img[src^='data:image']").first();
      await picture.waitFor({ timeout: 60_000 });
      await shot("hover");
      const below = await page.evaluate<string[]>(`(() => {
        const hover = [...document.querySelectorAll(".monaco-hover:not(.hidden)")].find((one) => one.querySelector("img"));
        const { bottom } = hover.getBoundingClientRect();
        return [...hover.querySelectorAll("img, a")]
          .filter((part) => part.getBoundingClientRect().bottom > bottom + 1)
          .map((part) => part.outerHTML.slice(0, 80));
      })()`);
      expect(below).toEqual([]);
      await page.keyboard.press("Escape");
    }, 600_000);

    test("a model is summed up, sorted, run, found in its graph, and leads to its source", async () => {
      await openAt("resnet.ts:80:14");
      await command("ConvLens: Model Summary");
      const panel = await frame("resnet18");
      await panel.getByRole("treegrid").waitFor();
      await panel.locator("tr", { hasText: /^layer4.*8\.39 M/ }).waitFor(); // a module's total
      await shot("model-summary");
      const macs = panel.getByRole("button", { name: "MACs" });
      await macs.click();
      await panel.locator("[aria-sort=descending]").waitFor();
      await macs.click();
      await macs.click();
      await panel.getByRole("button", { name: "Run", exact: true }).click();
      await panel.locator("text=Ran in").waitFor({ timeout: 60_000 });
      await panel.getByRole("radio", { name: "Graph" }).click();
      await panel.locator(".node").first().waitFor();
      await panel.getByRole("button", { name: "Fit" }).click();
      await panel.locator(".minimap").waitFor({ state: "hidden" });
      await shot("model-graph");
      await panel.locator(".node-layer").first().click();
      await window.page.waitForSelector(".monaco-editor .selected-text");
      await panel.getByRole("button", { name: "Find", exact: true }).click();
      await panel.getByLabel("Find a layer").fill("layer3.1.conv2");
      await panel.locator("[role=status].quiet", { hasText: "1 of 1" }).waitFor();
      await command("View: Close All Editors");
    }, 600_000);

    test(`a layer is run, pointed at, edited, hidden${reload ? ", shown and restored" : " and shown"}`, async () => {
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

      if (reload) {
        // a window in a browser writes down every few seconds what it would restore
        await new Promise((done) => setTimeout(done, 6000));
        await window.page.reload({ timeout: 120_000 });
        await window.page.waitForSelector(".monaco-workbench", { timeout: 120_000 });
        // which of the two tabs was in front is written late: a reload may forget it
        const tab = window.page.locator('.tab[aria-label^="conv1"]');
        await tab.waitFor({ timeout: 120_000 });
        await tab.click();
        panel = await frame("conv1");
        await panel.locator(".equation").waitFor({ timeout: 60_000 });
      }
      await command("View: Close All Editors");
    }, 600_000);

    test("a model is compared with what it was at a commit", async () => {
      const file = join(window.folder, "lenet5.ts");
      const before = readFileSync(file, "utf8");
      writeFileSync(file, before.replaceAll("84", "96"));
      await openAt("lenet5.ts:5:3");
      await command("ConvLens: Compare Models");
      await window.choose("As it was");
      const panel = await frame(/^LeNet5 at /);
      await panel.locator("tr", { hasText: /fc3.*Linear\(84 → 10\).*Linear\(96 → 10\)/ }).waitFor();
      await shot("model-comparison");
      writeFileSync(file, before);
      await command("View: Close All Editors");
    }, 600_000);

    test("the path of a model file leads to its summary", async () => {
      await openAt("loaded/classifier.ts:7:65");
      await window.page.locator("text=logits [1, 10]").first().waitFor({ timeout: 60_000 });
      await command("Go to Definition");
      const panel = await frame("classifier.onnx");
      await panel.locator("tr", { hasText: "GlobalAveragePool" }).first().waitFor();
      await shot("model-file");
      await command("View: Close All Editors");
    }, 600_000);
  });
}
