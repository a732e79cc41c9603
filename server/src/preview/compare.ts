/** Two models side by side: which rows of their summaries stand for each other, and which of those differ. */
import { aligned } from "../ide/align.ts";
import type { ComparedLine, SummaryRow } from "./protocol.ts";

export const comparedLines = (
  before: readonly SummaryRow[],
  after: readonly SummaryRow[],
): readonly ComparedLine[] =>
  aligned(before, after, pathOf).map((pair) => ({
    ...(pair.before && { before: pair.before.id }),
    ...(pair.after && { after: pair.after.id }),
    same: pair.before !== undefined && pair.after !== undefined && isSame(pair.before, pair.after),
  }));

/** "layer1.0.conv1" */
const pathOf = ({ modules, name }: SummaryRow): string =>
  [modules.at(-1)?.path, name].filter(Boolean).join(".");

const isSame = (a: SummaryRow, b: SummaryRow): boolean =>
  facts.every((fact) => a[fact] === b[fact]) && a.failed === b.failed;
const facts = ["op", "arguments", "input", "output", "params", "macs"] as const;
