/**
 * Where the nodes and edges of a model's graph lie: dagre ranks them from top to bottom or from left to right; a folded
 * module is one node.
 */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { Graph, layout } from "@dagrejs/dagre";
import { t } from "../../ui/l10n.ts";
import {
  CHARACTER,
  type Family,
  LABEL_HEIGHT,
  type Line,
  type Link,
  labelWidth,
  type Picture,
  type Sized,
  type SizedNode,
} from "./graph-picture.ts";
import { stacked } from "./layout-large.ts";

const plain = { rows: [], shared: false, findings: 0, failed: false } as const;
/** Nodes beyond which dagre takes its time: half a second for 150, many for 500, and no more than that. */
const MANY = 90;
const HEIGHT = 40;

/** `across`: from left to right. */
export function layoutOf(summary: ModelSummary, collapsed: ReadonlySet<string>, across = false): Picture {
  const nodeOf = new Map<number, string>(); // row → node
  const sized = new Map<string, SizedNode>();
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
  const lines = linesOf(summary.edges, nodeOf);
  return sized.size > MANY ? stacked(sized, lines, across) : ranked(sized, lines, across);
}

/** Each edge once between the nodes that are seen. */
function linesOf(edges: ModelSummary["edges"], nodeOf: ReadonlyMap<number, string>): Line[] {
  const lines = new Map<string, Line>();
  const labelled = new Set<string>();
  for (const { from, to, shape } of edges) {
    const [source, target] = [nodeOf.get(from), nodeOf.get(to)];
    const key = `${source}→${target}→${shape}`;
    if (source === undefined || target === undefined || source === target || lines.has(key)) continue;
    // what leaves a node is said once, beside its edge; an output says it itself
    const said = labelled.has(`${source}→${shape}`) || target.startsWith("output ");
    labelled.add(`${source}→${shape}`);
    lines.set(key, { from: source, to: target, shape, label: said ? "" : shape });
  }
  return [...lines.values()];
}

/** As dagre lays them out. */
function ranked(sized: Sized, lines: readonly Line[], across: boolean): Picture {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: across ? "LR" : "TB",
    ...(across ? { nodesep: 18, ranksep: 22 } : { nodesep: 28, ranksep: 18 }),
    edgesep: 14,
    marginx: 16,
    marginy: 16,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [id, { width, height }] of sized) graph.setNode(id, { width, height });
  const place = across ? { labelpos: "c" } : { labelpos: "r", labeloffset: 6 };
  for (const { from, to, shape, label } of lines) {
    const width = label === "" ? 1 : labelWidth(label);
    graph.setEdge(from, to, { label, width, height: label === "" ? 1 : LABEL_HEIGHT, ...place }, shape);
  }
  layout(graph);
  return picture(graph, sized);
}

function picture(graph: Graph, sized: Sized): Picture {
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
  ["linear", /linear|dense|attention|embedding|matmul|gemm|einsum/i],
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
