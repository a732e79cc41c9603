// All checks of the project, from a fresh clone on: npm test
//
// `--release` (npm run test:release) adds what takes longer than a change should wait for.
// Every step runs whatever became of the ones before, so that one run tells all; the last line counts.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { installDependencies, root, start, tool } from "./setup.mjs";

const node = (name, ...command) => ({ name, command: [process.execPath, ...command] });
const headless = process.platform === "linux" && process.arch === "x64";

// whoever opens a browser later finds it here: two that install it at once are in each other's way. It waits for other
// machines most of the time, and needs nothing of what is installed below: so it begins first
const host = headless ? [begun(node("host", "test/host/install.mjs"))] : [];
installDependencies();

const reports = `${root}.cache/reports`;
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

/** Rounds of lanes: the lanes of a round run beside each other, the steps of a lane one after the other. */
const rounds = [
  [
    [node("build", "scripts/build.mjs"), node("types", tool("typescript/bin/tsc"), "-b")],
    [
      { name: "lint", command: ["node_modules/.bin/biome", "check", "--error-on-warnings"] },
      node("audit", "scripts/audit.mjs"),
    ],
    host,
  ],
  [
    [vitest("unit", "--project", "unit", "--project", "alone", "--project", "built")],
    [
      node("editor", "test/editor/run.mjs", `${reports}/editor.json`),
      node("web", "test/editor/web/run.mjs", `${reports}/web.json`),
    ],
  ],
  // a person's hand in a whole VS Code wants the machine for itself, and its windows are slow now and then
  [[vitest("workbench", "--project", "workbench", "--no-file-parallelism", "--retry=2")]],
];
if (process.argv.includes("--release"))
  rounds.push(
    [[node("isolated", "test/editor/web/run.mjs", "--isolated")]],
    [[vitest("release", "--project", "release", "--no-file-parallelism", "--retry=1")]],
  );

const total = { passed: 0, failed: 0, skipped: 0 };
for (const lanes of rounds) await Promise.all(lanes.map((lane, at) => runLane(lane, at === 0)));
const skipped = total.skipped ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** What the first lane says is seen as it comes; of the others each step is told whole, between two lines, when it has ended. */
async function runLane(steps, watched) {
  for (const step of steps) {
    const { name } = step;
    if (watched) console.log(`\n── ${name}`);
    const { ended, from } = "ended" in step ? step : begun(step, { quiet: !watched });
    const { code, output } = await ended;
    const seconds = Math.round((performance.now() - from) / 1000);
    if (watched) console.log(`── ${name} took ${seconds} s`);
    else console.log(`\n── ${name}, meanwhile\n${output}── ${name} took ${seconds} s\n`);
    const counts = countsOf(name, code);
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
}

/** The step under way, since when, and how it will have ended. */
function begun(step, { quiet = true } = {}) {
  return { ...step, from: performance.now(), ended: start(step.command, { quiet }) };
}

function vitest(name, ...args) {
  const report = ["--reporter=default", "--reporter=json", `--outputFile.json=${reports}/${name}.json`];
  return node(name, tool("vitest/vitest.mjs"), "run", ...report, ...args);
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
