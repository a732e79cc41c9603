/** What VS Code loads and runs: mocha, over the test files that were compiled beside this one. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export async function run(): Promise<void> {
  const { default: Mocha } = await import("mocha");
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, color: false, grep: process.env["MOCHA_GREP"] });
  for (const name of readdirSync(__dirname).sort())
    if (name.endsWith(".test.cjs")) mocha.addFile(join(__dirname, name));
  await mocha.loadFilesAsync();
  const runner = await new Promise<Mocha.Runner>((done) => {
    const running = mocha.run(() => done(running));
  });
  const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
  report({ numPassedTests: passes, numFailedTests: failures, numPendingTests: pending, numTodoTests: 0 });
  if (failures > 0) throw new Error(`${failures} editor tests failed`);
  if (passes === 0) throw new Error("no editor test ran");
}

function report(counts: object): void {
  const file = process.env["CONVLENS_EDITOR_REPORT"];
  if (file) writeFileSync(file, JSON.stringify(counts));
}
