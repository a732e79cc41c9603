/**
 * Sums over the rows of a module, and amounts as people read them.
 *
 *   amountText("params", totalOf(rows).params)   // "1.18 M"
 */
import type { SummaryRow } from "@convlens/server/protocol";
import { milliseconds } from "../../ui/format.ts";

/** What rows can be summed, sorted and coloured by. */
export type Measure = "params" | "macs" | "bytes" | "ms";
export const measures: readonly Measure[] = ["params", "macs", "bytes", "ms"];

/** Undefined where it is not known. */
export const measureOf = (row: SummaryRow, measure: Measure): number | undefined =>
  measure === "ms" ? row.ms : (row.amounts[measure] ?? undefined);

/** The sum over rows; undefined as soon as one of them is not known. */
export function totalOf(rows: readonly SummaryRow[], measure: Measure): number | undefined {
  let sum = 0;
  for (const row of rows) {
    const own = measureOf(row, measure);
    if (own === undefined) return undefined;
    sum += own;
  }
  return sum;
}

/** The largest single amount. */
export const mostOf = (rows: readonly SummaryRow[], measure: Measure): number =>
  rows.reduce((most, row) => Math.max(most, measureOf(row, measure) ?? 0), 0);

export function amountText(measure: Measure, amount: number | undefined): string {
  if (amount === undefined) return "";
  if (measure === "ms") return milliseconds(amount);
  if (amount === 0) return "";
  return measure === "bytes" ? bytesText(amount) : countText(amount);
}

function countText(count: number): string {
  if (count < 1e4) return count.toLocaleString("en-US");
  const units: readonly (readonly [string, number])[] = [
    ["T", 1e12],
    ["G", 1e9],
    ["M", 1e6],
    ["K", 1e3],
  ];
  const [unit, scale] = units.find(([, size]) => count >= size)!;
  return `${(count / scale).toPrecision(3)} ${unit}`;
}

function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [unit, scale] = bytes < 1e6 ? ["KB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : (["GB", 1e9] as const);
  return `${(bytes / (scale as number)).toPrecision(3)} ${unit}`;
}
