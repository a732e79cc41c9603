// Starts and stops one code-server on a loopback port, in a folder of its own.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { codeServer, here, node } from "./paths.mjs";

/** Settings that keep the window quiet. */
const quiet = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.enabled": false,
  "chat.disableAIFeatures": true,
  "git.enabled": false,
};

/** The same where folders are to be trusted first, and nobody does. */
const untrusting = {
  "security.workspace.trust.enabled": true,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
};

/**
 * Resolves when the server answers. `output()` is what it has printed, `gone` resolves when it has ended, and `stop()`
 * ends it with all of its children and removes its folder.
 */
export async function startServer({ settings, trust, userDataDir, extensionsDir, env, onOutput }) {
  const scratch = mkdtempSync(join(tmpdir(), "convlens-host-"));
  const user = resolve(userDataDir ?? join(scratch, "user"));
  const extensions = resolve(extensionsDir ?? join(scratch, "extensions"));
  const port = await freePort();
  mkdirSync(join(user, "User"), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(
    join(user, "User/settings.json"),
    JSON.stringify({ ...quiet, ...(trust && untrusting), ...settings }, null, 2),
  );
  writeFileSync(join(scratch, "config.yaml"), `bind-addr: 127.0.0.1:${port}\nauth: none\ncert: false\n`);

  const child = spawn(node, commandLine({ scratch, port, user, extensions, trust }), {
    env: serverEnvironment(scratch, { ...env, CONVLENS_HOST_PIPE: "1" }),
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  const keep = (text) => {
    output += text;
    onOutput?.(String(text));
  };
  child.stdin.on("error", () => {});
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const gone = new Promise((done) => child.once("exit", done));

  const stop = async () => {
    killGroup(child, "SIGTERM");
    await Promise.race([gone, sleep(3000)]);
    killGroup(child, "SIGKILL");
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  try {
    await answering(port, child);
  } catch (error) {
    await stop();
    throw new Error(`${error.message}\ncode-server said:\n${output.slice(-4000)}`);
  }
  return { port, scratch, gone, output: () => output, stop };
}

/** The environment of code-server and its command line: nothing outside `scratch` is written, no gallery is asked. */
export function serverEnvironment(scratch, extra = {}) {
  const env = {
    EXTENSIONS_GALLERY: "{}",
    ...process.env,
    ...extra,
    XDG_DATA_HOME: join(scratch, "share"),
    XDG_CACHE_HOME: join(scratch, "cache"),
    TMPDIR: scratch,
  };
  // started from a terminal inside VS Code it must not take itself for that one
  for (const name of ["VSCODE_IPC_HOOK_CLI", "ELECTRON_RUN_AS_NODE", "NODE_OPTIONS"]) delete env[name];
  env.PATH = `${dirname(node)}:${env.PATH}`;
  return env;
}

function commandLine({ scratch, port, user, extensions, trust }) {
  const options = {
    config: join(scratch, "config.yaml"),
    auth: "none",
    "bind-addr": `127.0.0.1:${port}`,
    "user-data-dir": user,
    "extensions-dir": extensions,
    "session-socket": join(scratch, "session.sock"),
  };
  const flags = [
    "disable-telemetry",
    "disable-update-check",
    ...(trust ? [] : ["disable-workspace-trust"]),
    "disable-getting-started-override",
    "disable-proxy",
    "ignore-last-opened",
  ];
  return [
    ...["--require", join(here, "die-with-parent.cjs"), codeServer],
    ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    ...flags.map((flag) => `--${flag}`),
    // without it a built VS Code ignores the extension under development and its tests
    ...["--vscode-option", "enable-smoke-test-driver", "--vscode-option", "skip-welcome"],
  ];
}

const freePort = () =>
  new Promise((done, failed) => {
    const probe = createServer().once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

async function answering(port, child) {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`code-server ended with ${child.exitCode}.`);
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error("code-server did not answer within a minute.");
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
}
