/** The terminal when something goes wrong: a mistake of ours in one file, a disk that takes nothing, two runs at a time. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cli, folderWith, model } from "./convlens.ts";

test("a mistake of ours in one file costs that file: the others are checked, one line tells it, the exit code is 2", () => {
  const { run, runWith, path } = folderWith({
    "a-wrong.ts": model(32),
    "b-bad.ts": `${model(16)}export const provoked = 1;\n`,
    "c-wrong.ts": model(32),
    "broken.cjs": `const { get } = Map.prototype;
Map.prototype.get = function (key) {
  if (key === "provoked") throw new TypeError("a mistake");
  return get.call(this, key);
};
`,
  });
  expect(run("check").status).toBe(1);
  for (const threads of ["1", "2"]) {
    const env = { NODE_OPTIONS: `--require=${join(path, "broken.cjs")}` };
    const { status, stdout, stderr } = runWith({ env }, "check", "--threads", threads);
    expect(status).toBe(2);
    expect(stdout.match(/^error\[conv-in-channels\]/gm)).toHaveLength(2);
    const lines = stderr.trim().split("\n");
    expect(lines).toEqual([expect.stringMatching(/b-bad\.ts.*a mistake in ConvLens: TypeError: a mistake$/)]);
  }
});

describe("a cache that cannot be kept costs nothing but the cache", () => {
  const { run, path, write } = folderWith({ "wrong.ts": model(32), "a-file": "" });
  const plain = run("check").stdout;

  test("on a disk that is full", () => {
    // no file may grow: what a full disk does to a program that may not mount one
    const shell = `ulimit -f 0; exec "${process.execPath}" "${cli}" check --cache --cache-location c/cache.json`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", shell], { cwd: path, encoding: "utf8" });
    expect(stdout).toBe(plain);
    expect(stderr).toMatch(/^convlens: nothing is remembered for the next run: EFBIG/);
    expect(status).toBe(1);
    expect(readdirSync(join(path, "c"))).toEqual([]);
  });

  test("at a place where nothing can be written", () => {
    const { status, stdout, stderr } = run("check", "--cache", "--cache-location", "a-file/cache.json");
    expect(stdout).toBe(plain);
    expect(stderr).toMatch(/^convlens: nothing is remembered for the next run: (ENOTDIR|EEXIST)/);
    expect(status).toBe(1);
  });

  test.each(["", "null", "[]", '{"wrong.ts": 3}', '{ "', "\0\0"])("that holds %j", (text) => {
    write("cache.json", text);
    expect(run("check", "--cache", "--cache-location", "cache.json")).toMatchObject({
      stdout: plain,
      stderr: "",
    });
  });

  test("whose entries are of somebody else's making", () => {
    run("check", "--cache", "--cache-location", "mine.json");
    const mine = JSON.parse(readFileSync(join(path, "mine.json"), "utf8"));
    for (const change of [
      { inputs: 3 },
      { imports: [3] },
      { result: null },
      { result: {} },
      { inputs: [null] },
    ]) {
      const entries = Object.entries(mine).map(([file, entry]) => [
        file,
        { ...(entry as object), ...change },
      ]);
      write("theirs.json", JSON.stringify(Object.fromEntries(entries)));
      expect(run("check", "--cache", "--cache-location", "theirs.json")).toMatchObject({
        stdout: plain,
        stderr: "",
      });
    }
  });
});

test("two runs at a time share a cache, and both are right", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`net${i}.ts`, model(i % 2 ? 16 : 32)]),
  );
  const { path, run } = folderWith(files);
  const plain = run("check").stdout;
  const args = ["check", "--cache", "--cache-location", "cache.json", "--threads", "1"];
  const once = (): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [cli, ...args], {
        cwd: path,
        stdio: ["ignore", "pipe", "inherit"],
      });
      let text = "";
      child.stdout.on("data", (part) => {
        text += part;
      });
      child.once("close", () => resolve(text));
    });
  for (let round = 0; round < 2; round++)
    for (const text of await Promise.all([once(), once(), once()])) expect(text).toBe(plain);
  expect(Object.keys(JSON.parse(readFileSync(join(path, "cache.json"), "utf8")))).toHaveLength(30);
  expect(readdirSync(path).filter((name) => name.startsWith("cache.json"))).toEqual(["cache.json"]);
  expect(existsSync(join(path, "cache.json"))).toBe(true);
});

test("what was compiled is kept in the temporary folder, and said the same with it, unless that is forbidden", () => {
  const { runWith, path } = folderWith({ "net.ts": model(32), "kept/.keep": "", "none/.keep": "" });
  const check = (folder: string, more: Record<string, string> = {}) => {
    const [TMPDIR, TEMP] = [join(path, folder), join(path, folder)];
    return runWith({ env: { TMPDIR, TEMP, ...more } }, "check", "net.ts");
  };
  const kept = (folder: string) => readdirSync(join(path, folder)).filter((name) => name !== ".keep");
  const first = check("kept");
  expect(first.status).toBe(1);
  expect(kept("kept")).toHaveLength(1);
  expect(check("kept")).toEqual(first);
  expect(check("none", { NODE_DISABLE_COMPILE_CACHE: "1" })).toEqual(first);
  expect(kept("none")).toEqual([]);
});
