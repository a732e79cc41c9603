/**
 * `nn.*` and `F.*` are what the specs say: their declarations are written from them, with
 * `UPDATE_API=1 npx vitest run test/engine/api`.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { torchFunctions, torchLayers } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { functionsFile, layersFile } from "./declarations.ts";

const root = new URL("../../../", import.meta.url).pathname;
const layers = [...torchLayers.values()];
const functions = [...torchFunctions.values()].filter((spec) => spec.inFunctional);

function formatted(path: string, text: string): string {
  const { stdout, status, stderr } = spawnSync(
    process.execPath,
    [`${root}node_modules/@biomejs/biome/bin/biome`, "format", `--stdin-file-path=${path}`],
    { input: text, encoding: "utf8", cwd: root },
  );
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

test.each([
  ["engine/src/nn/layers.ts", () => layersFile(layers)],
  ["engine/src/functional/functions.ts", () => functionsFile(functions)],
])("%s is current", (path, write) => {
  const text = formatted(path, write());
  if (process.env.UPDATE_API) writeFileSync(root + path, text);
  expect(readFileSync(root + path, "utf8")).toBe(text);
});

test("each layer is a class, each function of torch.nn.functional in F", async () => {
  const { F, nn } = await import("@convlens/engine"); // as they were written above
  expect(layers.map(({ name }) => name).filter((name) => !(name in nn))).toEqual([]);
  expect(Object.keys(F).sort()).toEqual(functions.map(({ name }) => name).sort());
});
