/** The lines of the table: a layer with its findings, a module with its totals, the sum of all. */
import type { SummaryRow } from "@convlens/server/protocol";
import { t } from "../../ui/l10n.ts";
import type { Column } from "./columns.ts";
import { heatOf } from "./heat.ts";
import { amountText, type Measure, measureOf, totalOf } from "./totals.ts";
import type { Heading } from "./tree.ts";

interface Shared {
  readonly at: number;
  readonly active: boolean;
  readonly columns: readonly Column[];
  /** The largest amount of a single layer: bars are as long as they are large beside it. */
  readonly most: Readonly<Record<string, number>>;
  readonly heat: Measure | undefined;
}

const classOf = ({ measure, room }: Column): string | undefined =>
  [measure && "numeric", room].filter(Boolean).join(" ") || undefined;

interface ModuleProps extends Shared {
  readonly line: Heading;
  readonly onFold: (path: string, folded: boolean) => void;
}

export function ModuleLine({ line, at, active, columns, onFold }: ModuleProps) {
  const { name, type, depth, folded, path, rows } = line;
  const findings = rows.reduce((count, row) => count + row.findings.length, 0);
  const value = ({ measure, name: column }: Column): string =>
    measure
      ? amountText(measure, totalOf(rows, measure))
      : column === t("Output") && folded
        ? (rows.at(-1)?.output ?? "")
        : column === t("Input") && folded
          ? (rows[0]?.input ?? "")
          : "";
  return (
    <tr
      class="module"
      data-line={at}
      aria-level={depth + 1}
      aria-expanded={!folded}
      tabIndex={active ? 0 : -1}
      onClick={() => onFold(path, !folded)}
    >
      <td style={{ paddingLeft: `${8 + depth * 14}px` }}>
        <span class={folded ? "twistie" : "twistie twistie-open"} aria-hidden="true" />
        {name}
      </td>
      <td>
        {type}{" "}
        <span class="quiet count">
          {folded && t("{0} layers", rows.length)}
          {folded && findings > 0 && ` · ${t("{0} findings", findings)}`}
        </span>
      </td>
      {columns.map((column) => (
        <td key={column.name} class={classOf(column)}>
          {value(column)}
        </td>
      ))}
    </tr>
  );
}

interface LayerProps extends Shared {
  readonly row: SummaryRow;
  readonly name: string;
  readonly depth: number;
  readonly chosen: boolean;
  readonly onChoose: (row: SummaryRow, focus: boolean) => void;
}

export function LayerLine({
  row,
  name,
  depth,
  at,
  active,
  chosen,
  columns,
  most,
  heat,
  onChoose,
}: LayerProps) {
  const indent = { paddingLeft: `${24 + depth * 14}px` };
  const share = heat && heatOf(measureOf(row, heat), most[heat]!);
  return (
    <>
      <tr
        data-line={at}
        class={row.failed ? "failed" : undefined}
        aria-level={depth + 1}
        aria-selected={chosen}
        tabIndex={active ? 0 : -1}
        onClick={() => onChoose(row, false)}
      >
        <td style={indent} class={share === undefined ? undefined : "heated"}>
          {share !== undefined && <span class="heat" aria-hidden="true" style={{ opacity: `${share}` }} />}
          {name}
        </td>
        <td>
          {row.op === name ? "" : row.op} <span class="quiet arguments">{row.arguments}</span>
          {row.shared && <span class="quiet"> {t("(shared)")}</span>}
        </td>
        {columns.map((column) => (
          <td
            key={column.name}
            class={classOf(column)}
            title={column.measure ? undefined : column.value(row)}
          >
            {column.measure && <Bar amount={measureOf(row, column.measure)} most={most[column.measure]!} />}
            {column.value(row)}
          </td>
        ))}
      </tr>
      {row.findings.map(({ severity, code, message }) => (
        <tr key={`${code} ${message}`} class={`finding finding-${severity}`} aria-level={depth + 2}>
          <td colSpan={columns.length + 2} style={indent}>
            <span class="finding-mark" aria-hidden="true" />
            <span class="visually-hidden">{severity}: </span>
            <span class="finding-text">{message}</span> <code class="quiet">{code}</code>
          </td>
        </tr>
      ))}
    </>
  );
}

/** How much it is beside the most. */
function Bar({ amount, most }: { readonly amount: number | undefined; readonly most: number }) {
  if (!amount || most === 0) return null;
  return (
    <span class="amount-bar" aria-hidden="true" style={{ width: `${Math.max(1, (100 * amount) / most)}%` }} />
  );
}

export function TotalLine({
  rows,
  columns,
}: {
  readonly rows: readonly SummaryRow[];
  readonly columns: readonly Column[];
}) {
  return (
    <tr class="total">
      <td>{t("Total")}</td>
      <td class="quiet">{t("{0} layers", rows.length)}</td>
      {columns.map((column) => (
        <td key={column.name} class={classOf(column)}>
          {column.measure ? amountText(column.measure, totalOf(rows, column.measure)) : ""}
        </td>
      ))}
    </tr>
  );
}
