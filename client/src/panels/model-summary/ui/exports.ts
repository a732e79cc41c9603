/** The summary for other programs: CSV and Markdown of the table, SVG of the graph as it is drawn. */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { columnsOf } from "./columns.ts";

export function csvOf(summary: ModelSummary): string {
  return `${cellsOf(summary)
    .map((line) =>
      line.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(","),
    )
    .join("\r\n")}\r\n`;
}

export function markdownOf(summary: ModelSummary): string {
  const [head, ...lines] = cellsOf(summary).map((line) =>
    line.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")),
  );
  const rule = head!.map(() => "---");
  const { params, macs, bytes } = summary.totals;
  const rows = [head!, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
  return `## ${summary.model}\n\n${rows}\n\n${params} parameters · ${macs} MACs · ${bytes}\n`;
}

function cellsOf({ rows, run }: ModelSummary): string[][] {
  const columns = columnsOf(run !== undefined && !("refused" in run), rows);
  const nameOf = ({ modules, name }: SummaryRow): string =>
    [modules.at(-1)?.path, name].filter(Boolean).join(".");
  return [
    ["Layer", "Type", ...columns.map(({ name }) => name), "Findings"],
    ...rows.map((row) => [
      nameOf(row),
      row.arguments === "" ? row.op : `${row.op}(${row.arguments})`,
      ...columns.map(({ value }) => value(row)),
      row.findings.map(({ code, message }) => `${code}: ${message}`).join("; "),
    ]),
  ];
}

const DRAWN = [
  "fill",
  "stroke",
  "stroke-width",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "opacity",
  "paint-order",
];

/** The graph of the page with its colours written into it, at its natural size. */
export function svgOf(graph: SVGSVGElement, width: number, height: number): string {
  const copy = graph.cloneNode(true) as SVGSVGElement;
  const [originals, copies] = [graph.querySelectorAll("*"), copy.querySelectorAll("*")];
  originals.forEach((original, i) => {
    const style = getComputedStyle(original);
    const element = copies[i]!;
    for (const name of DRAWN) element.setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role", "data-node"]) element.removeAttribute(name);
  });
  copy.querySelector("g")?.removeAttribute("transform");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  copy.setAttribute("width", `${width}`);
  copy.setAttribute("height", `${height}`);
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}
