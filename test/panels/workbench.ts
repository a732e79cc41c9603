/**
 * A real VS Code on a copy of `examples/`, driven as a person drives it.
 *
 *   const window = await openWorkbench({ theme: "Dark" });
 *   await window.openAt("resnet.ts:80:14");
 *   const panel = await window.frame("resnet18");
 */
import { execFileSync } from "node:child_process";
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
  locator(selector: string, options?: object): Element;
  getByRole(role: string, options?: object): Element;
  getByLabel(text: string): Element;
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
  /** Of what a command offers, by its words. */
  choose(label: string): Promise<void>;
  /** The headings of all panels that are seen. */
  shown(): Promise<(string | undefined)[]>;
  /** The panel's page, once its heading is there. */
  frame(heading: string | RegExp): Promise<Frame>;
  /** A picture in `.cache/screenshots`. */
  shot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** `commit`: the message under which the folder is committed to a repository of its own. */
export async function openWorkbench({
  theme,
  language,
  commit,
}: {
  readonly theme: "Dark" | "Light";
  readonly language?: string;
  readonly commit?: string;
}): Promise<Workbench> {
  installHost();
  const folder = mkdtempSync(join(tmpdir(), "convlens-models-"));
  mkdirSync(screenshots, { recursive: true });
  cpSync(here("../../examples"), folder, { recursive: true });
  rmSync(join(folder, "tsconfig.json")); // it points out of the folder
  if (commit) {
    const git = (...args: string[]): Buffer =>
      execFileSync("git", ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", ...args], {
        cwd: folder,
      });
    git("init", "-q");
    git("add", ".");
    git("commit", "-qm", commit);
  }
  const { startHost } = (await import(here("../host/host.mjs"))) as {
    startHost(options: object): Promise<Host>;
  };
  const { quickInput } = (await import(here("../host/quick-input.mjs"))) as {
    quickInput(page: Page, key: string, text: string, row?: string): Promise<void>;
  };
  const host = await startHost({
    workspace: folder,
    extension: here("../.."),
    viewport: { width: 1600, height: 1000 },
    language,
    settings: {
      "workbench.colorTheme": `Default ${theme} Modern`,
      "workbench.sideBar.location": "left",
      "editor.hover.delay": 50,
      "editor.minimap.enabled": false,
      "git.enabled": commit !== undefined,
      "explorer.compactFolders": false,
    },
  });
  const { page } = host;

  async function command(title: string): Promise<void> {
    await quickInput(page, "F1", title);
    await page.keyboard.press("Enter");
    // what the command asks may stand in the palette's place at once
    await page
      .locator(`.quick-input-list .monaco-list-row[aria-label*="${title}"]`)
      .first()
      .waitFor({ state: "hidden" });
  }

  /** By the explorer: a search for files is not answered while the window starts. */
  async function openAt(place: string): Promise<void> {
    const [path, ...at] = place.split(":") as [string, ...string[]];
    const parts = path.split("/");
    for (const [depth, name] of parts.entries()) {
      const row = page
        .locator(`.explorer-folders-view .monaco-list-row[aria-level="${depth + 1}"]`, {
          hasText: new RegExp(`^${name.replaceAll(".", "\\.")}`),
        })
        .first();
      await row.waitFor({ timeout: 120_000 });
      if (depth === parts.length - 1) await row.dblclick();
      else if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
    }
    await page
      .locator(`.tab.active[aria-label^="${parts.at(-1)}"]`)
      .first()
      .waitFor({ timeout: 60_000 });
    if (at.length === 0) return;
    await quickInput(page, "Control+g", at.join(":"), at[0]); // the row says the line in any language
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

  async function frame(heading: string | RegExp): Promise<Frame> {
    const find = async (): Promise<number> =>
      (await shown()).findIndex((said = "") =>
        typeof heading === "string" ? said === heading : heading.test(said),
      );
    await expect.poll(find, { timeout: 90_000, interval: 200 }).toBeGreaterThanOrEqual(0);
    return page.frames()[await find()]!;
  }

  return {
    page,
    folder,
    openAt,
    command,
    async choose(label) {
      await page.waitForSelector(".quick-input-list .monaco-list-row", { timeout: 60_000 });
      await page.keyboard.type(label, { delay: 10 });
      await page.locator(`.quick-input-list .monaco-list-row.focused[aria-label*="${label}"]`).waitFor();
      await page.keyboard.press("Enter");
    },
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
