/** Real sessions with the built server: what an editor asks, and what it gets. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { positionOf, Session } from "./client.ts";

const uri = "file:///session/net.ts";
const wrong = `import { F, nn, type Tensor } from "@convlens/engine";

export class Net extends nn.Module {
  conv1 = new nn.Conv2d(3, 16, 3);
  conv2 = new nn.Conv2d(32, 64, 3);

  /** @shape x [N, 3, 32, 32] */
  forward(x: Tensor): Tensor {
    x = F.relu(this.conv1.forward(x));
    return this.conv2.forward(x);
  }
}
`;

describe("a session", () => {
  let session: Session;
  beforeAll(async () => {
    session = await Session.start();
    await session.open(uri, wrong);
  });
  afterAll(async () => {
    expect(await session.stop()).toBe(0);
  });

  test("diagnostics name the layer, the numbers and the producer", async () => {
    const { items } = await session.ask("diagnostic", uri);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      code: "conv-in-channels",
      severity: 1,
      range: { start: positionOf(wrong, "32, 64") },
    });
    expect(items[0].message).toContain("Conv2d `conv2` expects 32 input channels, receives 16");
    expect(items[0].relatedInformation[0].location.range.start.line).toBe(8);
  });

  test("hints stand behind the names they belong to", async () => {
    const hints = await session.ask("inlayHint", uri, {
      range: { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } },
    });
    const lines = wrong.split("\n");
    const spliced = hints.map(
      ({ position, label }: { position: { line: number; character: number }; label: { value: string }[] }) =>
        `${lines[position.line]!.slice(0, position.character).trim()} ${label[0]!.value}`,
    );
    expect(spliced).toContain("x [N, 16, 30, 30]");
    expect(spliced).toContain("return this.conv2.forward(x) [N, 64, 28, 28]");
  });

  test("hover has signature, shapes, formula, parameters and receptive field", async () => {
    const { contents } = await session.ask("hover", uri, { position: positionOf(wrong, "this.conv1.", 6) });
    expect(contents.value).toContain("conv1 = Conv2d(3, 16, 3)");
    expect(contents.value).toContain("[N, 3, 32, 32] → [N, 16, 30, 30]");
    expect(contents.value).toContain("⌊(32 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 30");
    expect(contents.value).toContain("448 params");
    expect(contents.value).toContain("receptive field 3");
  });

  test("definition goes from the use to the layer", async () => {
    const [location] = await session.ask("definition", uri, {
      position: positionOf(wrong, "this.conv2.", 6),
    });
    expect(location.range.start).toEqual(positionOf(wrong, "new nn.Conv2d(32"));
  });

  test("fixes are offered, the preferred one first, and mend the file", async () => {
    const { items } = await session.ask("diagnostic", uri);
    const actions = await session.ask("codeAction", uri, {
      range: items[0].range,
      context: { diagnostics: items },
    });
    expect(actions[0]).toMatchObject({ title: "Set inChannels to 16 (now 32)", isPreferred: true });
    expect(actions.map(({ title }: { title: string }) => title)).toContain(
      "Set outChannels of `conv1` to 32 (now 16)",
    );
  });

  test("the outline and the lens know the model", async () => {
    const [symbol] = await session.ask("documentSymbol", uri);
    expect([symbol.name, symbol.children.map(({ name }: { name: string }) => name)]).toEqual([
      "Net",
      ["conv1", "conv2"],
    ]);
    const titles = (await session.ask("codeLens", uri)).map(
      (lens: { command: { title: string } }) => lens.command.title,
    );
    expect(titles[0]).toBe("⚠ fails at conv2");
    expect(titles[1]).toContain("[N, 3, 32, 32] → [N, 64, 28, 28]");
  });

  test("an edit is seen at once, and taken back", async () => {
    const start = positionOf(wrong, "32, 64");
    const end = { line: start.line, character: start.character + 2 };
    await session.change(uri, [{ range: { start, end }, text: "16" }]);
    expect((await session.ask("diagnostic", uri)).items).toEqual([]);
    await session.change(uri, [{ range: { start, end }, text: "32" }]);
    expect((await session.ask("diagnostic", uri)).items).toHaveLength(1);
  });

  test("options complete inside of a layer's braces", async () => {
    const typed = wrong.replace("new nn.Conv2d(3, 16, 3)", "new nn.Conv2d(3, 16, 3, { padding: 1,  })");
    const other = "file:///session/typed.ts";
    await session.open(other, typed);
    const items = await session.ask("completion", other, { position: positionOf(typed, "padding: 1, ", 12) });
    const labels = items.map(({ label }: { label: string }) => label);
    expect(labels).toContain("stride");
    expect(labels).not.toContain("padding");
    const help = await session.ask("signatureHelp", other, { position: positionOf(typed, "16, 3, {", 3) });
    expect(help.signatures[0].label).toContain("new nn.Conv2d(inChannels: number, outChannels: number");
    expect(help.activeParameter).toBe(2);
  });

  test("a cancelled request ends, and the next one is answered", async () => {
    const source = new CancellationTokenSource();
    const asked = session.connection.sendRequest(
      "textDocument/hover",
      { textDocument: { uri }, position: positionOf(wrong, "this.conv1.", 6) },
      source.token,
    );
    source.cancel();
    // whether the cancellation arrives before the answer is the machine's business; both are right
    const outcome = await asked.then(
      () => "answered",
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(/^answered$|cancelled/);
    expect(await session.ask("hover", uri, { position: positionOf(wrong, "this.conv1.", 6) })).not.toBeNull();
  });

  test("garbage neither breaks nor stops it", async () => {
    const other = "file:///session/garbage.ts";
    await session.open(other, "class { forward( new nn.Conv2d(((( `${");
    expect((await session.ask("diagnostic", other)).items).toEqual([]);
    expect(await session.ask("hover", other, { position: { line: 99, character: 99 } })).toBeNull();
    expect(
      await session.ask("inlayHint", "file:///session/never-opened.ts", {
        range: { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } },
      }),
    ).toEqual([]);
  });
});

