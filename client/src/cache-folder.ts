/** Where compiled code of ours is kept. */
import { homedir } from "node:os";
import { join } from "node:path";

const { env, platform } = process;

/**
 * Where the system keeps what can be made again. Not in the extension's storage, which VS Code names when it activates us: the
 * server starts before.
 */
export const cacheFolder = join(
  platform === "win32"
    ? (env.LOCALAPPDATA ?? join(homedir(), "AppData/Local"))
    : platform === "darwin"
      ? join(homedir(), "Library/Caches")
      : env.XDG_CACHE_HOME || join(homedir(), ".cache"),
  "convlens",
);
