/** The table of a comparison: each layer once, what it was on the left and what it is on the right. */
import type { ComparedLine, ModelComparison, Stretch, SummaryRow } from "@convlens/server/protocol";
import { useRef } from "preact/hooks";
import { amountText, measureOf } from "../../model-summary/ui/totals.ts";
import { t } from "../../ui/l10n.ts";
import { useWidth } from "../../ui/theme.ts";

interface Props {
  readonly comparison: ModelComparison;
  readonly lines: readonly ComparedLine[];
  /** Of the left side: its source is not there to be shown. */
  readonly revision: string | undefined;
  readonly onReveal: (source: Stretch) => void;
}

interface Column {
  readonly name: () => string;
  readonly numeric?: true;
  readonly value: (row: SummaryRow) => string;
}
/** As in the summary's table: for one item where that is known, else as the source has it. */
const amount = (row: SummaryRow, measure: "params" | "macs"): string =>
  amountText(measure, measureOf(row, measure)) || row[measure];

const all: readonly Column[] = [
  { name: () => t("Output"), value: ({ output }) => output },
  { name: () => t("Params"), numeric: true, value: (row) => amount(row, "params") },
  { name: () => t("MACs"), numeric: true, value: (row) => amount(row, "macs") },
];

/** Pixels below which there is room for what layers are and give alone. */
const WIDE = 1100;

export function Lines({ comparison: { before, after }, lines, revision, onReveal }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const width = useWidth(room);
  const columns = width >= WIDE ? all : all.filter(({ numeric }) => !numeric);
  const title = ({ model }: { readonly model: string }, at?: string): string =>
    at === undefined ? model : `${model} ${t("at {0}", at)}`;
  return (
    <div class="table-room" ref={room}>
      <table aria-label={t("Layers of {0} beside those of {1}", title(before, revision), after.model)}>
        <thead>
          <tr>
            <th rowSpan={2} scope="col">
              {t("Layer")}
            </th>
            <th colSpan={columns.length + 1} scope="colgroup" class="side">
              {title(before, revision)}
            </th>
            <th colSpan={columns.length + 1} scope="colgroup" class="side">
              {after.model}
            </th>
          </tr>
          <tr>
            {(["before", "after"] as const).map((side) => [
              <th key={`${side} type`} scope="col" class="side">
                {t("Type")}
              </th>,
              ...columns.map(({ name, numeric }) => (
                <th key={`${side} ${name()}`} scope="col" class={numeric && "numeric"}>
                  {name()}
                </th>
              )),
            ])}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line
              key={`${line.before} ${line.after}`}
              line={line}
              columns={columns}
              before={line.before === undefined ? undefined : before.rows[line.before]}
              after={line.after === undefined ? undefined : after.rows[line.after]}
              onReveal={onReveal}
              old={revision !== undefined}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface LineProps {
  readonly line: ComparedLine;
  readonly columns: readonly Column[];
  readonly before: SummaryRow | undefined;
  readonly after: SummaryRow | undefined;
  readonly old: boolean;
  readonly onReveal: (source: Stretch) => void;
}

function Line({ line, columns, before, after, old, onReveal }: LineProps) {
  const row = after ?? before!;
  const [mark, said] = line.same
    ? ["", t("unchanged")]
    : !before
      ? ["+", t("added")]
      : !after
        ? ["−", t("removed")]
        : ["~", t("changed")];
  return (
    <tr class={line.same ? undefined : !before ? "added" : !after ? "removed" : "changed"}>
      <th scope="row">
        <span class="mark" aria-hidden="true">
          {mark}
        </span>
        <span class="visually-hidden">{said}: </span>
        {[row.modules.at(-1)?.path, row.name].filter(Boolean).join(".")}
      </th>
      <Side side="left" columns={columns} row={before} other={after} onReveal={old ? undefined : onReveal} />
      <Side side="right" columns={columns} row={after} other={before} onReveal={onReveal} />
    </tr>
  );
}

interface SideProps {
  readonly side: "left" | "right";
  readonly columns: readonly Column[];
  readonly row: SummaryRow | undefined;
  readonly other: SummaryRow | undefined;
  readonly onReveal: ((source: Stretch) => void) | undefined;
}

/** What a layer is on one side; what the other side has otherwise is marked. */
function Side({ side, columns, row, other, onReveal }: SideProps) {
  if (!row) return <td class="side nothing" colSpan={columns.length + 1} />;
  const { source } = row;
  const type = (one: SummaryRow): string => `${one.op}${one.arguments ? `(${one.arguments})` : ""}`;
  const differs = (value: (one: SummaryRow) => string): string =>
    other && value(row) !== value(other) ? "differs" : "";
  return (
    <>
      <td class={`side type ${side} ${differs(type)}`} title={type(row)}>
        {onReveal && source ? (
          <button type="button" class="link" onClick={() => onReveal(source)}>
            {type(row)}
          </button>
        ) : (
          type(row)
        )}
      </td>
      {columns.map(({ name, numeric, value }) => (
        <td key={name()} class={`${numeric ? "numeric" : ""} ${side} ${differs(value)}`}>
          {value(row)}
        </td>
      ))}
    </>
  );
}
