/** Compiled code that is kept: the same results, whatever lies in the folder. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { runCompiled } from "../../../server/src/disk/index.ts";

function place() {
  const root = mkdtempSync(join(tmpdir(), "convlens-compiled-"));
  const script = join(root, "sum.js");
  const folder = join(root, "kept");
  const write = (text: string): void => writeFileSync(script, text);
  write(
    `const { basename } = require("node:path"); exports.name = basename(__filename); exports.sum = (a, b) => a + b;`,
  );
  const kept = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);
  return { script, folder, write, kept };
}
const run = (script: string, folder?: string) => {
  const { exports, keep } = runCompiled(script, folder);
  return { ...(exports as { name: string; sum(a: number, b: number): number }), keep };
};
const whole = (names: readonly string[]) => names.filter((name) => name.endsWith(".compiled"));

describe("a script as it was compiled the last time", () => {
  test("is kept when it is asked for, and gives the same", async () => {
    const { script, folder, kept } = place();
    const first = run(script, folder);
    expect(first.sum(3, 4)).toBe(7);
    expect(kept()).toEqual([]);
    first.keep();
    await vi.waitFor(() => expect(whole(kept())).toHaveLength(1));
    const before = kept();
    const second = run(script, folder);
    expect([second.name, second.sum(3, 4)]).toEqual(["sum.js", 7]);
    second.keep();
    await new Promise((resolve) => setTimeout(resolve, 50)); // nothing is written, however long one waits
    expect(kept()).toEqual(before);
  });

  test("is kept again when more of it was compiled", async () => {
    const { script, folder, kept } = place();
    run(script, folder).keep();
    await vi.waitFor(() => expect(whole(kept())).toHaveLength(1));
    const size = () => statSync(join(folder, whole(kept())[0]!)).size;
    const before = size();
    const { sum, keep } = run(script, folder);
    expect(sum(3, 4)).toBe(7);
    keep();
    await vi.waitFor(() => expect(size()).toBeGreaterThan(before));
  });

  test("is another one when the script has changed", async () => {
    const { script, folder, write, kept } = place();
    run(script, folder).keep();
    await vi.waitFor(() => expect(whole(kept())).toHaveLength(1));
    write(`exports.sum = (a, b) => a * b; // é`);
    const changed = run(script, folder);
    expect(changed.sum(3, 4)).toBe(12);
    changed.keep();
    await vi.waitFor(() => expect(whole(kept())).toHaveLength(2));
  });

  test("is made anew where what lies there is none", async () => {
    const { script, folder, kept } = place();
    run(script, folder).keep();
    await vi.waitFor(() => expect(whole(kept())).toHaveLength(1));
    for (const bytes of [new Uint8Array(0), new Uint8Array(5000), new Uint8Array(300).fill(7)]) {
      writeFileSync(join(folder, kept()[0]!), bytes);
      expect(run(script, folder).sum(1, 2)).toBe(3);
    }
  });

  test("is not taken from a folder that others may write to, nor kept without one", async () => {
    const { script, folder, kept } = place();
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    run(script, folder).keep();
    run(script).keep();
    const other = place();
    run(other.script, other.folder).keep();
    await vi.waitFor(() => expect(whole(other.kept())).toHaveLength(1)); // by then the others were written, too
    if (process.getuid) expect(kept()).toEqual([]);
    expect(run(script, script).sum(2, 2)).toBe(4); // a file where a folder should be
  });
});
