/** A real VS Code on a folder that nobody trusts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { installHost } from "../host/install.mjs";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-untrusted-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("untrusted, models are checked, and settings of the folder choose no file", async () => {
  installHost();
  mkdirSync(join(folder, "app/.vscode"), { recursive: true });
  writeFileSync(
    join(folder, "app/.vscode/settings.json"),
    JSON.stringify({ "convlens.preview.sample": "/etc/hostname", "convlens.preview.seed": 7 }),
  );
  writeFileSync(
    join(folder, "app/net.ts"),
    'import { nn, randn } from "@convlens/engine";\nnew nn.Conv2d(3, 4, 3).forward(randn([1, 5, 8, 8]));\n',
  );
  const tests = join(root, ".cache/editor-untrusted.cjs");
  await build({
    entryPoints: [join(root, "test/editor/untrusted/index.ts")],
    outfile: tests,
    bundle: true,
    platform: "node",
    format: "cjs",
    external: ["vscode"],
    logLevel: "warning",
  });
  const said: unknown[] = [];
  const { startHost } = (await import(new URL("../host/host.mjs", import.meta.url).pathname)) as {
    startHost(options: object): Promise<{ exitCode: Promise<number>; stop(): Promise<void> }>;
  };
  const host = await startHost({
    workspace: join(folder, "app"),
    extension: root,
    tests,
    trust: true,
    onLog: (_type: string, parts: unknown[]) => said.push(...parts),
  });
  try {
    expect(await host.exitCode, said.slice(-5).join("\n")).toBe(0);
  } finally {
    await host.stop();
  }
}, 240_000);
