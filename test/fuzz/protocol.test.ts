/** Requests with wild parameters, texts and addresses: the built server answers each, and lives. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, test } from "vitest";
import { Session } from "../server/lsp/client.ts";
import { fuzz, type Random } from "./fuzz.ts";
import { bases, mutated } from "./mutate.ts";

let session: Session;
beforeAll(async () => {
  session = await Session.start();
});
afterAll(() => session.stop());

const texts = bases().slice(0, 30);
const METHODS = [
  "textDocument/diagnostic",
  "textDocument/inlayHint",
  "textDocument/hover",
  "textDocument/definition",
  "textDocument/codeLens",
  "textDocument/documentSymbol",
  "textDocument/completion",
  "textDocument/signatureHelp",
  "textDocument/codeAction",
  "convlens/layers",
  "convlens/runLayer",
  "convlens/modelSummary",
  "convlens/unheardOf",
] as const;
const URIS = [
  "file:///a/net.ts",
  "file:///a/%2F.ts",
  "file://server/share/net.ts",
  "file:///a/%zz.ts",
  "untitled:Untitled-1",
  "vscode-notebook-cell:/a/n.ipynb#W0sZmlsZQ%3D%3D",
  "git:/a/net.ts?%7B%7D",
  "",
  "file:///C%3A/net.ts",
  `file:///${"x".repeat(5000)}.ts`,
];
const WILD: readonly unknown[] = [0, 1, 3, -1, 1e9, 2 ** 31, 1.5, Number.NaN, null, "x", {}, [], undefined];

test("every request is answered, and the server lives", async () => {
  await fuzz({ runs: 150 }, async (random) => {
    const uri = random.pick(URIS);
    if (random.chance(0.5)) await session.open(uri, mutated(random.pick(texts), random, texts));
    if (random.chance(0.5)) await session.change(uri, changes(random));
    if (random.chance(0.1))
      await session.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
    if (random.chance(0.05))
      await session.connection.sendNotification("workspace/didChangeConfiguration", {
        settings: random.pick(WILD),
      });
    const requests = Array.from({ length: 1 + random.below(4) }, () =>
      session.connection
        .sendRequest(random.pick(METHODS), params(uri, random))
        .catch((error: Error) => assert.doesNotMatch(error.message, /TypeError|Cannot read/)),
    );
    await Promise.all(requests);
  });
  const uri = "file:///alive/net.ts";
  await session.open(
    uri,
    'import { nn, randn } from "@convlens/engine";\nnew nn.Conv2d(3, 4, 3).forward(randn([1, 5, 8, 8]));',
  );
  const report = (await session.connection.sendRequest("textDocument/diagnostic", {
    textDocument: { uri },
  })) as { items: { code: string }[] };
  assert.deepEqual(
    report.items.map(({ code }) => code),
    ["conv-in-channels"],
  );
});

function params(uri: string, random: Random): unknown {
  if (random.chance(0.1)) return random.pick(WILD.filter((value) => typeof value === "object"));
  const position = (): unknown => ({
    line: random.chance(0.7) ? random.below(40) : random.pick(WILD),
    character: random.chance(0.7) ? random.below(60) : random.pick(WILD),
  });
  return {
    textDocument: { uri },
    uri,
    position: position(),
    range: { start: position(), end: position() },
    context: { diagnostics: [], only: random.chance(0.5) ? ["quickfix"] : undefined },
    line: random.pick(WILD),
    character: random.pick(WILD),
    options: random.pick(WILD),
  };
}

function changes(random: Random): object[] {
  return Array.from({ length: random.below(3) }, () =>
    random.chance(0.3)
      ? { text: mutated(random.pick(texts), random, texts) }
      : {
          range: {
            start: { line: random.below(30), character: random.below(60) },
            end: { line: random.below(60), character: random.below(60) },
          },
          text: random.pick(["", "x", "(", "\n\n", "new nn.Conv2d(3, 4, 3)"]),
        },
  );
}
