/**
 * A script as V8 compiled it the last time: for a large one, that is half of what it takes to load it.
 *
 *   const { exports, keep } = runCompiled("/extension/dist/language-server.js", "/home/me/.cache/convlens");
 *   keep(); // when nobody waits: writes what was compiled by now, where that is more than there was to take
 */
import { isAscii } from "node:buffer";
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";
import { Script } from "node:vm";

/** What was written so long before, by another version, is removed. */
const OLD_MS = 30 * 24 * 3600 * 1000;
const ENDING = ".compiled";
/** So much more code than was taken is worth writing. */
const MORE = 1.05;

/**
 * Runs a CommonJS script. `folder`: where compiled code lies, made if it is not there; without one nothing is kept. What lies there is run: a folder that
 * others may write to is not used. Throws what the script throws, and where it cannot be read.
 */
export function runCompiled(script: string, folder: string | undefined): { exports: unknown; keep(): void } {
  const bytes = readFileSync(script);
  const text = isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8"); // half of the memory
  const file = folder && isOurs(folder) ? join(folder, nameOf(script)) : undefined;
  const cachedData = file === undefined ? undefined : read(file);
  const compiled = new Script(`(function (exports, require, module, __filename, __dirname) {${text}\n})`, {
    filename: script,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  compiled.runInThisContext()(module.exports, createRequire(script), module, script, dirname(script));
  const taken = compiled.cachedDataRejected === false ? cachedData!.length : 0;
  let kept = false;
  return {
    exports: module.exports,
    keep() {
      if (kept || file === undefined) return;
      kept = true;
      const data = compiled.createCachedData();
      if (data.length > taken * MORE) void write(file, data).catch(() => {}); // it is as slow the next time
    },
  };
}

/**
 * Changes with all that compiled code depends on; V8 itself compares no more than the script's length. No hash: to load what
 * makes one takes longer than all else here.
 */
function nameOf(script: string): string {
  const { dev, ino, size, mtimeMs } = statSync(script);
  const key = [dev, ino, size, Math.round(mtimeMs * 1000), cachedDataVersionTag()];
  return `${basename(script, ".js")}-${key.map((part) => part.toString(36)).join("-")}${ENDING}`;
}

function isOurs(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory()) return false;
    return !process.getuid || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
  } catch {
    return false;
  }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: others read it meanwhile. */
async function write(file: string, data: Buffer): Promise<void> {
  const unfinished = `${file}.${process.pid}`;
  const handle = await open(unfinished, "w", 0o600);
  try {
    await handle.writeFile(data);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  const [folder, now] = [dirname(file), modified(file)];
  for (const other of readdirSync(folder).map((name) => join(folder, name)))
    if (other.includes(ENDING) && now - modified(other) > OLD_MS) await rm(other, { force: true });
}

/** Infinite where it is gone: another process has removed it. */
const modified = (file: string): number => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
