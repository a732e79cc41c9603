/**
 * The rows of a summary as they are seen: headings for modules, layers below them, folded modules without their layers.
 *
 *   layer1            Sequential   ▾
 *     0               BasicBlock   ▸     (folded)
 *     1               BasicBlock   ▾
 *       conv1         Conv2d
 */
import type { SummaryRow } from "@convlens/server/protocol";

export interface Heading {
  readonly kind: "module";
  readonly key: string; // unique, also where a module is used twice
  readonly path: string;
  readonly name: string; // the path's last part
  readonly type: string;
  readonly depth: number;
  readonly folded: boolean;
  readonly rows: readonly SummaryRow[]; // all below it
}
export interface Leaf {
  readonly kind: "layer";
  readonly key: string;
  readonly depth: number;
  readonly row: SummaryRow;
}
export type Line = Heading | Leaf;

export function linesOf(rows: readonly SummaryRow[], collapsed: ReadonlySet<string>): Line[] {
  const lines: Line[] = [];
  let open: readonly string[] = [];
  for (const [i, row] of rows.entries()) {
    const paths = row.modules.map(({ path }) => path);
    let shared = 0;
    while (shared < paths.length && paths[shared] === open[shared]) shared++;
    const foldedAt = row.modules.findIndex(({ path }) => collapsed.has(path));
    const visible = foldedAt < 0 ? row.modules.length : foldedAt + 1;
    for (let depth = shared; depth < visible; depth++) {
      const { path, type } = row.modules[depth]!;
      const parent = row.modules[depth - 1]?.path;
      lines.push({
        kind: "module",
        key: `${path} ${i}`,
        path,
        name: parent && path.startsWith(`${parent}.`) ? path.slice(parent.length + 1) : path,
        type,
        depth,
        folded: collapsed.has(path),
        rows: run(rows, i, depth, path),
      });
    }
    if (foldedAt < 0) lines.push({ kind: "layer", key: `${row.id}`, depth: row.modules.length, row });
    open = paths;
  }
  return lines;
}

/** The rows from `start` on that are below a module. */
function run(rows: readonly SummaryRow[], start: number, depth: number, path: string): SummaryRow[] {
  let end = start;
  while (end < rows.length && rows[end]!.modules[depth]?.path === path) end++;
  return rows.slice(start, end);
}

/** Every module's path. */
export const pathsOf = (rows: readonly SummaryRow[]): string[] => [
  ...new Set(rows.flatMap(({ modules }) => modules.map(({ path }) => path))),
];

/** Rows beyond which a model is not taken in at a glance. */
const MANY = 60;

/** What is folded until a person says otherwise: of a large model its outermost modules, so that few nodes are left. */
export function firstFolded(rows: readonly SummaryRow[]): string[] {
  if (rows.length <= MANY) return [];
  const outermost = new Set(rows.flatMap(({ modules: [first] }) => first?.path ?? []));
  return [...outermost];
}
