/** The same sources give the same bytes. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-reproducible-"));
afterAll(() => rmSync(folder, { recursive: true }));

function packed(name: string, umask: string): Record<string, string> {
  const to = join(folder, name);
  mkdirSync(to);
  const { status, stderr } = spawnSync("sh", ["-c", `umask ${umask}; node scripts/pack.mjs ${to}`], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TZ: name === "first" ? "UTC" : "Asia/Shanghai" },
  });
  expect(status, stderr).toBe(0);
  return Object.fromEntries(
    readdirSync(to)
      .sort()
      .map((file) => [
        file,
        createHash("sha256")
          .update(readFileSync(join(to, file)))
          .digest("hex"),
      ]),
  );
}

test("two packings, by other people and in another time zone, are one", () => {
  const first = packed("first", "022");
  expect(Object.keys(first)).toHaveLength(3);
  expect(packed("second", "077")).toEqual(first);
}, 900_000);
