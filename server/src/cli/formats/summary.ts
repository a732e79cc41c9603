/** A model's table as text (torchinfo's columns), JSON, CSV, Markdown, or one page of HTML to attach to an issue. */
import { type Dim, isUnknown, pretty, prettyShape } from "@convlens/engine/specs";
import { perItem, showBytes } from "../../ide/hover-math.ts";
import type { ModelTable, TableRow } from "../../ide/model-table.ts";
import { translated } from "../../texts/index.ts";
import { jsonDim, jsonShape } from "../checking/checked-file.ts";
import { tableText } from "../terminal/table.ts";

export interface Column {
  readonly title: string;
  /** A cell for a person. */
  text(row: TableRow, table: ModelTable): string;
}

const count = (dim: Dim | undefined): string =>
  dim === undefined
    ? "--"
    : typeof dim === "number"
      ? dim.toLocaleString("en-US")
      : isUnknown(dim)
        ? "?"
        : pretty(dim).replace(/(?<!\w)\d{4,}/g, (digits) => Number(digits).toLocaleString("en-US"));

const share = (part: Dim, total: Dim): string =>
  typeof part === "number" && typeof total === "number" && total > 0
    ? `${((100 * part) / total).toFixed(2)}%`
    : "--";

const axes = (dims: readonly Dim[] | undefined): string =>
  dims === undefined || dims.length === 0
    ? "--"
    : new Set(dims.map(pretty)).size === 1
      ? pretty(dims[0]!)
      : dims.map(pretty).join(" × ");

/** By the names that `--columns` takes. */
export const columns: Readonly<Record<string, Column>> = {
  input: { title: "Input Shape", text: ({ input }) => prettyShape(input) },
  output: { title: "Output Shape", text: ({ output }) => prettyShape(output) },
  kernel: { title: "Kernel Shape", text: ({ kernel }) => kernel },
  groups: { title: "Groups", text: ({ groups }) => String(groups ?? "--") },
  params: {
    title: "Param #",
    text: ({ params, shared }) => (params !== undefined && shared ? "(shared)" : count(params)),
  },
  percent: {
    title: "Param %",
    text: ({ params, shared }, { totals }) =>
      params === undefined || shared ? "--" : share(params, totals.params),
  },
  macs: { title: "Mult-Adds", text: ({ macs }) => (macs === 0 ? "--" : count(macs)) },
  field: { title: "Receptive Field", text: ({ field }) => axes(field) },
  jump: { title: "Jump", text: ({ jump }) => axes(jump) },
  trainable: {
    title: "Trainable",
    text: ({ params }) => (params === undefined || params === 0 ? "--" : "True"),
  },
};

export const USUAL_COLUMNS = [
  "input",
  "output",
  "kernel",
  "groups",
  "params",
  "percent",
  "macs",
  "field",
  "trainable",
];

const headOf = (chosen: readonly string[]): string[] => [
  "Layer (type)",
  ...chosen.map((name) => columns[name]!.title),
];
const labelOf = ({ path, type, failed }: TableRow): string =>
  `${path}${path.split(".").at(-1) === type ? "" : ` (${type})`}${failed ? "  ✗" : ""}`;
const cellsOf = (row: TableRow, table: ModelTable, chosen: readonly string[]): string[] =>
  chosen.map((name) => columns[name]!.text(row, table));

const flowOf = ({ inputs, outputs }: ModelTable): string =>
  `${inputs.map(({ name, shape }) => `${name} ${prettyShape(shape)}`).join(", ")} → ${outputs.map(prettyShape).join(", ")}`;

const totalsOf = ({ totals, requirement }: ModelTable): [string, string][] => [
  ["Total params", count(totals.params)],
  ["Total mult-adds", count(totals.macs)],
  ["Input size", perItem(totals.inputBytes, showBytes)],
  ["Forward pass size", perItem(totals.forwardBytes, showBytes)],
  ["Params size", showBytes(totals.paramBytes)],
  ...(requirement === undefined ? [] : ([["Works for", requirement]] as [string, string][])),
];

export type SummaryFormat = (tables: readonly ModelTable[], chosen: readonly string[]) => string;

const text: SummaryFormat = (tables, chosen) =>
  tables
    .map((table) => {
      const rows = table.rows.map((row) => [
        `${"  ".repeat(row.depth)}${labelOf(row)}`,
        ...cellsOf(row, table, chosen).map(translated),
      ]);
      const totals = totalsOf(table).map(([name, value]) => `${translated(name)}: ${value}\n`);
      return `${table.name}: ${flowOf(table)}\n${tableText(headOf(chosen), rows)}${totals.join("")}`;
    })
    .join("\n");

