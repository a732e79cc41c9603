/** `convlens check --fix`: what it mends, and what it would. */
import { expect, test } from "vitest";
import { folderWith, model } from "./convlens.ts";

test("--dry-run prints a diff that can be applied, and changes nothing", () => {
  const { run, read, git, write } = folderWith({ "src/net.ts": model(32) });
  const { status, stdout } = run("check", "--fix", "--dry-run");
  expect(status).toBe(1);
  expect(stdout).toContain("--- a/src/net.ts\n+++ b/src/net.ts\n");
  expect(stdout).toContain("-  conv2 = new nn.Conv2d(32, 64, 3);\n+  conv2 = new nn.Conv2d(16, 64, 3);");
  expect(read("src/net.ts")).toBe(model(32));
  git("init", "-q");
  write("fix.diff", stdout);
  git("apply", "fix.diff");
  expect(read("src/net.ts")).toBe(model(16));
});

test("writes what helps, and reports what is left", () => {
  const { run, read } = folderWith({ "net.ts": model(32), "right.ts": model(16) });
  const { status, stdout } = run("check", "--fix");
  expect(stdout).toBe("2 files, 2 models, 6 shapes: 0 errors, 0 warnings\n");
  expect(status).toBe(0);
  expect(read("net.ts")).toBe(model(16));
});

test("lets be what the configuration switches off", () => {
  const { run, read } = folderWith({
    "net.ts": model(32),
    "convlens.config.json": '{ "severity": { "conv-in-channels": "off" } }',
  });
  expect(run("check", "--fix").status).toBe(0);
  expect(read("net.ts")).toBe(model(32));
});
