/** What goes wrong around the server: it is killed, has little memory, is asked too much, is told to stop at any moment. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { randn } from "@convlens/engine";
import { writeSafetensors } from "@convlens/engine/io";
import { requests } from "@convlens/server/protocol";
import { afterAll, describe, expect, test } from "vitest";
import { CancellationTokenSource, type ResponseError } from "vscode-languageserver/node";
import { Random } from "../../fuzz/fuzz.ts";
import { bases, mutated } from "../../fuzz/mutate.ts";
import { positionOf, Session } from "./client.ts";

const folder = mkdtempSync(join(tmpdir(), "convlens-faults-"));
afterAll(() => rmSync(folder, { recursive: true }));

const uri = "file:///faults/net.ts";
const NET = `import { F, nn, type Tensor } from "@convlens/engine";
export class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  conv2 = new nn.Conv2d(16, 64, 3);
  /** @shape x [N, 3, 64, 64] */
  forward(x: Tensor): Tensor {
    x = F.relu(this.conv1.forward(x));
    return this.conv2.forward(x);
  }
}
`;
const at = { uri, line: 2, character: 3 };
const CAPABILITIES = { textDocument: { diagnostic: {} } };
const run = (session: Session, place: object = at): Promise<{ refused?: string; output?: object }> =>
  session.connection.sendRequest(requests.runLayer, { at: place });

test("a server that is killed at any moment of an editing session says the same when it is back", async () => {
  const random = new Random(5);
  const texts = bases().slice(0, 40);
  let session = await Session.start(CAPABILITIES);
  let text = random.pick(texts);
  await session.open(uri, text);
  for (let round = 0; round < 8; round++) {
    for (let edits = random.below(6); edits >= 0; edits--) {
      text = mutated(text, random, texts);
      await session.change(uri, [{ text }]);
      if (random.chance(0.5)) void session.ask("diagnostic", uri).catch(() => {});
      if (random.chance(0.3)) void session.ask("hover", uri, { position: at }).catch(() => {});
      if (random.chance(0.3)) void run(session).catch(() => {});
    }
    if (random.chance(0.5)) await new Promise((resolve) => setTimeout(resolve, random.below(60)));
    await session.kill();
    session = await Session.start(CAPABILITIES);
    await session.open(uri, text);
    const fresh = await session.ask("diagnostic", uri);
    await session.change(uri, [{ text: `${text}\n` }]);
    await session.change(uri, [{ text }]);
    expect((await session.ask("diagnostic", uri)).items).toEqual(fresh.items);
  }
  expect(await session.stop()).toBe(0);
});

test("with a small heap every request is answered, and what was too much is refused", async () => {
  const session = await Session.start(CAPABILITIES, undefined, null, ["--max-old-space-size=80"]);
  for (const [i, text] of bases().entries()) await session.open(`file:///heap/${i}.ts`, text);
  const reports = await Promise.all(bases().map((_, i) => session.ask("diagnostic", `file:///heap/${i}.ts`)));
  expect(reports.every(({ items }) => Array.isArray(items))).toBe(true);
  await session.open(
    uri,
    `import { nn, randn } from "@convlens/engine";
const big = new nn.Linear(60000, 60000);
export const y = big.forward(randn([1, 60000]));`,
  );
  expect((await run(session, { uri, line: 1, character: 8 })).refused).toMatch(/MB|GB|too/);
  await session.change(uri, [{ text: NET }]);
  expect((await run(session)).output).toBeDefined();
  expect(await session.stop()).toBe(0);
});

test("a thousand previews at once are answered, and the next one too", async () => {
  const session = await Session.start(CAPABILITIES);
  await session.open(uri, NET.replace("64, 64]", "5, 5]"));
  // a layer is timed for 20 ms, what it is given is not
  const input = { uri, ...positionOf(NET, "x: Tensor") };
  const answers = await Promise.all(
    Array.from({ length: 1000 }, (_, i) =>
      run(session, i % 10 > 0 ? input : { ...at, line: 2 + ((i / 10) % 2) }),
    ),
  );
  expect(answers.filter(({ output }) => output === undefined)).toEqual([]);
  expect((await run(session)).output).toBeDefined();
  expect(await session.stop()).toBe(0);
});

