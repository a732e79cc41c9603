/** `convlens check` in a repository: what changed, what is remembered, many files on many threads. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { cli, folderWith, model } from "./convlens.ts";

const paths = (stdout: string): string[] =>
  JSON.parse(stdout).files.map(({ path }: { path: string }) => path);

const importer = (from: string): string => `import { Net } from "./${from}";
export const net = new Net();
`;

describe("--changed", () => {
  const { run, git, write } = folderWith({
    "a.ts": model(16),
    "uses-a.ts": importer("a"),
    "uses-it.ts": 'export * from "./uses-a";\n',
    "b.ts": model(16),
  });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "first");
  const changed = (...args: string[]): string[] =>
    paths(run("check", "--format=json", "--no-shapes", ...args).stdout);

  test("nothing, where nothing is", () => expect(changed("--changed")).toEqual([]));

  test("what differs, what is new, and what imports them", () => {
    write("a.ts", model(32));
    write("new.ts", model(16));
    expect(changed("--changed")).toEqual(["a.ts", "new.ts", "uses-a.ts", "uses-it.ts"]);
    git("add", "-A");
    git("commit", "-qm", "second");
    expect(changed("--changed")).toEqual([]);
    expect(changed("--changed=HEAD~1")).toEqual(["a.ts", "new.ts", "uses-a.ts", "uses-it.ts"]);
  });

  test("a path behind it is a path; an unknown revision is said", () => {
    write("b.ts", model(32));
    expect(changed("--changed", "b.ts")).toEqual(["b.ts"]);
    const { status, stderr } = run("check", "--changed=nowhere");
    expect([status, stderr]).toEqual([2, "convlens: --changed nowhere: there is no such revision\n"]);
  });
});

describe("--cache", () => {
  test("gives the same report, and notices what changed beside a file", () => {
    const { run, write, path } = folderWith({
      "width.ts": "export const width = 16;\n",
      "net.ts": `import { width } from "./width";\n${model(16).replace("(16, 64", "(width, 64")}`,
    });
    const check = (...args: string[]) => run("check", "--format=json", "--cache", ...args);
    const plain = run("check", "--format=json").stdout;
    expect(check().stdout).toBe(plain);
    expect(existsSync(join(path, "node_modules/.cache/convlens.json"))).toBe(true);
    expect(check().stdout).toBe(plain);
    write("width.ts", "export const width = 32;\n");
    const { status, stdout } = check();
    expect(status).toBe(1);
    expect(stdout).toBe(run("check", "--format=json").stdout);
    write("convlens.config.json", '{ "severity": { "conv-in-channels": "warning" } }');
    expect(check().status).toBe(0);
    write("width/index.ts", "export const width = 32;\n");
    write("width.ts", "export const width = 16;\n");
    expect(check().stdout).toBe(run("check", "--format=json").stdout);
  });

  test("one that cannot be read is as good as none", () => {
    const { run, write } = folderWith({ "net.ts": model(32) });
    write("cache.json", "{ half");
    expect(run("check", "--cache", "--cache-location", "cache.json").status).toBe(1);
    expect(run("check", "--cache", "--cache-location", "cache.json").status).toBe(1);
  });
});

test("many threads say what one says, in the same order", () => {
  const files = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [`m${i}.ts`, model(i % 10 === 0 ? 32 : 16)]),
  );
  const { run } = folderWith(files);
  const [one, many] = ["1", "4"].map((threads) => run("check", "--format=json", "--threads", threads));
  expect(JSON.parse(one!.stdout).files).toHaveLength(200);
  expect(many).toEqual(one);
});

test("--watch checks again when a file changes, and ends when it is told to", async () => {
  const { path, write } = folderWith({ "net.ts": model(16) });
  onTestFinished(() => void child.kill("SIGKILL"));
  const child = spawn(process.execPath, [cli, "check", "--watch"], { cwd: path });
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
  });
  const until = async (text: string): Promise<void> => {
    for (let i = 0; i < 600 && !said.includes(text); i++) await new Promise((done) => setTimeout(done, 50));
    expect(said).toContain(text);
  };
  await until("0 errors");
  write("net.ts", model(32));
  await until("1 error");
  const code = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  expect(await code).toBe(0);
});
