/**
 * A real VS Code on a copy of `examples/`, driven as a person drives it.
 *
 *   const window = await openWorkbench({ theme: "Dark" });
 *   await window.openAt("resnet.ts:80:14");
 *   const panel = await window.frame("resnet18");
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { installHost } from "../host/install.mjs";
import type { Element, Page } from "./panel-page.ts";

const here = (path: string): string => new URL(path, import.meta.url).pathname;
const screenshots = here("../../.cache/screenshots");

export interface Frame {
  evaluate<T>(run: string): Promise<T>;
  locator(selector: string): Element;
  getByRole(role: string, options?: object): Element;
}
interface WorkbenchPage extends Page {
  frames(): Frame[];
  reload(options?: object): Promise<unknown>;
  waitForSelector(selector: string, options?: object): Promise<unknown>;
  keyboard: Page["keyboard"] & { type(text: string, options?: object): Promise<void> };
}
interface Host {
  readonly page: WorkbenchPage;
  stop(): Promise<void>;
}

export interface Workbench {
  readonly page: WorkbenchPage;
  /** The copy of `examples/` that is open in it. */
  readonly folder: string;
  /** "resnet.ts:80:14" */
  openAt(place: string): Promise<void>;
  /** By the title that the palette shows. */
  command(title: string): Promise<void>;
  /** The headings of all panels that are seen. */
  shown(): Promise<(string | undefined)[]>;
  /** The panel's page, once its heading is there. */
  frame(heading: string): Promise<Frame>;
  /** A picture in `.cache/screenshots`. */
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}

export async function openWorkbench({ theme }: { readonly theme: "Dark" | "Light" }): Promise<Workbench> {
  installHost();
  const folder = mkdtempSync(join(tmpdir(), "convlens-models-"));
  mkdirSync(screenshots, { recursive: true });
  cpSync(here("../../examples"), folder, { recursive: true });
  rmSync(join(folder, "tsconfig.json")); // it points out of the folder
  const { startHost } = (await import(here("../host/host.mjs"))) as {
    startHost(options: object): Promise<Host>;
  };
  const host = await startHost({
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
  const { page } = host;

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

  async function frame(heading: string): Promise<Frame> {
    await expect.poll(shown, { timeout: 90_000, interval: 200 }).toContain(heading);
    return page.frames()[(await shown()).indexOf(heading)]!;
  }

  return {
    page,
    folder,
    openAt: (place) => quickInput("Control+p", place, /[^/:]+(?=:|$)/.exec(place)![0]),
    command: (title) => quickInput("F1", title, title),
    shown,
    frame,
    async shot(name) {
      await new Promise((done) => setTimeout(done, 800));
      await page.screenshot({ path: join(screenshots, `${name}.png`) });
    },
    async close() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
