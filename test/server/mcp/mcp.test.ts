/** `convlens mcp`, asked by the protocol's own client. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cli, folderWith, model } from "../cli/convlens.ts";

const { path, write } = folderWith({
  "right.ts": model(16),
  "src/wrong.ts": model(32),
  "plain.ts": "export const one = 1;\n",
});
const client = new Client({ name: "test", version: "1.0.0" });

beforeAll(() =>
  client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, "mcp"], cwd: path })),
);
afterAll(() => client.close());

interface Part {
  type: string;
  text?: string;
  data?: string;
  mimeType?: string;
}
async function ask(
  name: string,
  args: object = {},
): Promise<{ said: string; parts: Part[]; failed: boolean }> {
  const { content, isError } = await client.callTool({ name: `convlens_${name}`, arguments: { ...args } });
  const parts = content as Part[];
  return { said: parts[0]!.text!, parts, failed: isError === true };
}

test("says who it is and what it has; all of it only reads", async () => {
  expect(client.getServerVersion()).toMatchObject({
    name: "convlens",
    version: expect.stringMatching(/^\d/),
  });
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual(
    ["check", "explain", "run", "shapes", "summary"].map((name) => `convlens_${name}`),
  );
  // assistants in VS Code find the same
  const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(
    contributes.languageModelTools.map(
      ({
        name,
        displayName: title,
        modelDescription: description,
        inputSchema,
      }: Record<string, unknown>) => ({
        ...{ name, title, description, inputSchema },
      }),
    ),
  ).toEqual(
    tools.map(({ name, title, description, inputSchema: { $schema, ...inputSchema } }) => ({
      ...{ name, title, description, inputSchema },
    })),
  );
  for (const { annotations } of tools) expect(annotations?.readOnlyHint).toBe(true);
});

describe("check", () => {
  test("tells findings with places, producers and edits", async () => {
    const { said } = await ask("check");
    expect(said).toContain("1 error, 0 warnings in 2 models (2 files with tensors)");
    expect(said).toContain(
      "src/wrong.ts:5:25 error conv-in-channels: Conv2d `conv2` expects 32 input channels",
    );
    expect(said).toContain("comes from `conv1`");
    expect(said).toContain('fix: Set inChannels to 16 (now 32) (src/wrong.ts:5:25-5:27 → "16")');
  });

  test("looks at a text that is not saved, and leaves the file alone", async () => {
    expect((await ask("check", { paths: ["right.ts"], text: model(32) })).said).toContain(
      "right.ts:5:25 error",
    );
    expect((await ask("check", { paths: ["right.ts"] })).said).toContain("0 errors");
    expect((await ask("check", { paths: ["new.ts"], text: model(32) })).said).toContain("new.ts:5:25 error");
  });

  test("follows the disk", async () => {
    write("follow.ts", model(32));
    expect((await ask("check", { paths: ["follow.ts"] })).said).toContain("1 error,");
    write("follow.ts", model(16));
    expect((await ask("check", { paths: ["follow.ts"] })).said).toContain("0 errors");
  });

  test.each([[["../outside.ts"]], [["/etc/passwd"]], [[join("src", "..", "..", "x.ts")]]])(
    "%j is not read: it is outside",
    async (paths) => {
      expect(await ask("check", { paths })).toMatchObject({
        failed: true,
        said: expect.stringContaining("outside of"),
      });
    },
  );
});

test("shapes: a line a tensor, of some lines", async () => {
  const { said } = await ask("shapes", { file: "right.ts", from: 9, to: 9 });
  expect(said.split("\n")).toEqual(
    expect.arrayContaining([
      "9: conv1 Conv2d: [N, 3, 32, 32] → [N, 16, 30, 30]",
      "9: conv2 Conv2d: [N, 16, 30, 30] → [N, 64, 28, 28]",
    ]),
  );
  expect((await ask("shapes", { file: "none.ts" })).failed).toBe(true);
});

test("summary: a Markdown table, with numbers for free sizes", async () => {
  const { said } = await ask("summary", { file: "right.ts", model: "Net", input: [1, 3, 32, 32] });
  expect(said).toContain(
    "| conv2 (Conv2d) | \\[1, 16, 30, 30\\] | \\[1, 64, 28, 28\\] | 9,280 | 7,225,344 | 5 |",
  );
  expect(await ask("summary", { file: "right.ts", model: "Nat" })).toMatchObject({
    failed: true,
    said: expect.stringContaining("did you mean Net?"),
  });
  expect(await ask("summary", { file: "right.ts", input: [1] })).toMatchObject({
    failed: true,
    said: expect.stringContaining("1 sizes"),
  });
});

test("run: statistics and a picture", async () => {
  const { said, parts } = await ask("run", { file: "right.ts", input: [1, 3, 32, 32], sample: "randn(1)" });
  expect(said).toMatch(/^conv2 Conv2d: min −?[\d.]+, mean −?[\d.]+, max [\d.]+/m);
  expect(said).toContain("output [1, 64, 28, 28]");
  expect(parts[1]).toMatchObject({ type: "image", mimeType: "image/png" });
  expect(Buffer.from(parts[1]!.data!, "base64").subarray(1, 4).toString()).toBe("PNG");
  expect((await ask("run", { file: "src/wrong.ts" })).said).toContain("The run stops before conv2");
});

test("explain: the page of a finding, also as a resource", async () => {
  expect((await ask("explain", { code: "conv-in-channels" })).said).toContain("# conv-in-channels");
  expect(await ask("explain", { code: "conv-in-chanels" })).toMatchObject({ failed: true });
  const { contents } = await client.readResource({ uri: "convlens://rules/conv-in-channels" });
  expect(contents[0]).toMatchObject({ text: expect.stringContaining("## Wrong") });
});
