/**
 * What the programs ask of the system, traced call by call beside a workspace that would like to be run: no socket, no other
 * program, nothing written, nothing read outside of the folder, the installation and what Node itself looks at.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

const root = new URL("../../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-traced-"));
afterAll(() => rmSync(folder, { recursive: true }));

const canary = join(folder, "canary");
const run = `require("node:fs").writeFileSync(${JSON.stringify(canary)}, "ran");`;
const FILES: Readonly<Record<string, string>> = {
  "app/package.json": JSON.stringify({
    name: "hostile",
    main: "./evil.js",
    imports: { "#evil": "./evil.js" },
    scripts: { preinstall: "node evil.js", postinstall: "node evil.js", prepare: "node evil.js" },
    prettier: "./evil.js",
    convlens: { plugins: ["./evil.js"] },
  }),
  "app/tsconfig.json": JSON.stringify({
    extends: ["./evil.js", "evil/tsconfig.json", "../outside/tsconfig.json"],
    compilerOptions: {
      plugins: [{ name: "./evil.js" }, { name: "evil" }],
      rootDirs: ["../outside"],
      paths: { out: ["../outside/k.ts"] },
    },
  }),
  "app/convlens.config.json": JSON.stringify({
    modelRoots: ["../outside"],
  }),
  "app/convlens.config.js": run,
  "app/vite.config.js": run,
  "app/evil.js": run,
  "app/.pnp.cjs": run,
  "app/node_modules/evil/package.json": '{ "name": "evil", "main": "./index.js", "types": "./index.js" }',
  "app/node_modules/evil/index.js": run,
  "app/node_modules/typescript/package.json":
    '{ "name": "typescript", "version": "9.9.9", "main": "lib/typescript.js" }',
  "app/node_modules/typescript/lib/typescript.js": run,
  "app/node_modules/@convlens/engine/package.json": '{ "name": "@convlens/engine", "main": "./index.js" }',
  "app/node_modules/@convlens/engine/index.js": run,
  "outside/k.ts": "export const k = 3;",
  "outside/secret.safetensors": "secret",
  "app/net.ts": `import { nn, randn } from "@convlens/engine";
import evil from "evil";
import "#evil";
import { k } from "out";
import config from "./convlens.config.js";
// @weights ../outside/secret.safetensors
// @sample https://attacker.example/x.png
export class Net extends nn.Module {
  conv = new nn.Conv2d(3, evil(), 3);
  "![](https://attacker.example/x.png)" = new nn.Conv2d(3, 4, 3);
  forward(x) { return this.conv.forward(x); }
}
new Net().forward(randn([1, 3, 8, 8]));
fetch("https://attacker.example"); require("node:child_process").execSync("touch ${canary}");
new nn.Conv2d(3, 4, 3).forward(randn([1, 5, 8, 8]));
`,
};
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const traces = process.platform === "linux" && spawnSync("strace", ["-o", "/dev/null", "true"]).status === 0;
const CALLS =
  "socket,connect,bind,sendto,execve,execveat,openat,open,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,truncate";

/** The calls of a run. */
/** Where the command line keeps what was compiled of it. */
const OWN = join(folder, "own");
mkdirSync(OWN);

function traced(name: string, args: readonly string[], input = ""): { calls: string[]; stdout: string } {
  const log = join(folder, `${name}.strace`);
  const { stdout, stderr } = spawnSync(
    "strace",
    ["-f", "-y", "-s", "4096", "-o", log, "-e", `trace=${CALLS}`, process.execPath, ...args],
    {
      cwd: join(folder, "app"),
      input,
      encoding: "utf8",
      timeout: 100_000,
      env: { ...process.env, TMPDIR: OWN },
    },
  );
  if (!existsSync(log)) throw new Error(stderr);
  return {
    calls: readFileSync(log, "utf8")
      .split("\n")
      .map((line) => line.replace(/^\d+\s+/, "")),
    stdout,
  };
}

