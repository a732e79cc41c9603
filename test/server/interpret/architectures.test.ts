/**
 * Correct models in the ways that people write them: nothing is found, shapes are known, and they are what the engine makes.
 * The first line of each fixture tells how it is run: `// @run new Net().forward(randn([1, 3, 32, 32]))`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { randn, Tensor } from "@convlens/engine";
import { isUnknown, type Shape } from "@convlens/engine/specs";
import type { Analysis } from "@convlens/server";
import { describe, expect, test } from "vitest";
import { analyzeText } from "../memory-project.ts";

const folderOf = (path: string): URL => new URL(`../../${path}/`, import.meta.url);
const folder = folderOf("fixtures/architectures");
const filesOf = (url: URL): string[] =>
  readdirSync(url)
    .filter((name) => name.endsWith(".ts"))
    .sort();
const read = (name: string, from = folder): string => readFileSync(new URL(name, from), "utf8");
const runOf = (source: string): string => /^\/\/ @run (.+)/.exec(source)![1]!;

/** The source with its run at the end, as a script would have it. */
const withRun = (source: string): string =>
  `${source}\nimport { randn as random } from "@convlens/engine";\nexport const result = ${runOf(source).replaceAll("randn(", "random(")};\n`;

const shapesOf = (analysis: Analysis): Shape[] =>
  analysis.applications.flatMap(({ outputs }) => outputs.map(({ shape }) => shape));

describe("architectures", () => {
  for (const name of filesOf(folder)) {
    test(name, async () => {
      const source = read(name);
      expect(analyzeText(source).findings).toEqual([]);
      const { findings, models } = analyzeText(withRun(source));
      expect(findings).toEqual([]);
      const run = models.filter(({ inputs }) =>
        inputs.every(({ shape }) => shape?.every((dim) => typeof dim === "number")),
      );
      const made = await execute(name, runOf(source));
      expect(run.at(-1)!.outputs.map(({ shape }) => shape)).toEqual(made);
    });
  }

  test("and examples have ranks and sizes without any annotation but the input's", () => {
    const sources = [
      ...filesOf(folder).map((name) => withRun(read(name))),
      ...["fixtures/models", "../examples"].flatMap((path) =>
        filesOf(folderOf(path)).map((name) => read(name, folderOf(path))),
      ),
    ];
    const shapes = sources.flatMap((source) => shapesOf(analyzeText(source)));
    const ranked = shapes.filter((shape) => shape !== null);
    const sized = ranked.filter((shape) => !shape.some(isUnknown));
    expect(shapes.length).toBeGreaterThan(3000);
    expect(ranked.length / shapes.length).toBeGreaterThanOrEqual(0.98);
    expect(sized.length / shapes.length).toBeGreaterThanOrEqual(0.95);
  });
});

/** The shapes of all tensors that the engine gives for a fixture's run, in order. */
async function execute(name: string, run: string): Promise<number[][]> {
  const module = (await import(new URL(name, folder).href)) as Record<string, unknown>;
  const names = Object.keys(module);
  const result: unknown = new Function("randn", ...names, `return ${run};`)(randn, ...Object.values(module));
  return tensorsIn(result).map(({ shape }) => [...shape]);
}

function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(tensorsIn) : [];
}
