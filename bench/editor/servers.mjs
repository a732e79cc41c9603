// Language servers as the benchmark sees them: ours and TypeScript 7's by the language server protocol, TypeScript 6's by
// its own. Each edits a document and waits for its errors.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

const require = createRequire(import.meta.url);
const packageFolder = (name) => require.resolve(`${name}/package.json`).replace(/package\.json$/, "");
const ours = new URL("../../dist/server.js", import.meta.url).pathname;

// as the extension gives it; the first start fills it
const compiled = `--cache-folder=${new URL("../../.cache/bench-compiled", import.meta.url).pathname}`;

/** Starts a server on a folder by its name. */
export const servers = {
  convlens: (folder) => protocolServer(folder, process.execPath, [ours, "--stdio", compiled]),
  tsserver: typescript6,
  tsgo: (folder) => protocolServer(folder, nativeTypeScript(), ["--lsp", "--stdio"]),
};

function nativeTypeScript() {
  const name = `@typescript/typescript-${process.platform}-${process.arch}`;
  const binary = `${packageFolder(name)}lib/tsc${process.platform === "win32" ? ".exe" : ""}`;
  if (!existsSync(binary)) throw new Error(`TypeScript 7 has no ${binary}`);
  return binary;
}

/** What a process holds in memory, and held at most, in MB; undefined where the system does not tell. */
export function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const of = (field) => Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)[1]) / 1024);
    return { now: of("VmRSS"), most: of("VmHWM") };
  } catch {
    return undefined;
  }
}

async function protocolServer(folder, command, args) {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"], cwd: folder });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const versions = new Map();
  const uriOf = (file) => pathToFileURL(`${folder}/${file}`).href;
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.onRequest(() => null);
  connection.onUnhandledNotification(() => {});
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "bench" }],
    capabilities: { textDocument: { diagnostic: {} }, workspace: { workspaceFolders: true } },
  });
  await connection.sendNotification("initialized", {});
  const ask = (method, file, params) =>
    connection.sendRequest(method, { textDocument: { uri: uriOf(file) }, ...params });
  return {
    pid: child.pid,
    connection,
    uriOf,
    open(file, text) {
      versions.set(file, 1);
      return connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: uriOf(file), languageId: "typescript", version: 1, text },
      });
    },
    change(file, range, text) {
      versions.set(file, versions.get(file) + 1);
      return connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: uriOf(file), version: versions.get(file) },
        contentChanges: [{ range, text }],
      });
    },
    errors: async (file) => (await ask("textDocument/diagnostic", file)).items.map(({ message }) => message),
    hover: (file, position) => ask("textDocument/hover", file, { position }),
    hints: (file, range) => ask("textDocument/inlayHint", file, { range }),
    lenses: (file) => ask("textDocument/codeLens", file),
    async stop() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      connection.dispose();
      child.kill();
    },
  };
}

async function typescript6(folder) {
  const script = `${packageFolder("typescript6")}lib/tsserver.js`;
  const child = spawn(process.execPath, [script, "--disableAutomaticTypingAcquisition"], {
    stdio: ["pipe", "pipe", "ignore"],
    cwd: folder,
  });
  const listeners = new Set();
  let buffer = "";
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (chunk) => {
    buffer += chunk;
    for (;;) {
      // a head, an empty line, a message that ends with the line
      const [, message, rest] = /^Content-Length: \d+\r?\n\r?\n([^\n]*)\n([\s\S]*)$/.exec(buffer) ?? [];
      if (message === undefined) return;
      buffer = rest;
      for (const listener of listeners) listener(JSON.parse(message));
    }
  });
  let last = 0;
  const send = (command, given) => {
    child.stdin.write(`${JSON.stringify({ seq: ++last, type: "request", command, arguments: given })}\n`);
    return last;
  };
  const heard = (wanted) =>
    new Promise((resolve) => {
      const listener = (message) => {
        if (!wanted(message)) return;
        listeners.delete(listener);
        resolve(message);
      };
      listeners.add(listener);
    });
  const request = (command, given) => {
    const seq = send(command, given);
    return heard(({ request_seq }) => request_seq === seq);
  };
  const place = ({ line, character }) => ({ line: line + 1, offset: character + 1 });
  const update = (parts) =>
    send("updateOpen", { openFiles: [], closedFiles: [], changedFiles: [], ...parts });
  await request("configure", { hostInfo: "bench" });
  return {
    pid: child.pid,
    open: (file, text) =>
      update({ openFiles: [{ file: `${folder}/${file}`, fileContent: text, scriptKindName: "TS" }] }),
    change: (file, { start, end }, newText) =>
      update({
        changedFiles: [
          {
            fileName: `${folder}/${file}`,
            textChanges: [{ newText, start: place(start), end: place(end) }],
          },
        ],
      }),
    async errors(file) {
      const found = heard(({ event }) => event === "semanticDiag");
      send("geterr", { files: [`${folder}/${file}`], delay: 0 });
      return (await found).body.diagnostics.map(({ text }) => text);
    },
    hover: (file, position) => request("quickinfo", { file: `${folder}/${file}`, ...place(position) }),
    async stop() {
      send("exit", {});
      child.kill();
    },
  };
}
