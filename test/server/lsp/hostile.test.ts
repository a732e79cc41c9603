/** Links in hovers are trusted, and hovers show text of sources: what a request names is looked at by the server again. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { requests } from "@convlens/server/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Session } from "./client.ts";

const NET = `import { nn, randn } from "@convlens/engine";
const secret = new nn.Conv2d(3, 4, 3);
export const y = secret.forward(randn([1, 3, 8, 8]));
`;
const folder = mkdtempSync(join(tmpdir(), "convlens-hostile-"));
const address = (path: string): string => pathToFileURL(join(folder, path)).href;

let session: Session;
beforeAll(async () => {
  for (const name of ["inside", "outside"]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "net.ts"), NET);
  }
  symlinkSync(join(folder, "outside/net.ts"), join(folder, "inside/link.ts"));
  session = await Session.start({ textDocument: { diagnostic: {} } }, undefined, address("inside"));
  await session.open(address("inside/open.ts"), NET);
});
afterAll(async () => {
  expect(await session.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});

const at = (uri: string, line = 1, character = 8) => ({ uri, line, character });
// biome-ignore lint/suspicious/noExplicitAny: answers are compared as they come
const ask = (method: string, params: unknown): Promise<any> =>
  session.connection.sendRequest(method, params as object);
const BY_PLACE = [
  requests.runLayer,
  requests.modelSummary,
  requests.benchmarkLayer,
  requests.shapeAt,
] as const;

describe("a request that names", () => {
  test.each([
    ["a file outside of the opened folder", "outside/net.ts"],
    ["a link that leads out of it", "inside/link.ts"],
  ])("%s is refused", async (_, path) => {
    for (const method of BY_PLACE) {
      const answer = await ask(method, { at: at(address(path)) });
      expect(answer.refused, method).toMatch(/is neither open nor a file of the opened folder/);
    }
    expect((await ask(requests.layers, { uri: address(path) })).refused).toMatch(/neither open/);
    expect(await ask(requests.hoverPicture, { at: at(address(path)) })).toBeNull();
    const checked = await ask(requests.checkWorkspace, { uris: [address(path), address("inside/net.ts")] });
    expect(checked.files).toBe(1);
  });

  test.each([
    "https://attacker.example/net.ts",
    "file://attacker.example/share/net.ts",
    "file:///a%2Fb.ts",
    "command:convlens.runLayer",
    "",
  ])("the address %j is refused", async (uri) => {
    for (const method of BY_PLACE)
      expect((await ask(method, { at: at(uri) })).refused, method).toMatch(/is neither open nor a file/);
  });

  test("a line that the file has not is refused", async () => {
    for (const method of BY_PLACE)
      expect((await ask(method, { at: at(address("inside/open.ts"), 99) })).refused).toMatch(/no line 100/);
  });

  test("a place in an open document, or in a file of the folder, is answered", async () => {
    for (const path of ["inside/open.ts", "inside/net.ts"])
      expect(await ask(requests.shapeAt, { at: at(address(path), 2, 13) })).toBe("[1, 4, 6, 6]");
  });
});

test.each([
  [requests.runLayer, undefined, "the whole"],
  [requests.runLayer, { at: { uri: 3, line: 0, character: 0 } }, "at.uri"],
  [requests.runLayer, { at: at("x", -1) }, "at.line"],
  [requests.runLayer, { at: at("x", 0, 1.5) }, "at.character"],
  [requests.runLayer, { at: at("x"), options: { inputShape: [1, -3] } }, "options.inputShape.1"],
  [requests.runLayer, { at: at("x"), options: { seed: "1" } }, "options.seed"],
  [
    requests.runLayer,
    { at: at("x"), options: { sample: { kind: "url", path: "x" } } },
    "options.sample.kind",
  ],
  [requests.modelSummary, { at: at("x"), model: {} }, "model"],
  [requests.modelSummary, { at: at("x"), run: "yes" }, "run"],
  [requests.explainCell, { id: "1", index: [0, Number.MAX_VALUE] }, "index.1"],
  [requests.tensor, { id: "1", which: "all", index: 0 }, "which"],
  [requests.layers, {}, "uri"],
  [requests.shapeAt, { at: null }, "at"],
  [requests.hoverPicture, { at: [] }, "at"],
  [requests.checkWorkspace, { uris: "x" }, "uris"],
])("%s with %j is an error that names the field", async (method, params, field) => {
  await expect(ask(method, params)).rejects.toThrow(`${method} cannot take its parameters: ${field}`);
});
