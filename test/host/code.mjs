// A stand-in for the `code` executable: takes the command line that @vscode/test-electron gives to VS Code, runs it in the
// headless host and exits with the tests' code. CONVLENS_HOST_VERBOSE=1 shows the workbench's own log.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format, parseArgs } from "node:util";
import { exits, startHost } from "./host.mjs";
import { codeServer, node } from "./paths.mjs";
import { serverEnvironment } from "./server.mjs";

const timeout = 600_000;
const verbose = Boolean(process.env.CONVLENS_HOST_VERBOSE);
const management = ["--install-extension", "--uninstall-extension", "--list-extensions", "--version"];
/** The workbench's own log arrives the same way as what the tests print. */
const noise =
  /^(Resolv(ing|ed) connection token|Creating a socket|Creation of workbench contribution|Updating additional builtin|Ignoring fetching additional builtin|No search provider registered|An unknown error occurred\. Please consult|\[(reconnection-grace-time|Service Worker|AgentHost|AccountPolicyGate|driver))|\/vs\/code\/browser\/workbench\/workbench\.js:/;

const args = process.argv.slice(2);
process.exit(
  args.some((arg) => management.includes(arg.split("=")[0])) ? manageExtensions() : await runTests(),
);

function manageExtensions() {
  const scratch = mkdtempSync(join(tmpdir(), "convlens-host-"));
  const kept = args.filter(
    (arg) =>
      !/^--(no-sandbox|disable-gpu-sandbox|disable-updates|skip-.*|disable-workspace-trust)$/.test(arg),
  );
  const result = spawnSync(node, [codeServer, "--config", "/dev/null", ...kept], {
    stdio: "inherit",
    env: serverEnvironment(scratch),
  });
  rmSync(scratch, { recursive: true, force: true });
  return result.status ?? 1;
}

async function runTests() {
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    options: Object.fromEntries(
      ["extensionDevelopmentPath", "extensionTestsPath", "user-data-dir", "extensions-dir"].map((name) => [
        name,
        { type: "string" },
      ]),
    ),
  });
  let host;
  try {
    host = await startHost({
      workspace: positionals[0],
      extension: values.extensionDevelopmentPath,
      tests: values.extensionTestsPath,
      userDataDir: values["user-data-dir"],
      extensionsDir: values["extensions-dir"],
      payload: values["disable-extensions"] ? [["disableExtensions", "true"]] : [],
      onLog: (type, parts) => print(type, format(...parts)),
      onPage: (kind, text) => verbose && process.stderr.write(`[${kind}] ${text}\n`),
      onOutput: (text) => verbose && process.stderr.write(text),
    });
    return await Promise.race([host.exitCode, timedOut(), interrupted()]);
  } catch (error) {
    process.stderr.write(`${error.stack ?? error}\n`);
    return exits.notStarted;
  } finally {
    await host?.stop();
  }
}

function print(type, text) {
  if (!verbose && noise.test(text)) return;
  (type === "error" ? process.stderr : process.stdout).write(`${text}\n`);
}

function timedOut() {
  return new Promise((done) => setTimeout(done, timeout, exits.timeout).unref());
}

function interrupted() {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => done(exits.interrupted));
  });
}
