/** The engine in headless Chromium: the golden values again, with shared memory and threads, and without. */

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAMILIES } from "../golden/golden.ts";
import { installHost } from "../host/install.mjs";
import { findChromium } from "../host/paths.mjs";

const here = (path: string): string => new URL(path, import.meta.url).pathname;

interface Page {
  goto(url: string): Promise<unknown>;
  evaluate<T>(script: string): Promise<T>;
}
interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

async function launch(): Promise<Browser> {
  installHost();
  const { chromium } = createRequire(here("../host/package.json"))("playwright-core") as {
    chromium: { launch(options: object): Promise<Browser> };
  };
  return chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
  });
}

/** Serves the page, its script and the golden data; isolated pages may share memory between threads. */
async function serve(script: string, isolated: boolean): Promise<Server> {
  const headers = isolated
    ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
    : {};
  const server = createServer(({ url = "/" }, response) => {
    const golden = /^\/golden\/([\w.]+)$/.exec(url)?.[1];
    const [type, body] = golden
      ? ["application/octet-stream", gunzipSync(readFileSync(here(`../golden/values/${golden}.gz`)))]
      : url === "/page.js"
        ? ["text/javascript", script]
        : ["text/html", '<!doctype html><script type="module" src="/page.js"></script>'];
    response.writeHead(200, { ...headers, "content-type": type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("in Chromium", () => {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [here("golden-page.ts")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "neutral",
      mainFields: ["browser", "module", "main"],
      conditions: ["browser"],
      external: ["node:*"],
      tsconfig: here("../../tsconfig.base.json"),
      logLevel: "error",
    });
    script = outputFiles[0]!.text;
    browser = await launch();
  }, 600_000);
  afterAll(() => browser?.close());

  for (const isolated of [true, false]) {
    test(isolated ? "with shared memory" : "without shared memory", async () => {
      const server = await serve(script, isolated);
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.evaluate(
        "new Promise((done) => { const look = () => globalThis.runFamily ? done() : setTimeout(look, 10); look(); })",
      );
      expect(await page.evaluate("crossOriginIsolated")).toBe(isolated);
      for (const family of FAMILIES) {
        const { cases, worst } = await page.evaluate<{ cases: number; worst: number }>(
          `runFamily(${JSON.stringify(family)})`,
        );
        expect(cases, family).toBeGreaterThan(0);
        expect(worst, family).toBeLessThanOrEqual(1e-5);
      }
      server.close();
    }, 300_000);
  }
});
