/** The language server is killed under the editor: it is back with the same findings; when it ends too often it stays down. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { commands, type Diagnostic } from "vscode";
import { findings, hints, open, poll, replace } from "./editor.ts";

/** Processes that this extension host has started for our server. */
function servers(): number[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    try {
      const parent = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      return Number(parent) === process.pid && command.includes("dist/server.js") ? [pid] : [];
    } catch {
      return []; // gone meanwhile, or no process
    }
  });
}

/** The server that is there once `gone` is not. */
async function after(gone: number | undefined): Promise<number> {
  const [next] = await poll(servers, ([other]) => other !== undefined && other !== gone);
  assert.ok(next !== undefined && next !== gone);
  return next;
}

const said = (found: readonly Diagnostic[]): string[] =>
  found.map(({ message, range }) => `${range.start.line}: ${message}`);
const isWrong = (found: readonly Diagnostic[]): boolean => found.length > 0;

(process.platform === "linux" ? describe : describe.skip)("a language server that ends", () => {
  it("is back at once, with the same findings, in the middle of an edit", async () => {
    const document = await open("broken/lenet5.ts");
    const before = said(await findings(document, isWrong));
    assert.notDeepEqual(before, []);
    for (const starting of [false, true]) {
      const [pid] = await poll(servers, ({ length }) => length === 1);
      await replace(document, "export", " export");
      process.kill(pid!, "SIGKILL");
      await replace(document, " export", "export");
      let next = await after(pid);
      if (starting) {
        process.kill(next, "SIGKILL");
        next = await after(next);
      }
      await hints(document); // the new one answers: what stands there is not left from the one before
      assert.deepEqual(
        said(await findings(document, (found) => said(found).join() === before.join())),
        before,
      );
      // a client that is still busy with the end of the last one does not take this one along
      if (starting) await new Promise((done) => setTimeout(done, 3000));
      assert.deepEqual(servers(), [next]);
    }
  });

  it("stays down when it has ended too often, and one press starts it again", async () => {
    const document = await open("broken/lenet5.ts");
    // with those above: five within three minutes
    for (let round = 0; round < 2; round++) {
      const [pid] = await poll(servers, ({ length }) => length === 1);
      process.kill(pid!, "SIGKILL");
      await poll(servers, (pids) => !pids.includes(pid!));
    }
    await new Promise((done) => setTimeout(done, 3000));
    assert.deepEqual(servers(), []);
    await commands.executeCommand("convlens.restartServer");
    assert.equal((await poll(servers, ({ length }) => length === 1)).length, 1);
    assert.ok(isWrong(await findings(document, isWrong)));
  });
});
