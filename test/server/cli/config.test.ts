/** The configuration in the terminal: where it is found, and what it changes. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderWith, model } from "./convlens.ts";

const off = '{ "severity": { "conv-in-channels": "off" } }';

describe("where it is found", () => {
  const folder = folderWith({
    "app/convlens.config.json": `// comments are allowed\n${off}`,
    "app/src/net.ts": model(32),
    "lib/package.json": `{ "name": "lib", "convlens": { "severity": { "conv-in-channels": "warning" } } }`,
    "lib/net.ts": model(32),
    "lib/old/net.ts": model(32),
    "other/package.json": `{ "name": "other", "convlens": "other.convlens.json" }`,
    "other/net.ts": model(32),
    "strict.json": "{}",
  });
  const severities = (...args: string[]): string[] =>
    JSON.parse(folder.run("check", "--format=json", "--no-shapes", ...args).stdout).files.flatMap(
      ({ diagnostics }: { diagnostics: { severity: string }[] }) =>
        diagnostics.map(({ severity }) => severity),
    );

  test("the nearest one above a file counts", () => {
    expect(severities("app")).toEqual([]);
    expect(severities("lib")).toEqual(["warning", "warning"]);
    expect(severities("other")).toEqual(["error"]);
  });

  test("one that is named counts for all", () => {
    expect(severities("--config", "strict.json", "app", "lib/net.ts")).toEqual(["error", "error"]);
  });

  test("what it ignores is left out", () => {
    folder.write("lib/package.json", `{ "convlens": { "ignore": ["old/", "*.gen.ts"] } }`);
    expect(severities("lib")).toEqual(["error"]);
  });

  test("the inputs of models are what a summary starts from", () => {
    folder.write("app/convlens.config.json", `{ "inputs": { "src/net.ts#Net": [2, 3, 32, 32] } }`);
    expect(folder.run("summary", "app/src/net.ts").stdout).toContain("[2, 16, 30, 30]");
    expect(folder.run("summary", "app/src/net.ts", "--input", "4,3,32,32").stdout).toContain(
      "[4, 16, 30, 30]",
    );
  });

  test("one that is wrong is said, with its place", () => {
    folder.write("convlens.config.json", '{\n "severity": {\n');
    const { status, stderr } = folder.run("check");
    expect(status).toBe(2);
    expect(stderr).toMatch(/convlens\.config\.json:3: /);
  });
});

test("model files are looked for in the folders that it names, and nowhere outside of the project", () => {
  const { run, write, path } = folderWith({
    "site/src/app.ts": `import * as ort from "onnxruntime-web";
const session = await ort.InferenceSession.create("/models/classifier.onnx");
const x = new ort.Tensor("float32", new Float32Array(3 * 32 * 32), [1, 3, 32, 32]);
export const results = await session.run({ [session.inputNames[0]!]: x });
`,
  });
  const model = new URL("../../../examples/loaded/public/models/classifier.onnx", import.meta.url);
  for (const folder of ["site/assets/models", "elsewhere/models"]) {
    mkdirSync(join(path, folder), { recursive: true });
    copyFileSync(model, join(path, folder, "classifier.onnx"));
  }
  const files = (config: object): unknown[] => {
    write("site/convlens.config.json", JSON.stringify(config));
    const { files } = JSON.parse(run("check", "--format=json", "site").stdout);
    return files[0].shapes.map(({ file, output }: { file: string; output: unknown }) => [file, output]);
  };
  expect(files({})).toEqual([]);
  expect(files({ modelRoots: ["assets"] })).toEqual([["site/assets/models/classifier.onnx", [1, 10]]]);
  expect(files({ modelRoots: ["../elsewhere"] })).toEqual([]);
});
