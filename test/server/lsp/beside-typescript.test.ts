/** Beside TypeScript in our own client: nothing is offered that it offers already, and words are the language's own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { positionOf, Session } from "./client.ts";

const resnet = readFileSync(new URL("../../../examples/resnet.ts", import.meta.url), "utf8");
const typed = `import { nn } from "@convlens/engine";
export const conv = new nn.Conv2d(3, 8, 3, { padding: 1, });
`;

let folder: string;
let ours: Session;
let others: Session;
const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "convlens-beside-"));
  const library = join(folder, "typed", "node_modules", "@convlens", "engine");
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, "package.json"), '{ "name": "@convlens/engine" }');
  ours = await Session.start(undefined, { modelCount: true });
  others = await Session.start();
  for (const session of [ours, others]) {
    await session.open(uriOf("typed/conv.ts"), typed);
    await session.open(uriOf("conv.ts"), typed);
    await session.open(uriOf("resnet.ts"), resnet);
  }
});
afterAll(async () => {
  expect(await Promise.all([ours.stop(), others.stop()])).toEqual([0, 0]);
  rmSync(folder, { recursive: true });
});

test("options are completed where TypeScript does not know them", async () => {
  const position = positionOf(typed, "padding: 1, ", 12);
  const labels = async (session: Session, name: string): Promise<string[]> =>
    (await session.ask("completion", uriOf(name), { position })).map(({ label }: { label: string }) => label);
  expect(await labels(ours, "typed/conv.ts")).toEqual([]);
  expect(await labels(ours, "conv.ts")).toContain("stride");
  expect(await labels(others, "typed/conv.ts")).toContain("stride");
});

test("the outline is TypeScript's, unless a person asks for both", async () => {
  expect(await ours.ask("documentSymbol", uriOf("resnet.ts"))).toEqual([]);
  const symbols = await others.ask("documentSymbol", uriOf("resnet.ts"));
  expect(symbols.map(({ name }: { name: string }) => name)).toContain("ResNet");
  await ours.connection.sendNotification("workspace/didChangeConfiguration", {
    settings: { convlens: { symbols: { enabled: true } } },
  });
  // the server asks for what has changed before it knows
  await expect.poll(() => ours.ask("documentSymbol", uriOf("resnet.ts"))).toEqual(symbols);
});

test("a hint folds equal axes, and neighbours that do the same have the same", async () => {
  const hints = await ours.ask("inlayHint", uriOf("resnet.ts"), {
    range: { start: { line: 0, character: 0 }, end: positionOf(resnet, "export const resnet18") },
  });
  const onLineOf = (needle: string): string[] =>
    hints
      .filter(
        ({ position }: { position: { line: number } }) => position.line === positionOf(resnet, needle).line,
      )
      .map(({ label }: { label: { value: string }[] }) => label.map(({ value }) => value).join(""));
  expect(onLineOf("let out = F.relu(this.bn1")).toEqual(["[N, 64…512, (7…56)²]"]);
  for (const helper of [
    "return new nn.Conv2d(inChannels, outChannels, 3",
    "return new nn.Conv2d(inChannels, outChannels, 1",
  ])
    expect(onLineOf(helper)).toEqual([]);
});

test("options are spelled as the file spells them", async () => {
  const { contents } = await ours.ask("hover", uriOf("resnet.ts"), {
    position: positionOf(resnet, "this.conv1.forward(x)));", 6),
  });
  expect(contents.value).toMatch(/conv1 = Conv2d\(/);
  expect(contents.value).toMatch(/bias: false/);
  expect(contents.value).not.toMatch(/kernel_size|False/);
});
