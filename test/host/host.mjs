// A headless VS Code: code-server, its workbench opened in headless Chromium.
//
//   const host = await startHost({ workspace, extension, tests });
//   host.page            the Playwright page that shows the workbench
//   await host.exitCode  what the extension's tests ended with (with `tests` only)
//   await host.stop()
//
// With `web: { folder, tests, isolated }` the extension in that folder runs in the web extension host instead.
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { findChromium } from "./paths.mjs";
import { startServer } from "./server.mjs";
import { startProxy } from "./web-proxy.mjs";

/** Exit codes beside the tests' own 0 and 1. */
export const exits = {
  pageCrashed: 70,
  serverDied: 71,
  notStarted: 72,
  extensionHostDied: 73,
  timeout: 124,
  interrupted: 130,
};

/**
 * @param {{ workspace?: string, extension?: string, tests?: string, payload?: [string, string][], settings?: object,
 *   trust?: boolean,
 *   userDataDir?: string, extensionsDir?: string, env?: object, viewport?: { width: number, height: number },
 *   scale?: number, locale?: string, language?: string,
 *   web?: { folder: string, tests?: string, isolated?: boolean },
 *   onLog?: (type: string, args: unknown[]) => void, onPage?: (kind: string, text: string) => void,
 *   onOutput?: (text: string) => void }} options
 *   `language` is the editor's, as extensions are told: "zh-cn"; its own words need a language pack.
 *   `extension` is the folder of an extension under development, `tests` the module with its `run()`.
 */
export async function startHost(options = {}) {
  const server = await startServer(options);
  let context;
  let proxy;
  const stop = async () => {
    await context?.close().catch(() => {});
    proxy?.stop();
    await server.stop();
  };
  try {
    if (options.web) proxy = await startProxy({ port: server.port, ...options.web });
    const port = proxy?.port ?? server.port;
    context = await openBrowser(
      join(server.scratch, "chromium"),
      options.viewport,
      options.scale,
      options.locale,
    );
    const page = context.pages()[0] ?? (await context.newPage());
    await context.grantPermissions(["clipboard-read", "clipboard-write"], {
      origin: `http://127.0.0.1:${port}`,
    });
    // the page takes it for what its language pack has said
    if (options.language)
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = ${JSON.stringify(options.language)}`);
    let exit;
    const exitCode = new Promise((done) => {
      exit = done;
    });
    await watchForExit(page, server, options, exit);
    const url = workbenchUrl({ ...server, port }, options);
    await page.goto(url, { timeout: 120_000 });
    await page.waitForSelector(".monaco-workbench", { timeout: 120_000 });
    return { page, url, exitCode, stop, output: server.output };
  } catch (error) {
    const said = server.output().slice(-4000);
    await stop();
    throw new Error(`${error.stack ?? error}\ncode-server said:\n${said}`);
  }
}

/** Serves the same for a person's own browser: returns the address, and `stop()`. */
export async function serveHost(options) {
  const server = await startServer(options);
  return { url: workbenchUrl(server, options), stop: server.stop };
}

/** The page's address: which folder it opens, which extension it develops and which tests it runs. */
function workbenchUrl({ port, scratch }, { workspace, extension, tests, payload = [] }) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${pathToFileURL(resolve(path)).pathname}`;
  const all = [["skipWelcome", "true"], ["skipReleaseNotes", "true"], ...payload];
  if (extension) all.push(["extensionDevelopmentPath", remote(extension)]);
  if (tests) all.push(["extensionTestsPath", remote(writeRunner(scratch, resolve(tests)))]);
  const url = new URL(`http://127.0.0.1:${port}`);
  if (workspace)
    url.searchParams.set(statSync(workspace).isDirectory() ? "folder" : "workspace", resolve(workspace));
  else url.searchParams.set("ew", "true");
  url.searchParams.set("payload", JSON.stringify(all));
  return url.toString();
}

async function openBrowser(profile, viewport = { width: 1280, height: 860 }, scale = 1, locale = "en-US") {
  const { chromium } = await import("playwright-core");
  return chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    viewport,
    deviceScaleFactor: scale,
    locale,
    // else Playwright ends the process before stop() has run
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
}

/** Calls `exit` with the tests' code, or with one of `exits` where they can't end. */
async function watchForExit(page, server, { tests, onLog, onPage }, exit) {
  page.on("pageerror", (error) => onPage?.("error", String(error)));
  page.on("console", (message) => onPage?.(`console.${message.type()}`, message.text()));
  page.on("crash", () => exit(exits.pageCrashed));
  void server.gone.then(() => exit(exits.serverDied));
  await page.exposeFunction("codeAutomationLog", (type, args) => onLog?.(type, args));
  await page.exposeFunction("codeAutomationExit", (said) => {
    // VS Code says 0 too when its extension host crashes: believe it only when the tests came to their end
    const finished = !tests || existsSync(join(server.scratch, "finished"));
    exit(finished ? said : exits.extensionHostDied);
  });
}

/** Wraps the tests' module in one that leaves the file `finished` behind when they have ended. */
function writeRunner(scratch, tests) {
  const file = join(scratch, "runner.cjs");
  writeFileSync(
    file,
    `exports.run = async () => {
  try {
    await require(${JSON.stringify(tests)}).run();
  } finally {
    require("node:fs").writeFileSync(${JSON.stringify(join(scratch, "finished"))}, "");
  }
};
`,
  );
  return file;
}
