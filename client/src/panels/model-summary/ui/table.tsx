/** The table of layers: nested by module with totals, or sorted by an amount; moved through with the arrow keys. */
import type { ModelSummary, SummaryRow } from "@convlens/server/protocol";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../ui/l10n.ts";
import { type Column, columnsOf } from "./columns.ts";
import { useLinesInSight } from "./lines-in-sight.ts";
import { LayerLine, ModuleLine, TotalLine } from "./table-lines.tsx";
import { type Measure, measureOf, measures, mostOf } from "./totals.ts";
import { type Line, linesOf } from "./tree.ts";
import type { Sorting } from "./view.ts";

interface Props {
  readonly summary: ModelSummary;
  readonly ran: boolean;
  readonly collapsed: ReadonlySet<string>;
  readonly sorting: Sorting | undefined;
  readonly heat: Measure | undefined;
  readonly chosen: number | undefined;
  readonly onFold: (path: string, folded: boolean) => void;
  readonly onSort: (measure: Measure) => void;
  readonly onChoose: (row: SummaryRow, focus: boolean) => void;
}

export function Table({ summary, ran, collapsed, sorting, heat, chosen, onFold, onSort, onChoose }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const lines = sorting ? sorted(summary.rows, sorting) : linesOf(summary.rows, collapsed);
  const columns = columnsOf(ran, summary.rows);
  const most = Object.fromEntries(measures.map((measure) => [measure, mostOf(summary.rows, measure)]));
  const active = Math.max(
    0,
    lines.findIndex((line) => line.kind === "layer" && line.row.id === chosen),
  );

  const seen = useLinesInSight(room, lines.length);

  useEffect(() => {
    if (chosen !== undefined) seen.reach(active);
    body.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);

  const focusLine = (from: number, step: number): void => {
    const at = Math.min(lines.length - 1, Math.max(0, from + step));
    const row = () => body.current?.querySelector<HTMLElement>(`tr[data-line="${at}"]`);
    seen.reach(at);
    if (row()) row()!.focus();
    // it is drawn once the table has scrolled there
    else requestAnimationFrame(() => requestAnimationFrame(() => row()?.focus()));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-line]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = Number(row.dataset["line"]);
    const line = lines[at]!;
    const step = STEPS[event.key];
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
    <div class="table-room" ref={room}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a tree grid is a table that is moved through
        role="treegrid"
        aria-label={t("Layers of {0}", summary.model)}
        aria-rowcount={lines.length}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr>
            <th scope="col">{t("Layer")}</th>
            <th scope="col">{t("Type")}</th>
            {columns.map((column) => (
              <Heading key={column.name} column={column} sorting={sorting} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {seen.above > 0 && <tr class="left-out" style={{ height: `${seen.above}px` }} />}
          {lines.slice(seen.from, seen.to).map((line, place) => {
            const i = seen.from + place;
            return line.kind === "module" ? (
              <ModuleLine
                key={line.key}
                line={line}
                at={i}
                active={i === active}
                columns={columns}
                most={most}
                heat={heat}
                onFold={onFold}
              />
            ) : (
              <LayerLine
                key={line.key}
                row={line.row}
                name={sorting ? fullName(line.row) : line.row.name}
                depth={line.depth}
                at={i}
                active={i === active}
                chosen={line.row.id === chosen}
                columns={columns}
                most={most}
                heat={heat}
                onChoose={onChoose}
              />
            );
          })}
          {seen.below > 0 && <tr class="left-out" style={{ height: `${seen.below}px` }} />}
        </tbody>
        <tfoot>
          <TotalLine rows={summary.rows} columns={columns} />
        </tfoot>
      </table>
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: -1e9,
  End: 1e9,
  PageDown: 12,
  PageUp: -12,
};

interface HeadingProps {
  readonly column: Column;
  readonly sorting: Sorting | undefined;
  readonly onSort: (measure: Measure) => void;
}

function Heading({ column: { name, measure, room }, sorting, onSort }: HeadingProps) {
  const kind = [measure && "numeric", room].filter(Boolean).join(" ") || undefined;
  if (!measure)
    return (
      <th scope="col" class={kind}>
        {name}
      </th>
    );
  const own = sorting?.measure === measure ? (sorting.rising ? "ascending" : "descending") : "none";
  return (
    <th scope="col" class={kind} aria-sort={own}>
      <button type="button" class="sort" title={t("Sort by {0}", name)} onClick={() => onSort(measure)}>
        {name}
        <span aria-hidden="true">{own === "none" ? "" : own === "ascending" ? " ↑" : " ↓"}</span>
      </button>
    </th>
  );
}

const fullName = ({ modules, name }: SummaryRow): string =>
  [modules.at(-1)?.path, name].filter(Boolean).join(".");

/** Layers alone, the greatest first; what is not known stands last. */
function sorted(rows: readonly SummaryRow[], { measure, rising }: Sorting): Line[] {
  const amount = (row: SummaryRow): number => measureOf(row, measure) ?? Number.NEGATIVE_INFINITY;
  return [...rows]
    .sort((a, b) => (rising ? amount(a) - amount(b) : amount(b) - amount(a)))
    .map((row): Line => ({ kind: "layer", key: `${row.id}`, depth: 0, row }));
}
