/** The table of layers: nested by module, findings beside their rows, moved through with the arrow keys. */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../ui/l10n.ts";
import { type Column, columnsOf } from "./columns.ts";
import { type Heading, type Line, linesOf } from "./tree.ts";

interface Props {
  readonly summary: ModelSummary;
  readonly ran: boolean;
  readonly collapsed: ReadonlySet<string>;
  readonly chosen: number | undefined;
  readonly onFold: (path: string, folded: boolean) => void;
  readonly onChoose: (row: SummaryRow, focus: boolean) => void;
}

export function Table({ summary, ran, collapsed, chosen, onFold, onChoose }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const lines = linesOf(summary.rows, collapsed);
  const columns = columnsOf(ran);
  const active = Math.max(
    0,
    lines.findIndex((line) => line.kind === "layer" && line.row.id === chosen),
  );

  useEffect(() => {
    body.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const focusLine = (from: number, step: number): void => {
    const rows = body.current!.querySelectorAll<HTMLElement>("tr[data-line]");
    rows[Math.min(rows.length - 1, Math.max(0, from + step))]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-line]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(row.dataset["line"]);
    const line = lines[at]!;
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      Home: -1e9,
      End: 1e9,
      PageDown: 12,
      PageUp: -12,
    };
    const step = steps[event.key];
    if (step !== undefined) focusLine(at, step);
    else if (event.key === "ArrowRight" && line.kind === "module" && line.folded) onFold(line.path, false);
    else if (event.key === "ArrowLeft" && line.kind === "module" && !line.folded) onFold(line.path, true);
    else if (event.key === "ArrowLeft")
      focusLine(
        lines.findLastIndex((other, i) => i < at && other.depth < line.depth),
        0,
      );
    else if (event.key === "Enter" || event.key === " ") act(line, event.key === "Enter");
    else return;
    event.preventDefault();
  };
  const act = (line: Line, focus: boolean): void =>
    line.kind === "module" ? onFold(line.path, !line.folded) : onChoose(line.row, focus);

  return (
    <div class="table-room">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a tree grid is a table that is moved through */}
      <table role="treegrid" aria-label={t("Layers of {0}", summary.model)} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <th scope="col">{t("Layer")}</th>
            <th scope="col">{t("Type")}</th>
            {columns.map(({ name, numeric }) => (
              <th key={name} scope="col" class={numeric ? "numeric" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {lines.map((line, i) =>
            line.kind === "module" ? (
              <ModuleLine
                key={line.key}
                line={line}
                at={i}
                active={i === active}
                columns={columns}
                onFold={onFold}
              />
            ) : (
              <LayerLine
                key={line.key}
                row={line.row}
                depth={line.depth}
                at={i}
                active={i === active}
                chosen={line.row.id === chosen}
                columns={columns}
                onChoose={onChoose}
              />
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

interface ModuleProps {
  readonly line: Heading;
  readonly at: number;
  readonly active: boolean;
  readonly columns: readonly Column[];
  readonly onFold: Props["onFold"];
}

function ModuleLine({ line, at, active, columns, onFold }: ModuleProps) {
  const { name, type, depth, folded, path, rows } = line;
  const findings = rows.reduce((count, row) => count + row.findings.length, 0);
  return (
    <tr
      class="module"
      data-line={at}
      aria-level={depth + 1}
      aria-expanded={!folded}
      tabIndex={active ? 0 : -1}
      onClick={() => onFold(path, !folded)}
    >
      <td style={{ paddingLeft: `${8 + depth * 16}px` }}>
        <span class={folded ? "twistie" : "twistie twistie-open"} aria-hidden="true" />
        {name}
      </td>
      <td>{type}</td>
      <td>{folded ? rows[0]?.input : ""}</td>
      <td>{folded ? rows.at(-1)?.output : ""}</td>
      <td colSpan={columns.length - 2} class="quiet">
        {folded && t("{0} layers", rows.length)}
        {folded && findings > 0 && ` · ${t("{0} findings", findings)}`}
      </td>
    </tr>
  );
}

interface LayerProps {
  readonly row: SummaryRow;
  readonly depth: number;
  readonly at: number;
  readonly active: boolean;
  readonly chosen: boolean;
  readonly columns: readonly Column[];
  readonly onChoose: Props["onChoose"];
}

function LayerLine({ row, depth, at, active, chosen, columns, onChoose }: LayerProps) {
  const indent = { paddingLeft: `${24 + depth * 16}px` };
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
        <td style={indent}>{row.name}</td>
        <td>{row.op}</td>
        {columns.map(({ name, numeric, value }) => (
          <td key={name} class={numeric ? "numeric" : undefined}>
            {value(row)}
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
