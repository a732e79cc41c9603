/**
 * Both panels in a real VS Code, driven as a person drives it: run, point, edit, hide and show, reload the window.
 * What it looked like is left in `.cache/screenshots`.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { installHost } from "../host/install.mjs";
import type { Element, Page } from "./panel-page.ts";

const here = (path: string): string => new URL(path, import.meta.url).pathname;
const screenshots = here("../../.cache/screenshots");

interface Frame {
  evaluate<T>(run: string): Promise<T>;
  locator(selector: string): Element;
  getByRole(role: string, options?: object): Element;
}
interface Workbench extends Page {
  frames(): Frame[];
  reload(options?: object): Promise<unknown>;
  waitForSelector(selector: string, options?: object): Promise<unknown>;
  keyboard: Page["keyboard"] & { type(text: string, options?: object): Promise<void> };
}
interface Host {
  readonly page: Workbench;
  stop(): Promise<void>;
}

for (const theme of ["Dark", "Light"] as const) {
  describe(`the panels in VS Code, ${theme}`, () => {
    let folder: string;
    let host: Host;
    let page: Workbench;
    beforeAll(async () => {
      installHost();
      folder = mkdtempSync(join(tmpdir(), "convlens-models-"));
      mkdirSync(screenshots, { recursive: true });
      cpSync(here("../../examples"), folder, { recursive: true });
      rmSync(join(folder, "tsconfig.json")); // it points out of the folder
      const { startHost } = (await import(here("../host/host.mjs"))) as {
        startHost(options: object): Promise<Host>;
      };
      host = await startHost({
        workspace: folder,
        extension: here("../.."),
        viewport: { width: 1600, height: 1000 },
        settings: {
          "workbench.colorTheme": `Default ${theme} Modern`,
          "workbench.sideBar.location": "left",
          "editor.hover.delay": 50,
          "editor.minimap.enabled": false,
        },
      });
      page = host.page;
    }, 600_000);
    afterAll(async () => {
      await host?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

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
      await page.waitForSelector(".monaco-editor .selected-text");
      await command("View: Close All Editors");
    }, 600_000);

    test("a hover draws what arrives", async () => {
      await openAt("resnet.ts:114:38");
      const picture = ".monaco-hover:not(.hidden) img[src^='data:image']";
      for (let tries = 0; tries < 10 && !(await page.locator(picture).count()); tries++) {
        await command("Show or Focus Hover");
        await new Promise((done) => setTimeout(done, 1500));
        if (!(await page.locator(picture).count())) await page.keyboard.press("Escape");
      }
      await page.locator(picture).first().waitFor({ timeout: 20_000 });
      await shot("hover");
    }, 600_000);

    test("a layer is run, pointed at, edited, hidden, shown and restored", async () => {
      await openAt("resnet.ts:114:38");
      await command("ConvLens: Run Layer");
      let panel = await frame("conv1");
      await panel.locator(".equation").waitFor();
      await shot("layer-inspector");

      await panel.getByRole("application").focus();
      await page.keyboard.press("ArrowRight");
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor();

      // the file changes under the editor, as it does when a branch is switched
      const file = join(folder, "resnet.ts");
      writeFileSync(
        file,
        readFileSync(file, "utf8").replace("Conv2d(3, 64, 7, { stride: 2", "Conv2d(3, 64, 7, { stride: 4"),
      );
      await panel.locator("text=[N, 64, 56, 56] >> nth=0").waitFor({ timeout: 60_000 });
      writeFileSync(file, readFileSync(file, "utf8").replace("stride: 4", "stride: 2"));
      await panel.locator("text=[N, 64, 112, 112] >> nth=0").waitFor({ timeout: 60_000 });
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor();

      // another editor in front of it hides the page, and ends it
      await page.keyboard.press("Control+2");
      await openAt("lenet5.ts");
      await expect.poll(async () => (await shown()).includes("conv1"), { timeout: 30_000 }).toBe(false);
      await page.locator('.tab[aria-label^="conv1"]').click();
      panel = await frame("conv1");
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor();

      await page.reload({ timeout: 120_000 });
      await page.waitForSelector(".monaco-workbench", { timeout: 120_000 });
      // which of the two tabs was in front is written late: a reload may forget it
      const tab = page.locator('.tab[aria-label^="conv1"]');
      await tab.waitFor({ timeout: 120_000 });
      await tab.click();
      panel = await frame("conv1");
      await panel.locator(".readout >> text=[0, 56, 57]").waitFor({ timeout: 60_000 });
      await command("View: Close All Editors");
    }, 600_000);

    const shot = async (name: string): Promise<void> => {
      await new Promise((done) => setTimeout(done, 800));
      await page.screenshot({ path: join(screenshots, `${name}-${theme.toLowerCase()}.png`) });
    };

    const openAt = (place: string): Promise<void> => quickInput("Control+p", place, place.split(":")[0]!);
    const command = (title: string): Promise<void> => quickInput("F1", title, title);

    async function quickInput(key: string, text: string, row: string): Promise<void> {
      const chosen = page.locator(`.quick-input-list .monaco-list-row.focused[aria-label*="${row}"]`);
      for (let tries = 0; ; tries++) {
        await page.keyboard.press(key);
        try {
          await page.waitForSelector(".quick-input-widget input", { timeout: 20_000 });
          await page.keyboard.type(text, { delay: 10 });
          await chosen.waitFor({ timeout: 8_000 });
          break;
        } catch (error) {
          if (tries === 12) throw error;
          // what is asked before the extension host is up is never answered: ask again
          // a panel hands its keys on late: this one must not close what the next one opens
          await page.keyboard.press("Escape");
          await new Promise((done) => setTimeout(done, 1000));
        }
      }
      await page.keyboard.press("Enter");
      await page.waitForSelector(".quick-input-widget", { state: "hidden" });
    }

    /** The headings of all panels that are seen. */
    const shown = async (): Promise<(string | undefined)[]> =>
      Promise.all(
        page
          .frames()
          .map((candidate) =>
            candidate
              .evaluate<string | undefined>(`document.querySelector("#root h1")?.textContent`)
              .catch(() => undefined),
          ),
      );

    /** The panel's page, once its heading is there. */
    async function frame(heading: string): Promise<Frame> {
      await expect.poll(shown, { timeout: 90_000, interval: 200 }).toContain(heading);
      return page.frames()[(await shown()).indexOf(heading)]!;
    }
  });
}