test("a client that does not pull gets diagnostics pushed", async () => {
  const session = await Session.start({});
  await session.open(uri, wrong);
  await expect.poll(() => session.pushed.get(uri)?.length, { timeout: 10_000 }).toBe(1);
  expect(await session.stop()).toBe(0);
});

test("hints are resolved when pointed at, where the editor can ask again", async () => {
  const session = await Session.start({
    textDocument: {
      diagnostic: {},
      inlayHint: { resolveSupport: { properties: ["tooltip", "label.location"] } },
    },
  });
  await session.open(uri, wrong);
  const range = { start: { line: 0, character: 0 }, end: { line: 20, character: 0 } };
  const hints = await session.ask("inlayHint", uri, { range });
  const hint = hints.find(({ position }: { position: { line: number } }) => position.line === 8);
  expect(hint.label).toEqual([{ value: "[N, 16, 30, 30]" }]);
  const resolved = await session.connection.sendRequest<typeof hint>("inlayHint/resolve", hint);
  expect(resolved.label[0]).toMatchObject({ value: "[N, 16, 30, 30]", location: { uri } });
  expect(resolved.label[0].tooltip.value).toContain("conv1");
  await session.change(uri, [{ text: "" }]);
  expect(await session.connection.sendRequest("inlayHint/resolve", hint)).toEqual(hint);
  expect(await session.stop()).toBe(0);
});

test("an edit in an imported file reaches the file that imports it", async () => {
  const [blockUri, netUri] = ["file:///session/block.ts", "file:///session/user.ts"];
  const block = `import { nn } from "@convlens/engine";
export const block = () => new nn.Conv2d(3, 8, 3);
`;
  const user = `import { nn, randn } from "@convlens/engine";
import { block } from "./block.ts";
const y = block().forward(randn([1, 3, 9, 9]));
export const z = new nn.Conv2d(8, 4, 1).forward(y);
`;
  for (const pulls of [true, false]) {
    const session = await Session.start(
      pulls ? { textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } } : {},
    );
    let refreshed = 0;
    session.connection.onRequest("workspace/diagnostic/refresh", () => {
      refreshed++;
      return null;
    });
    await session.open(blockUri, block);
    await session.open(netUri, user);
    if (pulls) expect((await session.ask("diagnostic", netUri)).items).toEqual([]);
    else await expect.poll(() => session.pushed.get(netUri), { timeout: 10_000 }).toEqual([]);
    const before = refreshed;
    await session.change(blockUri, [{ text: block.replace("3, 8", "3, 6") }]);
    if (pulls) {
      await expect.poll(() => refreshed, { timeout: 10_000 }).toBeGreaterThan(before);
      expect((await session.ask("diagnostic", netUri)).items).toHaveLength(1);
    } else await expect.poll(() => session.pushed.get(netUri)?.length, { timeout: 10_000 }).toBe(1);
    expect(await session.stop()).toBe(0);
  }
});

test("speaks Chinese from end to end where the editor does", async () => {
  const textDocument = { diagnostic: {}, publishDiagnostics: { relatedInformation: true } };
  const session = await Session.start({ textDocument }, { modelCount: true, language: "zh-cn" });
  await session.open(uri, wrong);
  const { items } = await session.ask("diagnostic", uri);
  expect(items.map(({ message }: { message: string }) => message)).toEqual([
    "Conv2d `conv2` 需要 32 个输入通道，实际收到 16 个。",
  ]);
  // said once: beside the message
  expect(items[0].relatedInformation.map(({ message }: { message: string }) => message)).toEqual([
    "输入 [N, 16, 30, 30] 来自 `conv1` = Conv2d(3 → 16, k3)",
  ]);
  const { contents } = await session.ask("hover", uri, { position: positionOf(wrong, "conv1.forward", 1) });
  expect(contents.value).toContain("448 个参数");
  expect(contents.value).toContain("感受野 3");
  const lenses: { command: { title: string } }[] = await session.ask("codeLens", uri);
  expect(lenses[0]!.command.title).toBe("⚠ 在 conv2 处失败");
  const actions: { title: string }[] = await session.ask("codeAction", uri, {
    range: items[0].range,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toContain("将 inChannels 设为 16（现为 32）");
  expect(await session.stop()).toBe(0);
});