function holdsTo(calls: readonly string[]): void {
  expect(calls.length).toBeGreaterThan(20);
  expect(
    calls.filter((call) => /^(socket|connect|bind|sendto)\(/.test(call) && !/AF_UNIX|socketpair/.test(call)),
  ).toEqual([]);
  expect(calls.filter((call) => /^execve(at)?\(/.test(call))).toHaveLength(1); // Node itself
  const failed = (call: string): boolean => / = -1 E/.test(call);
  const opened = calls.filter((call) => /^(openat|open|creat)\(/.test(call) && !failed(call));
  expect(
    opened.filter((call) => /O_(WRONLY|RDWR|CREAT)/.test(call) && !/"\/dev\/|"\/proc\//.test(call)),
  ).toEqual([]);
  const changed = calls.filter((call) => /^(unlink|rename|mkdir|truncate)/.test(call) && !failed(call));
  expect(changed).toEqual([]);
  const read = opened.filter((call) => !call.includes("O_DIRECTORY")); // what is in the files, not which there are
  const paths = read.map((call) => resolve(join(folder, "app"), /"([^"]*)"/.exec(call)?.[1] ?? ""));
  const allowed = [
    join(folder, "app/"),
    join(folder, "session.cjs"),
    join(folder, "outside/k.ts"), // a source imports it, as TypeScript would follow it
    root,
    ...["/proc/", "/sys/", "/dev/", "/etc/", "/lib", "/usr/"], // what Node and its libraries look at
    dirname(process.execPath),
  ];
  expect(paths.filter((path) => !allowed.some((start) => path.startsWith(start)))).toEqual([]);
  expect(existsSync(canary)).toBe(false);
}

const frame = (message: object): string => {
  const text = JSON.stringify({ jsonrpc: "2.0", ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

describe.skipIf(!traces)(
  "beside a hostile workspace, as strace sees it (skipped where there is no strace that may trace)",
  () => {
    test("the language server opens no socket, starts no program, writes nothing and reads nothing outside", () => {
      const uri = pathToFileURL(join(folder, "app/net.ts")).href;
      const at = { uri, line: 8, character: 3 };
      const input = [
        {
          id: 1,
          method: "initialize",
          params: {
            processId: null,
            rootUri: pathToFileURL(join(folder, "app")).href,
            capabilities: { textDocument: { diagnostic: {} } },
          },
        },
        { method: "initialized", params: {} },
        {
          method: "textDocument/didOpen",
          params: { textDocument: { uri, languageId: "typescript", version: 1, text: FILES["app/net.ts"] } },
        },
        { id: 2, method: "textDocument/diagnostic", params: { textDocument: { uri } } },
        {
          id: 3,
          method: "textDocument/hover",
          params: { textDocument: { uri }, position: { line: 9, character: 8 } },
        },
        { id: 4, method: "convlens/runLayer", params: { at } },
        { id: 5, method: "convlens/modelSummary", params: { at, run: true } },
        {
          id: 6,
          method: "convlens/checkWorkspace",
          params: { uris: [uri, pathToFileURL(join(folder, "outside/k.ts")).href] },
        },
        {
          id: 7,
          method: "convlens/layers",
          params: { uri: pathToFileURL(join(folder, "outside/k.ts")).href },
        },
      ];
      const ends = [{ id: 8, method: "shutdown" }, { method: "exit" }];
      const script = join(folder, "session.cjs");
      // the session waits for its answers before it says good-bye
      writeFileSync(
        script,
        `const frames = ${JSON.stringify(input.map(frame))}, ends = ${JSON.stringify(ends.map(frame))};
const { PassThrough } = require("node:stream");
const stdin = new PassThrough();
Object.defineProperty(process, "stdin", { value: stdin });
let seen = "";
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (chunk, ...rest) => {
  seen += chunk;
  if ([2, 3, 4, 5, 6, 7].every((id) => seen.includes('"id":' + id + ','))) for (const end of ends.splice(0)) stdin.write(end);
  return write(chunk, ...rest);
};
process.argv.push("--stdio");
require(${JSON.stringify(join(root, "dist/server.js"))});
for (const frame of frames) stdin.write(frame);`,
      );
      const { calls, stdout } = traced("server", [script]);
      expect(stdout).toContain("conv-in-channels");
      expect(stdout).toContain("neither open nor a file of the opened folder");
      expect(stdout).toContain("not inside of the opened folder");
      holdsTo(calls);
    });

    test("so does the command line, which follows imports where they lead", () => {
      const { calls, stdout } = traced("check", [
        join(root, "dist/cli.js"),
        "check",
        "--threads",
        "1",
        "net.ts",
      ]);
      expect(stdout).toContain("conv-in-channels");
      holdsTo(calls.filter((call) => !call.includes(`${OWN}/`)));
    });
  },
);
