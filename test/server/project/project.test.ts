/** Files together: what an import means, what an open document hides, and what an edit makes stale. */
import { Project } from "@convlens/server";
import { describe, expect, test } from "vitest";
import { createResolver } from "../../../server/src/project/index.ts";
import { memoryHost, memoryProject } from "../memory-project.ts";

const block = `import { nn, type Tensor } from "@convlens/engine";
export class Block extends nn.Module {
  conv = new nn.Conv2d(3, 8, 3);
  forward(x: Tensor): Tensor { return this.conv.forward(x); }
}
`;
const net = `import { nn, type Tensor } from "@convlens/engine";
import { Block } from "./block.ts";
export class Net extends nn.Module {
  block = new Block();
  head = new nn.Conv2d(8, 4, 1);
  forward(x: Tensor): Tensor { return this.head.forward(this.block.forward(x)); }
}
`;
const other = "export const a = 1;\n";

describe("resolution", () => {
  const resolver = createResolver(
    memoryHost({
      "/p/tsconfig.json": '{ "extends": "./base.json", /* comments are fine */ }',
      "/p/base.json": '{ "compilerOptions": { "paths": { "@models/*": ["./src/models/*"] } } }',
      "/p/src/net.ts": "",
      "/p/src/block.ts": "",
      "/p/src/models/index.ts": "",
      "/p/src/models/unet.tsx": "",
      "/p/src/plain.js": "",
      "/p/src/types.d.ts": "",
      "/p/node_modules/lib/package.json": '{ "name": "lib", "main": "index.js" }',
      "/p/node_modules/lib/index.js": "",
    }),
  );
  test.each([
    ["./block", "/p/src/block.ts"],
    ["./block.ts", "/p/src/block.ts"],
    ["./block.js", "/p/src/block.ts"],
    ["./plain", "/p/src/plain.js"],
    ["./models", "/p/src/models/index.ts"],
    ["@models/unet", "/p/src/models/unet.tsx"],
    ["lib", undefined],
    ["./types", undefined],
    ["./missing", undefined],
    ["@convlens/engine", undefined],
  ])("%s", (specifier, expected) => {
    expect(resolver.resolve(specifier, "/p/src/net.ts")).toBe(expected);
  });
});

describe("a project", () => {
  const codes = (project: Project) => project.analyze("/net.ts").findings.map(({ code }) => code);
  const files = { "/net.ts": net, "/block.ts": block, "/other.ts": other };
  const narrow = block.replace("Conv2d(3, 8", "Conv2d(3, 6");

  test("prefers the editor's text to the disk's, until it is closed", () => {
    const project = memoryProject(files);
    expect(codes(project)).toEqual([]);
    project.setOpen("/block.ts", narrow);
    expect(codes(project)).toEqual(["conv-in-channels"]);
    project.close("/block.ts");
    expect(codes(project)).toEqual([]);
  });

  test("follows edits, also of a file that nobody has opened", () => {
    const project = memoryProject(files);
    expect(codes(project)).toEqual([]);
    const at = block.indexOf("8", block.indexOf("Conv2d(3, 8"));
    project.edit("/block.ts", at, at + 1, "6");
    expect(project.source("/block.ts")?.text).toBe(narrow);
    expect(codes(project)).toEqual(["conv-in-channels"]);
    project.edit("/block.ts", at, at + 1, "8");
    expect(codes(project)).toEqual([]);
  });

  test("sees what was written outside of the editor", () => {
    const disk: Record<string, string> = { ...files };
    const project = new Project(memoryHost(disk));
    expect(codes(project)).toEqual([]);
    disk["/block.ts"] = narrow;
    project.diskChanged("/block.ts");
    expect(codes(project)).toEqual(["conv-in-channels"]);
  });

  test("finds a file that did not exist when it was first imported", () => {
    const project = memoryProject({ "/net.ts": net });
    expect(project.analyze("/net.ts").layers).toHaveLength(1);
    project.setOpen("/block.ts", narrow);
    expect(codes(project)).toEqual(["conv-in-channels"]);
  });

  test("looks again only at what has read the changed file", () => {
    const project = memoryProject(files);
    const [before, apart] = [project.analyze("/net.ts"), project.analyze("/other.ts")];
    expect(project.dependents("/block.ts")).toEqual(["/net.ts"]);
    project.setOpen("/block.ts", narrow);
    expect(project.analyze("/other.ts")).toBe(apart);
    expect(project.analyze("/net.ts")).not.toBe(before);
    expect(project.analyze("/net.ts")).toBe(project.analyze("/net.ts"));
  });

  test("knows of a file that it let go whether it is what it was", () => {
    const project = memoryProject(files);
    expect(project.isSame("/net.ts")).toBe(false); // never looked at
    const before = project.analyze("/net.ts");
    project.forget("/net.ts");
    expect(project.isSame("/net.ts")).toBe(true);
    project.setOpen("/block.ts", narrow);
    expect(project.isSame("/net.ts")).toBe(false);
    expect(codes(project)).toEqual(["conv-in-channels"]);
    project.setOpen("/block.ts", block);
    expect(project.analyze("/net.ts").findings).toEqual(before.findings);
  });

  test("does not look into files that nobody has written by hand", () => {
    const project = memoryProject({ "/net.ts": net, "/block.ts": block + " ".repeat(1_000_000) });
    expect(project.module("/block.ts")).toBeUndefined();
    expect(project.analyze("/block.ts").layers).toEqual([]);
    expect(codes(project)).toEqual([]);
  });

  test("tries texts on a copy without touching its own", () => {
    const project = memoryProject(files);
    expect(codes(project.overlay(new Map([["/block.ts", narrow]])))).toEqual(["conv-in-channels"]);
    expect(codes(project)).toEqual([]);
  });

  test("has nothing to settle where the pieces agree with the whole", () => {
    const project = memoryProject(files);
    for (const text of [narrow, block, `${block}\n`, narrow]) {
      project.setOpen("/block.ts", text);
      project.module("/block.ts");
    }
    const analysis = project.analyze("/net.ts");
    expect(project.settle("/block.ts")).toBe(false);
    expect(project.settle("/never-opened.ts")).toBe(false);
    expect(project.analyze("/net.ts")).toBe(analysis);
  });
});
