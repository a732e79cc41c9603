/**
 * The imports of a part of the project as they stand in its files, types included, and whether they go in circles.
 *
 *   circles(importsOf("server/src").map(({ from, to }) => [folderOf(from), folderOf(to)]))     // []
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

export const root = new URL("../..", import.meta.url).pathname;

export interface Import {
  readonly from: string; // "server/src/ide/hover.ts"
  readonly to: string;
  readonly types: boolean; // nothing of it is there at run time
}
/** What stands on what: two folders, two files. */
export type Edge = readonly [string, string];

/** All source files below a folder. */
export const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes("node_modules/")) // what tests install is nobody's here
    .sort();

const STATEMENT = /^(?:import|export)\s+(type\s)?([^"';]*?from\s+)?"(\.[^"]+)"/gm;

/** Imports of files by files of the same folder. */
export const importsOf = (folder: string): Import[] =>
  filesIn(folder).flatMap((from) =>
    [...readFileSync(join(root, from), "utf8").matchAll(STATEMENT)].map(([, types, , path]) => ({
      from,
      to: join(dirname(from), path!),
      types: types !== undefined,
    })),
  );

/** The folder of a file; the index of a folder that has others inside is a roof over them, not one of them. */
export function folderOf(file: string, folders: ReadonlySet<string> = new Set()): string {
  const folder = dirname(file);
  const isRoof = /\/index\.tsx?$/.test(file) && [...folders].some((other) => other.startsWith(`${folder}/`));
  return isRoof ? file : folder;
}

/** Groups that reach themselves (Tarjan's strongly connected components of more than one). */
export function circles(edges: readonly Edge[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of edges) if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const path: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    path.push(node);
    for (const other of next.get(node) ?? []) {
      if (!order.has(other)) visit(other);
      if (path.includes(other)) low.set(node, Math.min(low.get(node)!, low.get(other)!));
    }
    if (low.get(node) !== order.get(node)) return;
    const group = path.splice(path.indexOf(node));
    if (group.length > 1) found.push(group.sort());
  };
  for (const node of next.keys()) if (!order.has(node)) visit(node);
  return found;
}

/** The rooms of a part: the folders right below it; what lies beside them is its roof. */
export const roomOf = (part: string, file: string): string => {
  const [room, ...inside] = relative(part, file).split("/");
  return inside.length > 0 ? room! : "(root)";
};

/** Which rooms stand on which, as a Mermaid drawing: an arrow that others say already is left out. */
export function drawingOf(part: string): string {
  const below = new Map<string, Set<string>>();
  for (const { from, to } of importsOf(part)) {
    const [a, b] = [roomOf(part, from), roomOf(part, to)];
    if (a !== b) below.set(a, (below.get(a) ?? new Set()).add(b));
  }
  const reaches = (from: string, to: string): boolean =>
    [...(below.get(from) ?? [])].some((next) => next === to || reaches(next, to));
  const arrows = [...below].flatMap(([from, all]) =>
    [...all]
      .filter((to) => ![...all].some((other) => other !== to && reaches(other, to)))
      .map((to) => `  ${nodeOf(from)} --> ${nodeOf(to)}`),
  );
  return ["```mermaid", "flowchart TB", ...arrows.sort(), "```"].join("\n");
}

/** `model-files["model-files/"]`; the root's files have a name without brackets. */
const nodeOf = (room: string): string => (room === "(root)" ? 'root["(root files)"]' : `${room}["${room}/"]`);
