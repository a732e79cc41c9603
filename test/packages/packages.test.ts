/** What is published, as a stranger has it: packed, installed from its file into an empty folder, and used there. */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { unzipSync } from "fflate";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convlens-packages-"));
const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const engine = join(folder, `convlens-engine-${version}.tgz`);
const commandLine = join(folder, `convlens-${version}.tgz`);
const vsix = join(folder, `convlens-${version}.vsix`);

function run(cwd: string, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  return { status, stdout, stderr, all: stdout + stderr };
}
const node = (cwd: string, ...args: string[]) => run(cwd, process.execPath, ...args);

/** An empty project with these tarballs installed, without the network. */
function fresh(name: string, ...tarballs: string[]): string {
  const project = join(folder, name);
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
  const installed = run(project, "npm", "install", "--offline", "--no-audit", "--no-fund", ...tarballs);
  expect(installed.all).toContain(`added ${tarballs.length} package`);
  return project;
}

beforeAll(() => {
  const packed = node(root, "scripts/pack.mjs", folder);
  expect(packed.status, packed.all).toBe(0);
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true }));

test("all parts have one version", () => {
  for (const part of ["engine", "server", "client", "cli"])
    expect(JSON.parse(readFileSync(`${root}${part}/package.json`, "utf8")).version, part).toBe(version);
});

describe("the library", () => {
  const types = ["--noEmit", "--strict", "--skipLibCheck", "false", "--target", "es2022"];
  let project: string;
  beforeAll(() => {
    project = fresh("library", engine);
    writeFileSync(
      join(project, "use.ts"),
      `import { F, nn, randn } from "@convlens/engine";
      import { add } from "@convlens/engine/dims";
      import { writePng } from "@convlens/engine/io";
      import { torchLayers } from "@convlens/engine/specs";
      export const shape: readonly number[] = new nn.Conv2d(3, 8, 3).forward(F.relu(randn([1, 3, 8, 8]))).shape;
      export const more = [add, writePng, torchLayers];`,
    );
  });

  test("keeps what registers itself when a bundler shakes it", async () => {
    const bundled = async (sideEffects: boolean): Promise<number> => {
      const { outputFiles } = await build({
        stdin: { contents: 'export * from "@convlens/engine/graph";', resolveDir: project },
        bundle: true,
        write: false,
        format: "esm",
        ignoreAnnotations: sideEffects,
      });
      return outputFiles[0]!.text.length;
    };
    expect(await bundled(false)).toBeGreaterThan(0.9 * (await bundled(true)));
  });

  test("gives pages that count kilobytes what they import, and no other layers", async () => {
    const bundled = async (contents: string): Promise<string> => {
      const { outputFiles } = await build({
        stdin: { contents, resolveDir: project },
        bundle: true,
        minify: true,
        write: false,
        format: "esm",
        external: ["node:*"],
      });
      return outputFiles[0]!.text;
    };
    const all = await bundled('export * from "@convlens/engine";');
    const tensors = await bundled(
      'import { randn } from "@convlens/engine"; console.log(randn(2, 3).shape.join());',
    );
    const layer = await bundled(
      `import { randn } from "@convlens/engine";
      import { LazyConv2d } from "@convlens/engine/nn";
      import { relu } from "@convlens/engine/functional";
      console.log(relu(new LazyConv2d(4, 3).forward(randn(1, 3, 5, 5))).shape.join());`,
    );
    expect(tensors.length).toBeLessThan(0.75 * all.length);
    expect(layer.length).toBeLessThan(0.82 * all.length);
    writeFileSync(join(project, "tensors.mjs"), tensors);
    expect(node(project, "tensors.mjs")).toMatchObject({ status: 0, stdout: "2,3\n", stderr: "" });
    writeFileSync(join(project, "layer.mjs"), layer);
    expect(node(project, "layer.mjs")).toMatchObject({ status: 0, stdout: "1,4,3,3\n", stderr: "" });
  });

  test("computes, and brings nothing with it", () => {
    writeFileSync(
      join(project, "run.mjs"),
      `import { nn, randn } from "@convlens/engine";
      import { readNpy, writeNpy } from "@convlens/engine/io";
      console.log(readNpy(writeNpy(new nn.Conv2d(3, 8, 3).forward(randn([1, 3, 8, 8])))).shape.join());`,
    );
    expect(node(project, "run.mjs")).toMatchObject({ status: 0, stdout: "1,8,6,6\n", stderr: "" });
  });

  test.each([
    ["a browser", "es2022,dom", "esnext", "bundler"],
    ["Node", "es2022", "nodenext", "nodenext"],
    ["neither", "es2022", "esnext", "bundler"],
  ])(
    "has types that pass in a project for %s, its own declarations checked",
    (_, lib, module, resolution) => {
      const options = [...types, "--lib", lib, "--module", module, "--moduleResolution", resolution];
      for (const compiler of ["typescript", "typescript6"])
        expect(
          node(project, `${root}node_modules/${compiler}/bin/tsc`, ...options, "use.ts").all,
          compiler,
        ).toBe("");
    },
  );

  test("is packed as publint and attw want it", async () => {
    const tarball = readFileSync(engine);
    const { messages } = await publint({
      pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) },
    });
    expect(messages).toEqual([]);
    // it is of ES modules only, which newer versions of Node require() too
    const attw = node(
      root,
      "node_modules/@arethetypeswrong/cli/dist/index.js",
      engine,
      "--ignore-rules",
      "cjs-resolves-to-esm",
    );
    expect(attw.status, attw.all).toBe(0);
  });
});

