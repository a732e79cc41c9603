/**
 * Which files of many can meet a tensor: those that name a library that is understood, or import one that does. Each is
 * read once and none is parsed, so that a repository in which few files are of models costs little more than reading it.
 *
 *   importGraph(files, host, resolver, () => dialects).inReach
 */

import type { FileHost } from "../disk/file-host.ts";
import type { Dialect } from "../facts/dialect.ts";
import { linksIn } from "./relevance.ts";
import type { Resolver } from "./resolve.ts";

export interface ImportGraph {
  /** Of the files that were given, in their order, those that reach a library. */
  readonly inReach: readonly string[];
  /** The files that import this one, directly or not, itself among them. */
  importersOf(file: string): ReadonlySet<string>;
}

/** `each` is told before every file how many were read, and how many of them are in reach for certain. */
export function importGraph(
  files: readonly string[],
  host: Pick<FileHost, "read">,
  resolver: Resolver,
  dialectsOf: (file: string) => readonly Dialect[],
  each: (done: number, speaking: number) => void = () => {},
): ImportGraph {
  const importers = new Map<string, string[]>();
  const speaking: string[] = [];
  const open = [...files];
  const seen = new Set(open);
  for (let i = 0; i < open.length; i++) {
    const file = open[i]!;
    each(i, speaking.length);
    const text = host.read(file);
    if (text === undefined) continue;
    const { specifiers, speaksOfTensors } = linksIn(text, dialectsOf(file));
    // a comment of ours that silences nothing is told of wherever it stands
    if (speaksOfTensors || text.includes("convlens-disable")) speaking.push(file);
    for (const specifier of specifiers) {
      const target = resolver.resolve(specifier, file);
      if (target === undefined) continue;
      const known = importers.get(target);
      if (known) known.push(file);
      else importers.set(target, [file]);
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  const upwards = (from: readonly string[]): Set<string> => {
    const reached = new Set(from);
    for (const file of reached) for (const importer of importers.get(file) ?? []) reached.add(importer);
    return reached;
  };
  const reached = upwards(speaking);
  return {
    inReach: files.filter((file) => reached.has(file)),
    importersOf: (file) => upwards([file]),
  };
}
