/**
 * Where the nodes and edges of a model's graph lie: dagre ranks them from top to bottom or from left to right; a folded
 * module is one node.
 */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { Graph, layout } from "@dagrejs/dagre";
import { t } from "../../ui/l10n.ts";

export interface Node {
  readonly id: string;
  readonly kind: "input" | "layer" | "module" | "output";
  readonly title: string;
  readonly detail: string;
  /** What a press on it shows: its row, or the first row of its module. */
  readonly row?: SummaryRow;
  readonly path?: string; // of a folded module
  readonly rows: readonly SummaryRow[]; // that it stands for
  readonly shared: boolean; // its weights are those of an earlier node
  readonly family?: Family; // of a layer
  readonly findings: number;
  readonly failed: boolean;
  readonly x: number; // centre
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
/** Layers of one kind are seen to be. */
export type Family = "convolution" | "linear" | "pooling" | "norm" | "activation";
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly labelAt: { readonly x: number; readonly y: number };
}
export interface Picture {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  readonly width: number;
  readonly height: number;
}

const plain = { rows: [], shared: false, findings: 0, failed: false } as const;
/** Nodes beyond which the layout takes short cuts. */
const MANY = 150;
const HEIGHT = 40;
const CHARACTER = 6.6; // the width of one, on average
const LABEL_HEIGHT = 14;

/** `across`: from left to right. */
export function layoutOf(summary: ModelSummary, collapsed: ReadonlySet<string>, across = false): Picture {
  const nodeOf = new Map<number, string>(); // row → node
  const sized = new Map<string, Omit<Node, "x" | "y">>();
  summary.inputs.forEach(({ name, shape }, i) => {
    const id = `input ${i}`;
    nodeOf.set(-1 - i, id);
    sized.set(id, {
      id,
      kind: "input",
      title: name,
      detail: shape,
      ...plain,
      ...sizeFor(name, shape),
    });
  });
  summary.outputs.forEach((shape, i) => {
    const id = `output ${i}`;
    const title = summary.outputs.length > 1 ? t("output {0}", i) : t("output");
    nodeOf.set(summary.rows.length + i, id);
    sized.set(id, { id, kind: "output", title, detail: shape, ...plain, ...sizeFor(title, shape) });
  });
  for (const row of summary.rows) {
    const folded = row.modules.find(({ path }) => collapsed.has(path));
    const id = folded ? `module ${folded.path}` : `row ${row.id}`;
    nodeOf.set(row.id, id);
    const before = sized.get(id);
    const title = folded ? folded.path : titleOf(row);
    const rows = [...(before?.rows ?? []), row];
    const detail = folded ? t("{0} · {1} layers", folded.type, rows.length) : detailOf(row);
    sized.set(id, {
      id,
      kind: folded ? "module" : "layer",
      title,
      detail,
      row: before?.row ?? row,
      rows,
      shared: !folded && row.shared,
      ...(folded ? { path: folded.path } : familyOf(row.op)),
      findings: (before?.findings ?? 0) + row.findings.length,
      failed: (before?.failed ?? false) || row.failed,
      ...sizeFor(title, detail),
    });
  }
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: across ? "LR" : "TB",
    ...(across ? { nodesep: 18, ranksep: 22 } : { nodesep: 28, ranksep: 18 }),
    edgesep: 14,
    marginx: 16,
    marginy: 16,
    // the best ranks take seconds where there are hundreds of nodes
    ...(sized.size > MANY && { ranker: "longest-path" }),
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of sized) graph.setNode(id, { width, height });
  const seen = new Set<string>();
  const labelled = new Set<string>();
  for (const { from, to, shape } of summary.edges) {
    const [source, target] = [nodeOf.get(from), nodeOf.get(to)];
    const key = `${source}→${target}→${shape}`;
    if (source === undefined || target === undefined || source === target || seen.has(key)) continue;
    seen.add(key);
    // what leaves a node is said once, beside its edge; an output says it itself
    const said = labelled.has(`${source}→${shape}`) || target.startsWith("output ");
    labelled.add(`${source}→${shape}`);
    const width = said ? 1 : shape.length * CHARACTER * 0.9 + 8;
    const place = across ? { labelpos: "c" } : { labelpos: "r", labeloffset: 6 };
    graph.setEdge(
      source,
      target,
      { label: said ? "" : shape, width, height: said ? 1 : LABEL_HEIGHT, ...place },
      shape,
    );
  }
  layout(graph);
  return picture(graph, sized);
}

function picture(graph: Graph, sized: ReadonlyMap<string, Omit<Node, "x" | "y">>): Picture {
  const nodes = [...sized.values()].map((node) => {
    const { x, y } = graph.node(node.id) as { x: number; y: number };
    return { ...node, x, y };
  });
  const links = graph.edges().map((edge): Link => {
    const { points, x, y, label } = graph.edge(edge) as {
      points: { x: number; y: number }[];
      x: number;
      y: number;
      label: string;
    };
    return { from: edge.v, to: edge.w, label, points, labelAt: { x, y } };
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return { nodes, links, width, height };
}

const families: readonly (readonly [Family, RegExp])[] = [
  ["convolution", /conv|fold/i],
  ["linear", /linear|dense|attention|embedding|matmul/i],
  ["pooling", /pool/i],
  ["norm", /norm/i],
  ["activation", /relu|elu|gelu|silu|mish|sigmoid|tanh|softmax|softplus|swish|activation/i],
];

function familyOf(op: string): { family?: Family } {
  const found = families.find(([, names]) => names.test(op));
  return found ? { family: found[0] } : {};
}

/** "conv1"; where the name is only a number, what it is counted in too: "conv.0.2". */
function titleOf({ name, modules }: SummaryRow): string {
  if (!/^\d+$/.test(name)) return name;
  return /[^.]*[^.\d][^.]*(\.\d+)*$/.exec(`${modules.at(-1)?.path ?? ""}.${name}`)?.[0] ?? name;
}

const detailOf = ({ op, name, kernel, shared }: SummaryRow): string => {
  const own = kindOf({ op, name, kernel });
  return shared ? [own, t("shared")].filter(Boolean).join(" · ") : own;
};

const kindOf = ({ op, name, kernel }: Pick<SummaryRow, "op" | "name" | "kernel">): string => {
  const window = /\d/.test(kernel) ? ` ${kernel.replace(/^\[|\]$/g, "").replaceAll(", ", "×")}` : "";
  return name === op ? window.trim() : op + window;
};

function sizeFor(title: string, detail: string): { width: number; height: number } {
  const width = Math.max(title.length, detail.length) * CHARACTER + 28;
  return { width: Math.max(88, Math.ceil(width)), height: HEIGHT };
}