describe("the command line", () => {
  let project: string;
  beforeAll(() => {
    project = fresh("command-line", commandLine);
    writeFileSync(
      join(project, "net.ts"),
      `import { nn, randn } from "@convlens/engine";
export const net = new nn.Sequential(new nn.Conv2d(3, 8, 3), new nn.ReLU());
export const y = net.forward(randn([1, 3, 8, 8]));
export const z = new nn.Conv2d(4, 8, 3).forward(y);
`,
    );
  });
  const convlens = (...args: string[]) => run(project, "npx", "--no-install", "convlens", ...args);

  test("is packed as publint wants it, with its rule pages, its schema and the licences of what it bundles", async () => {
    const { messages } = await publint({ pkgDir: join(project, "node_modules/convlens"), pack: false });
    expect(messages).toEqual([]);
    for (const part of ["docs/rules/conv-in-channels.md", "schemas/convlens.config.schema.json", "LICENSE"])
      expect(readFileSync(join(project, "node_modules/convlens", part), "utf8"), part).not.toBe("");
    const notices = readFileSync(join(project, "node_modules/convlens/ThirdPartyNotices.txt"), "utf8");
    for (const name of ["typescript", "commander", "@modelcontextprotocol/sdk", "zod"])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
    expect(notices).not.toMatch(/^express \d/m); // of the protocol's library the part for pipes alone
  });

  test("finds what is wrong, with nothing else installed", () => {
    const { status, stdout } = convlens("check", "net.ts");
    expect(stdout).toContain("error[conv-in-channels]");
    expect(status).toBe(1);
  });

  /** What a server answers to its first message, while its input stays open. */
  async function firstAnswer(command: string, message: string): Promise<string> {
    const child = spawn("npx", ["--no-install", "convlens", command], { cwd: project });
    onTestFinished(() => void child.kill());
    child.stdin.write(message);
    let said = "";
    for await (const data of child.stdout) {
      said += data;
      if (said.includes("serverInfo")) break;
    }
    return said;
  }
  const initialize = (params: object): string =>
    JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params });

  test("serves editors", async () => {
    const message = initialize({ processId: null, rootUri: null, capabilities: {} });
    expect(await firstAnswer("lsp", `Content-Length: ${message.length}\r\n\r\n${message}`)).toContain(
      `"serverInfo":{"name":"ConvLens","version":"${version}"}`,
    );
  });

  test("serves assistants", async () => {
    const clientInfo = { name: "test", version: "1" };
    const message = initialize({ protocolVersion: "2025-06-18", capabilities: {}, clientInfo });
    expect(await firstAnswer("mcp", `${message}\n`)).toContain(
      `"serverInfo":{"name":"convlens","version":"${version}"}`,
    );
  });

  test("runs a model, on a picture that it brings", () => {
    const { status, all } = convlens("run", "net.ts#net", "--sample", "picture");
    expect(all).toContain("[1, 3, 8, 8] → [1, 8, 6, 6]");
    expect(status).toBe(0);
  });
});

describe("the extension", () => {
  let files: Record<string, Uint8Array>;
  beforeAll(() => {
    files = unzipSync(new Uint8Array(readFileSync(vsix)));
  });
  const text = (name: string): string => new TextDecoder().decode(files[`extension/${name}`]);

  test("is small, and has what it needs", () => {
    expect(readFileSync(vsix).length).toBeLessThan(5e6);
    const manifest = JSON.parse(text("package.json"));
    expect(manifest).not.toHaveProperty("devDependencies");
    for (const name of [
      "dist/client.js",
      "dist/desktop.js",
      "dist/server.js",
      "dist/language-server.js",
      "dist/preview.js",
      "docs/rules/conv-in-channels.md",
    ])
      expect(Object.keys(files)).toContain(`extension/${name}`);
  });

  test("brings the licences of what it is made of", () => {
    const notices = text("ThirdPartyNotices.txt");
    for (const name of ["typescript", "jpeg-js", "preact", "fflate", "vscode-languageclient"])
      expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"));
    expect(notices).toContain("Apache License");
    const why = readFileSync(`${root}SECURITY.md`, "utf8");
    for (const [, name] of notices.matchAll(/^(\S+) \d+\.\d+\.\d+ \(/gm))
      expect(why, "SECURITY.md says what each package is bundled for").toMatch(new RegExp(`[| ]${name}[, ]`));
  });

  test("has a page for users, not for people who build it", () => {
    expect(text("readme.md")).not.toMatch(/npm (test|start|run)/);
    expect(text("readme.md")).toContain("Open Sample");
  });
});
