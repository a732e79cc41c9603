/** `--changed`: files that differ from a revision, and those that see them through imports. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { Configurations } from "../../config/find.ts";
import { listingHost } from "../../disk/listing-host.ts";
import { nodeHost } from "../../disk/node-host.ts";
import { importGraph } from "../../project/reach.ts";
import { createResolver } from "../../project/resolve.ts";
import { UsageError } from "../terminal/usage-error.ts";

export const changedFiles = {
  isRevision: (name: string): boolean =>
    !name.startsWith("-") && git("rev-parse", "--verify", "--quiet", `${name}^{commit}`) !== undefined,

  /** Those of the files that changed since the revision, untracked ones and all that import them included. */
  withImporters(files: readonly string[], since: string): string[] {
    const top = git("rev-parse", "--show-toplevel")?.trim();
    if (top === undefined)
      throw new UsageError("--changed asks git, and this folder is in no repository of it");
    const differing = git("diff", "--name-only", "-z", "--relative", since, "--");
    const untracked = git("ls-files", "--others", "--exclude-standard", "-z");
    if (differing === undefined || untracked === undefined)
      throw new UsageError(`git cannot compare with ${since}`);
    const changed = new Set(
      `${differing}\0${untracked}`
        .split("\0")
        .filter(Boolean)
        .map((name) => resolve(name).replaceAll("\\", "/")),
    );
    const host = listingHost(nodeHost);
    const configurations = new Configurations(host);
    const graph = importGraph(files, host, createResolver(host), (file) => configurations.of(file).dialects);
    const concerned = new Set([...changed].flatMap((file) => [...graph.importersOf(file)]));
    return files.filter((file) => concerned.has(file));
  },
};

/** What git prints; undefined where it fails. A repository's own settings start no program. */
export function git(...args: string[]): string | undefined {
  const { status, stdout } = spawnSync(
    "git",
    ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=", ...args],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    },
  );
  return status === 0 ? stdout : undefined;
}
