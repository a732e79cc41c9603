/** What editors other than our own get: settings they push, plain text, no pictures, their own way of counting; and Neovim, for real. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { markupFor } from "../../../server/src/lsp/index.ts";
import { cli, model } from "../cli/convlens.ts";
import { positionOf, Session } from "./client.ts";

const folder = mkdtempSync(join(tmpdir(), "convlens-editors-"));
afterAll(() => rmSync(folder, { recursive: true }));
const uri = pathToFileURL(join(folder, "net.ts")).href;
const wrong = model(32);

async function session(capabilities: object, options?: object): Promise<Session> {
  const started = await Session.start({ textDocument: { diagnostic: {} }, ...capabilities }, options);
  onTestFinished(() => void started.stop());
  await started.open(uri, wrong);
  return started;
}
const severities = async (of: Session): Promise<number[]> =>
  (await of.ask("diagnostic", uri)).items.map(({ severity }: { severity: number }) => severity);

describe("settings", () => {
  const off = { severity: { "conv-in-channels": "off" } };

  test("may be given at the start, in any of the usual forms", async () => {
    for (const options of [off, { convlens: off }, { settings: off }, { settings: { convlens: off } }])
      expect(await severities(await session({}, options))).toEqual([]);
  });

  test("may be pushed by clients that are not asked", async () => {
    const started = await session({});
    expect(await severities(started)).toEqual([1]);
    await started.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { convlens: { severity: { "conv-in-channels": "hint" } } },
    });
    expect(await severities(started)).toEqual([4]);
    await started.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { convlens: { enable: false } },
    });
    expect(await severities(started)).toEqual([]);
  });

  test("the project's own are followed, also when they change", async () => {
    const started = await session({});
    const file = join(folder, "convlens.config.json");
    onTestFinished(() => rmSync(file));
    const write = async (text: string): Promise<number[]> => {
      writeFileSync(file, text);
      await started.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [{ uri: pathToFileURL(file).href, type: 2 }],
      });
      return severities(started);
    };
    expect(await write('{ "severity": { "conv-in-channels": "warning" } }')).toEqual([2]);
    expect(await write('{ "ignore": ["net.ts"] }')).toEqual([]);
    expect(await write('{ "severty": {} }')).toEqual([1]);
  });
});

describe("what a client can show", () => {
  const hover = async (started: Session): Promise<{ kind: string; value: string }> =>
    (await started.ask("hover", uri, { position: positionOf(wrong, "this.conv1.", 6) })).contents;
  const warm = async (started: Session): Promise<string> => {
    for (let i = 0; i < 100; i++) {
      const { value } = await hover(started);
      if (!value.includes("being computed")) return value;
      await new Promise((done) => setTimeout(done, 100));
    }
    throw new Error("no picture came");
  };

  test("no picture goes to a client that did not ask for one", async () => {
    const value = await warm(await session({}));
    expect(value).not.toContain("data:");
    expect(value.length).toBeLessThan(4000);
    expect(value).toContain("[N, 16, 30, 30]");
  });

  test("pictures go to one that did", async () => {
    expect(await warm(await session({}, { pictures: true }))).toContain("](data:image/svg+xml");
  });

  test("plain text goes to one that knows no Markdown", async () => {
    const { kind, value } = await hover(
      await session({ textDocument: { diagnostic: {}, hover: { contentFormat: ["plaintext"] } } }),
    );
    expect(kind).toBe("plaintext");
    expect(value).toContain("[N, 3, 32, 32] → [N, 16, 30, 30]");
    expect(value).not.toMatch(/```|\*\*|\]\(|\\/);
  });

  test("text that looks like Markdown stays as it is written", () => {
    const shows = { formats: ["plaintext" as const], pictures: false };
    expect(
      markupFor(
        shows,
        "**a\\_b** `c` [d](https://x) ![e\\]f](data:image/png;base64,xx|width=3)\n\n```ts\n*x* = [1](2)\n```\n",
      ).value,
    ).toBe("a_b c d e]f\n\n*x* = [1](2)");
  });
});

test("positions are counted as the client counts them", async () => {
  const text = wrong.replace("conv2 = new", "/* 卷积😀 */ conv2 = new");
  const column = async (encodings?: string[]): Promise<[string, number]> => {
    const capabilities = {
      textDocument: { diagnostic: {} },
      ...(encodings && { general: { positionEncodings: encodings } }),
    };
    const started = await Session.start(capabilities);
    onTestFinished(() => void started.stop());
    await started.open(uri, text);
    const { items } = await started.ask("diagnostic", uri);
    return [started.initialized.capabilities.positionEncoding, items[0].range.start.character];
  };
  const line = text.split("\n")[4]!;
  const before = line.slice(0, line.indexOf("32"));
  expect(await column()).toEqual(["utf-16", before.length]);
  expect(await column(["utf-8", "utf-16"])).toEqual(["utf-16", before.length]);
  expect(await column(["utf-8"])).toEqual(["utf-8", Buffer.byteLength(before)]);
  expect(await column(["utf-32"])).toEqual(["utf-32", [...before].length]);
});

test("the server says which it is", async () => {
  const { serverInfo } = (await session({})).initialized;
  expect(serverInfo).toEqual({ name: "ConvLens", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
});

const hasNeovim = spawnSync("nvim", ["--version"]).status === 0;

test.skipIf(!hasNeovim)("Neovim shows diagnostics, and a hover that can be read", () => {
  writeFileSync(join(folder, "net.ts"), wrong);
  const script = join(folder, "session.lua");
  writeFileSync(
    script,
    `local id = vim.lsp.start_client({ name = "convlens", cmd = { ${JSON.stringify(process.execPath)}, ${JSON.stringify(cli)}, "lsp" }, root_dir = ${JSON.stringify(folder)} })
vim.cmd("edit ${join(folder, "net.ts")}")
vim.lsp.buf_attach_client(0, id)
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
local found = vim.diagnostic.get(0)[1]
local answer = vim.lsp.buf_request_sync(0, "textDocument/hover", {
  textDocument = vim.lsp.util.make_text_document_params(0), position = { line = 8, character = 43 } }, 20000)
local hover = answer and answer[id] and answer[id].result and answer[id].result.contents.value or ""
io.stdout:write(vim.fn.json_encode({ code = found and found.code, lnum = found and found.lnum, hover = hover }))
vim.cmd("qall!")
`,
  );
  const { stdout, stderr } = spawnSync(
    "nvim",
    ["--headless", "-u", "NONE", "-i", "NONE", "-c", `luafile ${script}`],
    { encoding: "utf8", timeout: 60_000, env: { ...process.env, HOME: folder, XDG_STATE_HOME: folder } },
  );
  const told = JSON.parse(/\{.*\}/s.exec(stdout + stderr)?.[0] ?? "{}");
  expect(told).toMatchObject({ code: "conv-in-channels", lnum: 4 });
  expect(told.hover).toContain("conv1");
  expect(told.hover).not.toContain("data:");
  for (const line of told.hover.split("\n")) expect(line.length).toBeLessThan(300);
});
