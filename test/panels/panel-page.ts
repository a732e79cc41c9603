/**
 * A panel's page in headless Chromium, in the colours of one of VS Code's own themes. The test is its extension: it answers
 * what the page asks, and sees what the page says.
 *
 *   const page = await openPanel(browser, "layer-inspector", "dark", host);
 *   await page.post({ kind: "answer", target, answer: run });
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build } from "esbuild";
import type { FromPage } from "../../client/src/panels/index.ts";
import { installHost } from "../host/install.mjs";
import { findChromium } from "../host/paths.mjs";

const here = (path: string): string => new URL(path, import.meta.url).pathname;

export interface Element {
  click(options?: object): Promise<void>;
  dblclick(): Promise<void>;
  hover(options?: object): Promise<void>;
  focus(): Promise<void>;
  fill(text: string): Promise<void>;
  selectOption(value: string): Promise<unknown>;
  textContent(): Promise<string | null>;
  getAttribute(name: string): Promise<string | null>;
  locator(selector: string): Element;
  getByRole(role: string, options?: object): Element;
  count(): Promise<number>;
  first(): Element;
  nth(at: number): Element;
  waitFor(options?: object): Promise<void>;
  boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>;
}
export interface Page {
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  setContent(html: string): Promise<void>;
  addInitScript(script: string): Promise<void>;
  exposeFunction(name: string, run: (...args: never[]) => unknown): Promise<void>;
  evaluate<T>(run: string | ((argument: never) => T | Promise<T>), argument?: unknown): Promise<T>;
  goto(url: string): Promise<unknown>;
  route(url: string, handler: (route: Route) => unknown): Promise<void>;
  locator(selector: string, options?: object): Element;
  getByRole(role: string, options?: object): Element;
  getByLabel(text: string | RegExp): Element;
  getByText(text: string | RegExp): Element;
  keyboard: { press(key: string): Promise<void> };
  mouse: { move(x: number, y: number): Promise<void>; wheel(dx: number, dy: number): Promise<void> };
  screenshot(options: object): Promise<unknown>;
  on(
    event: "pageerror" | "console",
    listener: (said: { message?: string; text?(): string; type?(): string }) => void,
  ): void;
  close(): Promise<void>;
}
interface Route {
  request(): { url(): string };
  fulfill(response: { contentType: string; body: string }): Promise<void>;
}
export interface Browser {
  newPage(options?: object): Promise<Page>;
  close(): Promise<void>;
}

export async function launch(): Promise<Browser> {
  installHost();
  const { chromium } = createRequire(here("../host/package.json"))("playwright-core") as {
    chromium: { launch(options: object): Promise<Browser> };
  };
  return chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
  });
}

export type PanelName = "layer-inspector" | "model-comparison" | "model-summary";
export type ThemeName = "dark" | "light" | "high-contrast";

interface Theme {
  readonly class: string;
  readonly variables: Readonly<Record<string, string>>;
}
export const themes: Readonly<Record<ThemeName, Theme>> = JSON.parse(
  readFileSync(here("themes.json"), "utf8"),
);

interface Bundle {
  readonly script: string;
  readonly styles: string;
}
const bundles = new Map<PanelName, Promise<Bundle>>();

/** The page's script and style sheet, as the extension bundles them. */
function bundleOf(panel: PanelName): Promise<Bundle> {
  const bundled = bundles.get(panel) ?? bundle(panel);
  bundles.set(panel, bundled);
  return bundled;
}

async function bundle(panel: PanelName): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: [
      { in: here(`../../client/src/panels/${panel}/ui/main.tsx`), out: "page" },
      { in: here(`../../client/src/panels/${panel}/ui/page.css`), out: "page" },
    ],
    outdir: "out",
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "error",
  });
  const named = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))!.text;
  return { script: named(".js"), styles: named(".css") };
}

export interface PanelHost<Target> {
  /** What the page says. A question's answer is what is returned. */
  receive(message: FromPage<Target>): unknown;
  /** What `getState` gives, as after a reload. */
  readonly state?: unknown;
  readonly texts?: Readonly<Record<string, string>>;
  readonly size?: { readonly width: number; readonly height: number };
  /** As the system says that a person wants less motion. */
  readonly still?: boolean;
}

export interface PanelPage {
  readonly page: Page;
  readonly errors: readonly string[];
  post(message: unknown): Promise<void>;
  state(): Promise<unknown>;
  /** Waits until an expression holds in the page, whose policy forbids Playwright's own way. */
  until(expression: string): Promise<void>;
  /** What axe objects to: rule and element. */
  violations(): Promise<readonly string[]>;
}

export async function openPanel<Target>(
  browser: Browser,
  panel: PanelName,
  theme: ThemeName,
  { receive, state, texts = {}, size = { width: 1000, height: 1200 }, still = false }: PanelHost<Target>,
): Promise<PanelPage> {
  const { script, styles } = await bundleOf(panel);
  const { class: kind, variables } = themes[theme];
  const page = await browser.newPage({ viewport: size, reducedMotion: still ? "reduce" : "no-preference" });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error.message)));
  page.on("console", (said) => {
    if (said.type?.() === "error") errors.push(said.text?.() ?? "");
  });
  await page.exposeFunction("tell", async (message: FromPage<Target>) => {
    const reply = await receive(message);
    if (message.kind === "question")
      await page.evaluate(`postMessage(${JSON.stringify({ kind: "reply", id: message.id, reply })}, "*")`);
    else if (reply !== undefined) await page.evaluate(`postMessage(${JSON.stringify(reply)}, "*")`);
  });
  await page.addInitScript(
    `{ let state = ${JSON.stringify(state ?? null) ?? "null"} ?? undefined;
       globalThis.acquireVsCodeApi = () => ({ postMessage: (message) => void tell(message), getState: () => state,
         setState: (next) => { state = next; globalThis.kept = next; } }); }`,
  );
  const names = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`);
  const policy = "default-src 'none'; style-src 'self'; script-src 'nonce-test'";
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>ConvLens</title>
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/page.css"></head>
    <body class="${kind}" data-texts="${JSON.stringify(texts).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">
    <main id="root"></main><script nonce="test" src="/page.js"></script></body></html>`;
  await page.route("**/*", (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/page.js") return route.fulfill({ contentType: "text/javascript", body: script });
    if (pathname === "/page.css") return route.fulfill({ contentType: "text/css", body: styles });
    if (pathname === "/theme.css")
      return route.fulfill({ contentType: "text/css", body: `:root { ${names.join(" ")} }` });
    return route.fulfill({ contentType: "text/html", body });
  });
  await page.goto("http://127.0.0.1/");
  return {
    page,
    errors,
    post: (message) => page.evaluate(`postMessage(${JSON.stringify(message)}, "*")`),
    state: () => page.evaluate("globalThis.kept"),
    until: (expression) => until(page, expression),
    violations: () => violationsOf(page),
  };
}

async function until(page: Page, expression: string): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await page.evaluate<boolean>(expression))) {
    if (Date.now() > end) throw new Error(`it never came to be that ${expression}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ": " + html.slice(0, 160) + " " + failureSummary)))`);
}