describe("cancelled at any of its awaits", () => {
  const asked: readonly (readonly [string, object])[] = [
    ["textDocument/diagnostic", { textDocument: { uri } }],
    ["textDocument/hover", { textDocument: { uri }, position: { line: 2, character: 3 } }],
    [
      "textDocument/inlayHint",
      { textDocument: { uri }, range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } },
    ],
    [requests.runLayer, { at }],
    [requests.modelSummary, { at, run: true }],
    [requests.benchmarkLayer, { at }],
    [requests.hoverPicture, { at }],
  ];

  test.each(asked)("%s is answered or cancelled", async (method, params) => {
    const session = await Session.start(CAPABILITIES);
    await session.open(uri, NET);
    for (const wait of [0, 0, 1, 2, 4, 8, 16, 32, 64, 128]) {
      const source = new CancellationTokenSource();
      const answer = session.connection.sendRequest(method, params, source.token).catch((error) => error);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      source.cancel();
      const found = await answer;
      if (found instanceof Error) expect((found as ResponseError<void>).message).toMatch(/cancelled/);
      await session.change(uri, [{ text: `${NET}// ${wait}\n` }]);
    }
    const after = await session.connection.sendRequest<object | null>(method, params);
    expect(after ?? {}).not.toHaveProperty("refused");
    expect(await session.stop()).toBe(0);
  });
});

test("two servers on one folder see each its own editor's text, and the same files", async () => {
  const home = (name: string) => pathToFileURL(join(folder, name)).href;
  const base = NET.replace(
    'import { F, nn, type Tensor } from "@convlens/engine";',
    'import { WIDTH } from "./width";\n$&',
  ).replace("Conv2d(16, 64, 3)", "Conv2d(WIDTH, 64, 3)");
  const width = (value: number) =>
    writeFileSync(join(folder, "width.ts"), `export const WIDTH = ${value};\n`);
  width(16);
  const start = () => Session.start(CAPABILITIES, undefined, pathToFileURL(folder).href);
  const [one, other] = await Promise.all([start(), start()]);
  for (const session of [one, other]) await session.open(home("two.ts"), base);
  const codes = async (session: Session): Promise<readonly string[]> => {
    const { items } = await session.ask("diagnostic", home("two.ts"));
    return items.map(({ code }: { code: string }) => code);
  };
  const both = () => Promise.all([codes(one), codes(other)]);
  expect(await both()).toEqual([[], []]);
  await other.change(home("two.ts"), [{ text: base.replace("(3, 16, 3)", "(3, 8, 3)") }]);
  expect(await both()).toEqual([[], ["conv-in-channels"]]);
  width(8);
  for (const session of [one, other])
    await session.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: home("width.ts"), type: 2 }],
    });
  expect(await both()).toEqual([["conv-in-channels"], []]);
  await one.kill();
  expect(await codes(other)).toEqual([]);
  expect(await other.stop()).toBe(0);
});

test("weights that change while they are read are read whole, or refused with a sentence", async () => {
  const home = pathToFileURL(join(folder, "net.ts")).href;
  const session = await Session.start(CAPABILITIES, undefined, pathToFileURL(folder).href);
  await session.open(home, NET.replace("export class", "// @weights ./w.safetensors\nexport class"));
  const whole = writeSafetensors({
    "conv1.weight": randn([16, 3, 3, 3]),
    "conv1.bias": randn([16]),
    "conv2.weight": randn([64, 16, 3, 3]),
    "conv2.bias": randn([64]),
  });
  const file = join(folder, "w.safetensors");
  const random = new Random(9);
  writeFileSync(file, whole);
  for (let round = 0; round < 60; round++) {
    const answer = run(session, { uri: home, line: 3, character: 3 });
    const [start, end] = [random.below(1000), random.below(whole.length)];
    for (const bytes of [whole.subarray(0, end), whole.subarray(start), whole]) {
      writeFileSync(file, bytes);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { refused = "", output } = await answer;
    expect(refused).not.toMatch(/inside of ConvLens/);
    expect(refused || output).toBeTruthy();
  }
  expect((await run(session, { uri: home, line: 3, character: 3 })).output).toBeDefined();
  expect(await session.stop()).toBe(0);
});
