/** The columns of the table, for the screen and for what is exported. */
import type { SummaryRow } from "@convlens/server/protocol";
import { short } from "../../ui/format.ts";
import { t } from "../../ui/l10n.ts";
import { amountText, type Measure, measureOf } from "./totals.ts";

export interface Column {
  readonly name: string;
  /** What it is summed, sorted and barred by. */
  readonly measure?: Measure;
  /** Left out beside the source: in half a window, or in less. */
  readonly room?: "wide" | "half";
  readonly value: (row: SummaryRow) => string;
}

/** After the layer's name and type; `ran`: times and values are known. */
export function columnsOf(ran: boolean, rows: readonly SummaryRow[]): readonly Column[] {
  const fields = rows.some(({ receptiveField }) => receptiveField !== "");
  const amount = (measure: Measure, row: SummaryRow): string =>
    measure === "params" && row.shared ? t("(shared)") : amountText(measure, measureOf(row, measure));
  const measured = (name: string, measure: Measure, written?: (row: SummaryRow) => string): Column => ({
    name,
    measure,
    // a size that is free is written as the source has it
    value: (row) =>
      amount(measure, row) || (measureOf(row, measure) === undefined ? (written?.(row) ?? "") : ""),
  });
  return [
    { name: t("Input"), room: "wide", value: ({ input }) => input },
    // what was run makes room for how long it took: shapes stand beside the source
    { name: t("Output"), ...(ran && { room: "half" as const }), value: ({ output }) => output },
    measured(t("Params"), "params", ({ params }) => params),
    measured(t("MACs"), "macs", ({ macs }) => macs),
    ...(ran ? [measured(t("Time"), "ms")] : []),
    { ...measured(t("Memory"), "bytes", ({ bytes }) => bytes), room: "half" },
    ...(fields
      ? [
          {
            name: t("Receptive field"),
            room: "wide" as const,
            value: (row: SummaryRow) => row.receptiveField,
          },
        ]
      : []),
    ...(ran
      ? [
          {
            name: t("Values"),
            room: "wide" as const,
            value: ({ stats }: SummaryRow) => (stats ? `${short(stats.min)} … ${short(stats.max)}` : ""),
          },
        ]
      : []),
  ];
}
