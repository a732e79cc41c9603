/** Files that are not what they should be, and places where nobody may be sent to look. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type FileHost, nodeHost, Project } from "@convlens/server";
import { afterAll, describe, expect, test } from "vitest";
import { guardedHost } from "../../../server/src/disk/index.ts";
import { Workspace } from "../../../server/src/project/index.ts";

const folder = mkdtempSync(join(tmpdir(), "convlens-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes files below a folder of their own and returns it. */
function written(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const NET = (imported: string): string => `
import { nn, randn } from "@convlens/engine";
import { k } from ${JSON.stringify(imported)};
const c = new nn.Conv2d(3, 4, k);
c.forward(randn([1, 5, 8, 8]));
`;
const codes = (root: string, file: string): string[] =>
  new Project(nodeHost).analyze(join(root, file)).findings.map(({ code }) => code);

describe("a project is checked whatever its files are", () => {
  test("a tsconfig that extends a file of a package", () => {
    const root = written("extends", {
      "node_modules/@tsconfig/node20/package.json": '{ "name": "@tsconfig/node20", "version": "1.0.0" }',
      "node_modules/@tsconfig/node20/tsconfig.json": "{}",
      "tsconfig.json": '{ "extends": "@tsconfig/node20/tsconfig.json" }',
      "src/k.ts": "export const k = 3;",
      "src/net.ts": NET("./k"),
    });
    expect(codes(root, "src/net.ts")).toEqual(["conv-in-channels"]);
  });

  test.each([
    ["a link to itself", "./loop"],
    ["a name that is too long", `./${"x".repeat(300)}`],
    ["a name that no file can have", "./a\0b"],
    ["a file for a folder", "./net.ts/k"],
  ])("an import of %s is not found", (_, specifier) => {
    const root = written("imports", { "net.ts": NET(specifier) });
    rmSync(join(root, "loop.ts"), { force: true });
    symlinkSync("loop.ts", join(root, "loop.ts"));
    expect(codes(root, "net.ts")).toEqual(["conv-in-channels"]);
  });
});

test("no other machine is asked for a file", () => {
  const asked: string[] = [];
  const record = <T>(answer: T) => {
    return (path: string): T => {
      asked.push(path);
      return answer;
    };
  };
  const host: FileHost = { read: record(undefined), exists: record(true), isFolder: record(true) };
  for (const path of ["//attacker.example/share/a.ts", "\\\\attacker.example\\share\\a.ts", "/home/a\0.ts"]) {
    expect(guardedHost(host, () => ["/home/net.ts"]).exists(path)).toBe(false);
    expect(guardedHost(host, () => ["/home/net.ts"]).read(path)).toBeUndefined();
  }
  expect(asked).toEqual([]);
  // but one whose documents are open here is
  expect(guardedHost(host, () => ["//nas/home/net.ts"]).exists("//NAS/home/k.ts")).toBe(true);
});

test("the opened folder ends where its links lead out of it", () => {
  const root = written("workspace", { "in/weights.bin": "", "out/secret.bin": "" });
  symlinkSync(join(root, "out/secret.bin"), join(root, "in/link.bin"));
  const workspace = new Workspace(() => [join(root, "in")], nodeHost.realPath);
  expect(workspace.contains(join(root, "in/weights.bin"))).toBe(true);
  expect(workspace.contains(join(root, "in/../out/secret.bin"))).toBe(false);
  expect(workspace.contains(join(root, "in/link.bin"))).toBe(false);
  expect(workspace.contains(`${join(root, "in")}-other/x.bin`)).toBe(false);
  expect(workspace.contains("//attacker.example/share/x.bin")).toBe(false);
});
