/**
 * Two states of a model, layer by layer: what `convlens diff` and `convlens summary --check` print.
 *
 *   differences("Net", compare(summaryEntry(before), summaryEntry(after)), colours)
 */
import { aligned, type Pair } from "../../ide/align.ts";
import { translated } from "../../texts/index.ts";
import type { Colours } from "../terminal/output.ts";
import { tableText } from "../terminal/table.ts";
import type { summaryEntry } from "./summary.ts";

export type Entry = ReturnType<typeof summaryEntry>;
type Layer = Entry["layers"][number];

export interface Compared {
  readonly same: boolean;
  /** Layers in order, each with what it was and is; one of them is missing where it went or came. */
  readonly layers: readonly Pair<Layer>[];
  readonly before: Entry | undefined;
  readonly after: Entry | undefined;
}

/** What counts: the layers in order, their shapes, parameters and multiply-adds. */
export function compare(before: Entry | undefined, after: Entry | undefined): Compared {
  const layers = aligned(before?.layers ?? [], after?.layers ?? [], ({ name }) => name);
  const same =
    before !== undefined &&
    after !== undefined &&
    textOf(before) === textOf(after) &&
    layers.every(({ before, after }) => before && after && isSame(before, after));
  return { same, layers, before, after };
}

const isSame = (a: Layer, b: Layer): boolean =>
  facts(a).every((fact, i) => fact === facts(b)[i]) && a.type === b.type;
const facts = ({ input, output, params, macs }: Layer): string[] =>
  [input, output, params, macs].map((value) => JSON.stringify(value));
const textOf = ({ inputs, outputs, params, macs }: Entry): string =>
  JSON.stringify([inputs, outputs, params, macs]);

/** A table of the layers that differ, and of the totals. */
export function differences(
  title: string,
  compared: Compared,
  { red, green, yellow, bold }: Colours,
): string {
  const { before, after, layers } = compared;
  if (!before || !after) return `${translated(`${bold(title)}: ${before ? "it is gone" : "it is new"}`)}\n`;
  const rows = layers.flatMap(({ before, after }) => {
    if (before && after) {
      if (isSame(before, after)) return [];
      const cells = [
        change(before.type, after.type),
        ...facts(before).map((fact, k) => change(fact, facts(after)[k]!)),
      ];
      return [[`~ ${after.name}`, ...cells]];
    }
    const layer = (before ?? after)!;
    return [[`${before ? "-" : "+"} ${layer.name}`, layer.type, ...facts(layer).map(plain)]];
  });
  const lines = tableText(["Layer", "Type", "Input", "Output", "Params", "Mult-Adds"], rows)
    .split("\n")
    .map((line) =>
      line.startsWith("- ")
        ? red(line)
        : line.startsWith("+ ")
          ? green(line)
          : line.startsWith("~ ")
            ? yellow(line)
            : line,
    );
  const totals = (["params", "macs"] as const).map(
    (name) =>
      `${translated(name === "macs" ? "Total mult-adds" : "Total params")}: ${change(JSON.stringify(before[name]), JSON.stringify(after[name]))}${delta(before[name], after[name])}\n`,
  );
  const flow = (entry: Entry): string =>
    `${Object.values(entry.inputs)
      .map((shape) => JSON.stringify(shape))
      .join(", ")} → ${entry.outputs.map((shape) => JSON.stringify(shape)).join(", ")}`;
  return `${bold(title)}: ${change(flow(before), flow(after))}\n${rows.length > 0 ? lines.join("\n") : ""}${totals.join("")}`;
}

const plain = (json: string): string => json.replaceAll('"', "").replaceAll(",", ", ");
const change = (before: string, after: string): string =>
  before === after ? plain(after) : `${plain(before)} ⇒ ${plain(after)}`;

function delta(before: unknown, after: unknown): string {
  if (typeof before !== "number" || typeof after !== "number" || before === after) return "";
  const by = after - before;
  const share = before > 0 ? `, ${by > 0 ? "+" : ""}${((100 * by) / before).toFixed(1)}%` : "";
  return ` (${by > 0 ? "+" : ""}${by.toLocaleString("en-US")}${share})`;
}
