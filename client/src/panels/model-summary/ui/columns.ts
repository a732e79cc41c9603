/** The columns of the table, for the screen and for what is exported. */
import type { SummaryRow } from "@convlens/server/protocol";
import { milliseconds, short } from "../../ui/format.ts";
import { t } from "../../ui/l10n.ts";

export interface Column {
  readonly name: string;
  readonly numeric: boolean;
  readonly value: (row: SummaryRow) => string;
}

/** After the layer's name and type; `ran`: times and values are known. */
export function columnsOf(ran: boolean): readonly Column[] {
  return [
    { name: t("Input"), numeric: false, value: ({ input }) => input },
    { name: t("Output"), numeric: false, value: ({ output }) => output },
    { name: t("Kernel"), numeric: false, value: ({ kernel }) => kernel },
    { name: t("Groups"), numeric: true, value: ({ groups }) => groups },
    {
      name: t("Parameters"),
      numeric: true,
      value: ({ params, shared }) => (shared ? t("(shared)") : params),
    },
    { name: t("MACs"), numeric: true, value: ({ macs }) => macs },
    { name: t("Memory"), numeric: true, value: ({ bytes }) => bytes },
    { name: t("Receptive field"), numeric: true, value: ({ receptiveField }) => receptiveField },
    ...(ran
      ? [
          {
            name: t("Time"),
            numeric: true,
            value: ({ ms }: SummaryRow) => (ms === undefined ? "" : milliseconds(ms)),
          },
          {
            name: t("Values"),
            numeric: true,
            value: ({ stats }: SummaryRow) => (stats ? `${short(stats.min)} … ${short(stats.max)}` : ""),
          },
        ]
      : []),
  ];
}
