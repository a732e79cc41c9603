/** Every golden case of layers and functions as source text through the checker: shapes agree, errors are found, near misses are silent. */
import type { Analysis, Application } from "@convlens/server";
import { afterAll, describe, expect, test } from "vitest";
import { isCodeOf } from "../golden/error-codes.ts";
import {
  camelArgs,
  FAMILIES,
  functionName,
  type GoldenRow,
  goldenLines,
  oddity,
  skippedText,
} from "../golden/golden.ts";
import { flawsOf } from "./field/flaws.ts";
import { analyzeText } from "./memory-project.ts";

const BATCH = 60; // cases in one source file

const literal = (value: unknown): string => JSON.stringify(value);

/** One case as a function of a source file: its inputs, the layer and the call. */
function functionOf(row: GoldenRow, name: string): string {
  const args = camelArgs(row.args);
  const inputs = [...((row.prior_inputs as number[][] | undefined) ?? []), ...row.input_shapes].map(
    (shape, i) => `  const x${i} = torch.empty(${literal(shape)});`,
  );
  const names = row.input_shapes.map(
    (_, i) => `x${i + ((row.prior_inputs as unknown[] | undefined)?.length ?? 0)}`,
  );
  const lines = [...inputs, ...callOf(row, args, names)];
  return `export function ${name}() {\n${lines.join("\n")}\n}\n`;
}

function callOf(row: GoldenRow, args: Record<string, unknown>, names: readonly string[]): string[] {
  const fn = functionName(row.layer);
  const rest = Object.values(args).map(literal);
  if (!fn) {
    const call = row.call ? [`${literal(camelArgs(row.call))}`] : [];
    const prior = ((row.prior_inputs as unknown[] | undefined) ?? []).map(
      (_, i) => `  layer.forward(x${i});`,
    );
    const made = `  const layer = new nn.${row.layer}(${literal(args)});`;
    return row.construct_only || row.access
      ? [made]
      : [made, ...prior, `  return layer.forward(${[...names, ...call].join(", ")});`];
  }
  if (fn === "cat" || fn === "stack")
    return [`  return torch.${fn}([${names.join(", ")}]${rest.map((r) => `, ${r}`).join("")});`];
  const two = /^permute_(view|reshape)$/.exec(fn);
  if (two) return [`  return ${names[0]}.permute(${literal(args.dims)}).${two[1]}(${literal(args.shape)});`];
  if (row.layer === "F.pad") return [`  return F.pad(${names[0]}, ${literal(args)});`];
  const named = ["flatten", "mean", "sum", "chunk", "split"].includes(fn) ? [literal(args)] : rest;
  return [`  return ${names[0]}.${fn}(${[...names.slice(1), ...named].join(", ")});`];
}

const HEADER = 'import * as torch from "@convlens/engine";\nimport { F, nn } from "@convlens/engine";\n';

/** Cases by their functions: what the checker says inside of each. */
function analyzeBatch(
  rows: readonly GoldenRow[],
): { row: GoldenRow; uses: Application[]; findings: Analysis["findings"] }[] {
  let text = HEADER;
  const spans = rows.map((row, i) => {
    const start = text.length;
    text += functionOf(row, `case${i}`);
    return { start, end: text.length };
  });
  const analysis = analyzeText(text);
  return rows.map((row, i) => {
    const inside = ({ span }: { span: { start: number; end: number } }): boolean =>
      span.start >= spans[i]!.start && span.end <= spans[i]!.end;
    return { row, uses: analysis.applications.filter(inside), findings: analysis.findings.filter(inside) };
  });
}

function* batches(rows: readonly GoldenRow[]): Generator<GoldenRow[]> {
  for (let i = 0; i < rows.length; i += BATCH) yield rows.slice(i, i + BATCH);
}

