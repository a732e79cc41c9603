/** The same sources give the same bytes. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-reproducible-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Hashes of the packages. It takes minutes, in which vitest wants to hear of its worker: nothing here waits in the way. */
async function packed(name: string, umask: string): Promise<Record<string, string>> {
  const to = join(folder, name);
  mkdirSync(to);
  await promisify(execFile)("sh", ["-c", `umask ${umask}; node scripts/pack.mjs ${to}`], {
    cwd: root,
    env: { ...process.env, TZ: name === "first" ? "UTC" : "Asia/Shanghai" },
    maxBuffer: 2 ** 26,
  });
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

test("two packings, by other people and in another time zone, are one", async () => {
  const first = await packed("first", "022");
  expect(Object.keys(first)).toHaveLength(3);
  expect(await packed("second", "077")).toEqual(first);
}, 900_000);
