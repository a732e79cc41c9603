// All checks of the project, from a fresh clone on: npm test
//
// `--release` (npm run test:release) adds what takes longer than a change should wait for.
// Every step runs whatever became of the one before, so that one run tells all; the last line counts.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { installDependencies, root, run, tool } from "./setup.mjs";

installDependencies();

const reports = `${root}.cache/reports`;
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const steps = [
  { name: "lint", command: ["node_modules/.bin/biome", "check", "--error-on-warnings"] },
  { name: "audit", command: [process.execPath, "scripts/audit.mjs"] },
  { name: "build", command: [process.execPath, "scripts/build.mjs"] },
  { name: "types", command: [process.execPath, tool("typescript/bin/tsc"), "-b"] },
  { name: "unit", command: vitest("unit", "--project", "unit", "--project", "built") },
  // a whole VS Code wants the machine for itself, and its windows are slow now and then
  { name: "workbench", command: vitest("workbench", "--project", "workbench", "--retry=1") },
  { name: "editor", command: [process.execPath, "test/editor/run.mjs", `${reports}/editor.json`] },
  { name: "web", command: [process.execPath, "test/editor/web/run.mjs", `${reports}/web.json`] },
  ...(process.argv.includes("--release")
    ? [
        { name: "isolated", command: [process.execPath, "test/editor/web/run.mjs", "--isolated"] },
        { name: "release", command: vitest("release", "--project", "release") },
      ]
    : []),
];

const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of steps) {
  console.log(`\n── ${step.name}`);
  const [command, ...args] = step.command;
  const counts = countsOf(step.name, run(command, args));
  for (const key of Object.keys(total)) total[key] += counts[key];
}
const skipped = total.skipped ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function vitest(name, ...args) {
  const report = ["--reporter=default", "--reporter=json", `--outputFile.json=${reports}/${name}.json`];
  return [process.execPath, tool("vitest/vitest.mjs"), "run", ...report, ...args];
}

/** The step's own counts where it reports them, else the step counts as one. A step that ends badly never counts as passed. */
function countsOf(name, code) {
  const report = readReport(name);
  if (!report) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = report;
  return { passed, failed: numFailedTests || (code === 0 ? 0 : 1), skipped: numPendingTests + numTodoTests };
}

function readReport(name) {
  try {
    return JSON.parse(readFileSync(`${reports}/${name}.json`, "utf8"));
  } catch {
    return undefined;
  }
}