const json: SummaryFormat = (tables) =>
  `${JSON.stringify({ version: 1, models: tables.map(summaryEntry) }, null, 2)}\n`;

/** Stable: snapshots are of this form. */
export const summaryEntry = (table: ModelTable) => ({
  model: table.name,
  dialect: table.dialect,
  inputs: Object.fromEntries(table.inputs.map(({ name, shape }) => [name, jsonShape(shape)])),
  outputs: table.outputs.map(jsonShape),
  layers: table.rows.map((row) => ({
    name: row.path,
    type: row.type,
    input: jsonShape(row.input),
    output: jsonShape(row.output),
    params: row.params === undefined || row.shared ? 0 : jsonDim(row.params),
    macs: row.macs === undefined ? 0 : jsonDim(row.macs),
    receptiveField: row.field?.map(jsonDim) ?? null,
    jump: row.jump?.map(jsonDim) ?? null,
    ...(row.failed && { failed: true }),
  })),
  params: jsonDim(table.totals.params),
  macs: jsonDim(table.totals.macs),
  ...(table.requirement !== undefined && { requirement: table.requirement }),
});

const csv: SummaryFormat = (tables, chosen) => {
  const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines = tables.flatMap((table) =>
    table.rows.map((row) => [table.name, row.path, row.type, ...cellsOf(row, table, chosen)]),
  );
  const head = ["Model", "Layer", "Type", ...chosen.map((name) => columns[name]!.title)];
  return `${[head, ...lines].map((cells) => cells.map(quoted).join(",")).join("\n")}\n`;
};

const markdown: SummaryFormat = (tables, chosen) => {
  const escaped = (cell: string): string => cell.replace(/[\\|<>*_`[\]]/g, "\\$&").replaceAll("\n", " ");
  return tables
    .map((table) => {
      const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
      const rows = table.rows.map((row) => line([labelOf(row), ...cellsOf(row, table, chosen)]));
      const rule = `|${"---|".repeat(chosen.length + 1)}`;
      const totals = totalsOf(table).map(([name, value]) => `- ${name}: ${escaped(value)}`);
      return `## ${escaped(table.name)}\n\n${escaped(flowOf(table))}\n\n${[line(headOf(chosen)), rule, ...rows].join("\n")}\n\n${totals.join("\n")}\n`;
    })
    .join("\n");
};

const html: SummaryFormat = (tables, chosen) => {
  const escaped = (cell: string): string =>
    cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  const sections = tables.map((table) => {
    const row = (one: TableRow): string =>
      `<tr${one.failed ? ' class="failed"' : ""}><th style="padding-left:${0.6 + one.depth}em">${escaped(labelOf(one))}</th>${cellsOf(
        one,
        table,
        chosen,
      )
        .map((cell) => `<td>${escaped(cell)}</td>`)
        .join("")}</tr>`;
    const totals = totalsOf(table).map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value)}</dd>`);
    return `<h1>${escaped(table.name)}</h1>\n<p>${escaped(flowOf(table))}</p>\n<table><thead><tr>${headOf(
      chosen,
    )
      .map((title) => `<th>${title}</th>`)
      .join(
        "",
      )}</tr></thead>\n<tbody>\n${table.rows.map(row).join("\n")}\n</tbody></table>\n<dl>${totals.join("")}</dl>`;
  });
  const title = escaped(tables.map(({ name }) => name).join(", "));
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${title}</title>\n<style>${STYLE}</style></head>\n<body>\n${sections.join("\n")}\n</body></html>\n`;
};

const STYLE = `:root{color-scheme:light dark}body{font:14px/1.5 system-ui,sans-serif;margin:2em}table{border-collapse:collapse}
th,td{padding:.2em .6em;border-bottom:1px solid color-mix(in srgb,currentColor 15%,transparent);text-align:left;font-variant-numeric:tabular-nums;white-space:nowrap}
tbody th{font-weight:400}thead th{position:sticky;top:0;background:Canvas}.failed{color:#c4314b}dl{display:grid;grid-template-columns:max-content auto;gap:.2em 1em}dt{opacity:.7}dd{margin:0}`;

export const summaryFormats: Readonly<Record<string, SummaryFormat>> = {
  text,
  json,
  csv,
  md: markdown,
  html,
};
