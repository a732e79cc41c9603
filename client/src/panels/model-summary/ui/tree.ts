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

/** Lines that a model has at least, where there is something to unfold. */
const FEW = 8;

/**
 * What is folded until a person says otherwise: of a large model its outermost modules, so that few nodes are left; where
 * they are too few, the largest of them is unfolded.
 */
export function firstFolded(rows: readonly SummaryRow[]): string[] {
  if (rows.length <= MANY) return [];
  const under = new Map<string, SummaryRow[]>();
  for (const row of rows)
    for (const { path } of row.modules) under.set(path, [...(under.get(path) ?? []), row]);
  const folded = new Set(rows.flatMap(({ modules: [first] }) => first?.path ?? []));
  for (;;) {
    const lines =
      folded.size + rows.filter(({ modules }) => !modules.some(({ path }) => folded.has(path))).length;
    const [largest] = [...folded].sort((a, b) => under.get(b)!.length - under.get(a)!.length);
    if (lines >= FEW || largest === undefined) return [...folded];
    const inside = under.get(largest)!.flatMap(({ modules }) => {
      const at = modules.findIndex(({ path }) => path === largest);
      return modules[at + 1]?.path ?? [];
    });
    if (inside.length === 0) return [...folded];
    folded.delete(largest);
    for (const path of inside) folded.add(path);
  }
}