describe("golden shapes through source", () => {
  let agreed = 0;
  afterAll(() => console.log(`golden shapes through source: ${agreed} agree`));
  for (const family of FAMILIES) {
    test(family, () => {
      let count = 0;
      for (const batch of batches(goldenLines<GoldenRow>(`shapes/${family}.jsonl`))) {
        for (const { row, uses, findings } of analyzeBatch(batch)) {
          expect(
            findings.filter(({ severity }) => severity === "error"),
            row.id,
          ).toEqual([]);
          const last = uses.at(-1);
          expect(
            last?.outputs.map(({ shape }) => shape),
            `${row.id} ${row.layer}`,
          ).toEqual(row.expected_shapes);
          count++;
        }
      }
      expect(count).toBeGreaterThan(0);
      agreed += count;
    });
  }
});

/** Errors about element types, values and memory: nothing a shape checker sees. See test/engine/specs. */
const NOT_ABOUT_SHAPES: ReadonlySet<string> = new Set([
  "dtype-mismatch",
  "not-a-tensor",
  "lazy-uninitialized-access",
  "linear-dtype",
  "embedding-dtype",
  "embedding-index",
  "mean-integer",
  "view-not-contiguous",
  "batchnorm-train-one-value",
]);

describe("golden errors through source", () => {
  test("each is found under the code of its kind, each near miss is silent", () => {
    const rows = goldenLines<GoldenRow>("errors.jsonl").filter(
      (row) => !(row.expect === "error" && NOT_ABOUT_SHAPES.has(row.kind as string)),
    );
    const wrong: string[] = [];
    const counts = { found: 0, silent: 0 };
    for (const batch of batches(rows)) {
      for (const { row, findings } of analyzeBatch(batch)) {
        expect(flawsOf(findings), row.id).toEqual([]);
        const errors = findings.filter(({ severity }) => severity === "error");
        // MaxPool1d's empty result is an error only where a gradient is asked for: a warning
        const found = errors.length > 0 || (row.grad === true && findings.length > 0);
        if (row.expect === "error") counts.found++;
        else counts.silent++;
        const rightCode = errors.every(({ code }) => isCodeOf(code, row.kind as string));
        if (found !== (row.expect === "error") || !rightCode)
          wrong.push(
            `${row.id} ${row.kind} ${row.layer} ${literal(row.args)} ${literal(row.input_shapes)}: ${errors.map(({ code }) => code).join() || "silent"}`,
          );
      }
    }
    console.log(`golden errors through source: ${counts.found} found, ${counts.silent} silent`);
    expect(wrong).toEqual([]);
  });
});

describe("configurations through source", () => {
  const whySkipped = (row: GoldenRow): string | undefined =>
    /when training/.test(String(row.message)) ? "whether a model is in training is not known" : oddity(row);

  test("what PyTorch ran has its shapes, what it refused is found", () => {
    const all = goldenLines<GoldenRow>("torch/configurations.jsonl");
    const rows = all.filter((row) => whySkipped(row) === undefined);
    const skipped = all.flatMap((row) => whySkipped(row) ?? []);
    const wrong: string[] = [];
    for (const batch of batches(rows)) {
      for (const { row, uses, findings } of analyzeBatch(batch)) {
        const errors = findings.filter(({ severity }) => severity === "error");
        const say = (what: string) =>
          wrong.push(`${row.id} ${row.layer} ${literal(row.args)} ${literal(row.input_shapes)}: ${what}`);
        if (row.expect === "error") {
          if (errors.length === 0) say(`silent: ${row.message}`);
        } else if (errors.length > 0) say(errors[0]!.message);
        else {
          const shapes = literal(uses.at(-1)?.outputs.map(({ shape }) => shape));
          if (shapes !== literal(row.expected_shapes))
            say(`${shapes} instead of ${literal(row.expected_shapes)}`);
        }
      }
    }
    console.log(`configurations through source: ${rows.length} compared, ${skippedText(skipped)}`);
    expect(wrong).toEqual([]);
  });
});
