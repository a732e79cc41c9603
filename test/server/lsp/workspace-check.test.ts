/** Check Workspace in a session with the built server: files that nobody opened have findings. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { WorkspaceDiagnosticReport } from "vscode-languageserver/node";
import { type CheckWorkspace, requests } from "../../../server/src/preview/index.ts";
import { Session } from "./client.ts";

const source = (channels: number): string => `import { nn, randn } from "@convlens/engine";
const a = new nn.Conv2d(3, 8, 3);
const b = new nn.Conv2d(${channels}, 8, 3);
b.forward(a.forward(randn([1, 3, 16, 16])));
`;

test("the workspace is checked with progress, and followed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "convlens-workspace-"));
  const session = await Session.start(
    { textDocument: { diagnostic: {} } },
    undefined,
    pathToFileURL(folder).href,
  );
  try {
    const uris = [3, 8, 9].map((channels) => {
      const path = join(folder, `net${channels}.ts`);
      writeFileSync(path, source(channels));
      return pathToFileURL(path).href;
    });
    const told: string[] = [];
    session.connection.onNotification(
      "$/progress",
      ({ token, value }: { token: string; value: { kind: string } }) => {
        if (token === "check") told.push(value.kind);
      },
    );
    const pull = (): Promise<WorkspaceDiagnosticReport> =>
      session.connection.sendRequest("workspace/diagnostic", { previousResultIds: [] });
    const waiting = pull();
    const checked = await session.connection.sendRequest<CheckWorkspace>(requests.checkWorkspace, {
      uris,
      workDoneToken: "check",
    });
    expect(checked).toMatchObject({ files: 3, findings: 2, withFindings: 2 });
    expect(told[0]).toBe("begin");
    expect(told.at(-1)).toBe("end");
    const found = (await waiting).items.map((item) => [item.uri, "items" in item ? item.items.length : -1]);
    expect(found).toEqual([
      [uris[0], 1],
      [uris[2], 1],
    ]);

    writeFileSync(join(folder, "net3.ts"), source(8));
    const next = pull();
    await session.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: uris[0], type: 2 }],
    });
    expect((await next).items).toEqual([{ kind: "full", uri: uris[0], version: null, items: [] }]);
  } finally {
    expect(await session.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  }
});
