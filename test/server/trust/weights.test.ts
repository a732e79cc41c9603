/** Weights files that claim what is not so, are too much, or lie where a comment has no business. */
import { expect, test } from "vitest";
import { weightsManifest } from "../../../server/src/preview/index.ts";
import { harness, memoryFiles } from "../preview/harness.ts";

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const NET = (weights: string): string => `import { nn, randn } from "@convlens/engine";
// @weights ${weights}
export class Net extends nn.Module {
  conv = new nn.Conv2d(3, 4, 3);
  forward(x) { return this.conv.forward(x); }
}
new Net().forward(randn([1, 3, 8, 8]));`;

test.each([
  [null],
  [[]],
  [{ weightsManifest: [null] }],
  [{ weightsManifest: [{ paths: null, weights: [] }] }],
  [{ weightsManifest: [{ paths: [], weights: [{ name: "w", shape: [-1], dtype: "float32" }] }] }],
  [{ weightsManifest: [{ paths: [], weights: [{ name: "w", shape: "x", dtype: "float32" }] }] }],
  [{ weightsManifest: [{ paths: [], weights: [{ name: "w", shape: [0.5], dtype: "float32" }] }] }],
  [{ weightsManifest: [{ paths: [], weights: [{ name: "w", shape: [1], dtype: "string" }] }] }],
])("a model.json that is none is refused with a sentence: %j", (content) => {
  expect(() => weightsManifest("/m.json", memoryFiles({ "/m.json": json(content) }))).toThrow(
    /This model\.json file cannot be read: /,
  );
});

const manifest = (paths: readonly string[]): Uint8Array =>
  json({
    weightsManifest: [{ paths, weights: [{ name: "conv.weight", shape: [4, 3, 3, 3], dtype: "float32" }] }],
  });

test.each([
  ["outside of its folder", ["../secret.bin"], /is not beside it/],
  ["at an absolute place", ["/etc/passwd"], /is not beside it/],
  ["many times", Array.from({ length: 400 }, () => "w.bin"), /lists a shard twice/],
  ["that is missing", ["v.bin"], /is missing/],
])("a shard %s is refused", async (_, paths, sentence) => {
  const { values } = harness(NET("./m.json"), { "/m.json": manifest(paths), "/w.bin": new Uint8Array(8) });
  await expect(values("conv")).rejects.toThrow(sentence);
});

test("what is too large is refused by its size alone", async () => {
  const files = { "/big.safetensors": { length: 2 ** 31 } as Uint8Array };
  const { values } = harness(NET("./big.safetensors"), files);
  await expect(values("conv")).rejects.toThrow(/its weights have 2048 MB; up to 1024 are read/);
});

test("a comment names no file outside of the opened folder", () => {
  const { values } = harness(NET("../../outside/secret.safetensors"), {}, ["/project"]);
  expect(() => values("conv")).toThrow(/@weights names .* not inside of the opened folder/);
  const other = harness(NET("//attacker.example/share/x.safetensors"));
  expect(() => other.values("conv")).toThrow(/not inside of the opened folder/);
});
