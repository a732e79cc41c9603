/** Whole models as people write them: every layer sees the shapes that PyTorch saw, with numbers and with symbols. */
import { readdirSync, readFileSync } from "node:fs";
import { type Dim, evaluate, freeSymbols, type Shape } from "@convlens/engine/specs";
import type { ModelFact } from "@convlens/server";
import { describe, expect, test } from "vitest";
import { goldenJson } from "../../golden/golden.ts";
import { memoryProject } from "../memory-project.ts";

interface Leaf {
  readonly name: string;
  readonly layer: string;
  readonly params: number;
  readonly custom?: boolean;
  readonly shared_with?: readonly string[];
  readonly calls: readonly { readonly input_shapes: number[][]; readonly output_shapes: number[][] }[];
}
interface Golden {
  readonly input_shapes: number[][];
  readonly output_shapes: number[][];
  readonly total_params: number;
  readonly leaf_modules: readonly Leaf[];
}

const folder = new URL("../../fixtures/models/", import.meta.url);
const names = readdirSync(folder).map((file) => file.replace(".ts", ""));
const sourceOf = (name: string): string => readFileSync(new URL(`${name}.ts`, folder), "utf8");
const goldenOf = (name: string): Golden => goldenJson<Golden>(`models/${name}.json`);
const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

function lastModel(source: string): ModelFact {
  const analysis = memoryProject({ "/model.ts": source }).analyze("/model.ts");
  expect(
    analysis.findings.filter(({ severity }) => severity !== "hint").map(({ message }) => message),
  ).toEqual([]);
  return analysis.models.at(-1)!;
}

type Application = ModelFact["applications"][number];
/** A dimension as the number that it stands for. */
type Reading = (dim: Dim) => number | undefined;
const plain: Reading = (dim) => (typeof dim === "number" ? dim : undefined);
const first = (read: Reading, tensors: readonly { readonly shape: Shape }[]): unknown =>
  tensors[0]?.shape?.map(read);

/** What the golden run and ours say of each leaf, side by side. */
function expectLeaves(model: ModelFact, golden: Golden, read: Reading): void {
  const uses = new Map<string, Application[]>();
  for (const use of model.applications)
    if (use.path !== undefined) uses.set(use.path, [...(uses.get(use.path) ?? []), use]);
  const leaves = golden.leaf_modules.filter((leaf) => !leaf.custom && leaf.calls.length > 0);
  const ours = leaves.map((leaf) => {
    const found = [leaf.name, ...(leaf.shared_with ?? [])].flatMap((path) => uses.get(camel(path)) ?? []);
    return {
      name: leaf.name,
      layer: found[0]?.op,
      params: found[0]?.params && read(found[0].params),
      calls: found.map(({ inputs, outputs }) => [first(read, inputs), first(read, outputs)]),
    };
  });
  expect(ours).toEqual(
    leaves.map(({ name, layer, params, calls }) => ({
      name,
      layer,
      params,
      calls: calls.map((call) => [call.input_shapes[0], call.output_shapes[0]]),
    })),
  );
  expect(model.outputs.map(({ shape }) => shape?.map(read))).toEqual(golden.output_shapes);
  expect(read(model.params)).toBe(golden.total_params);
}

describe("with the shapes of a call", () => {
  test.each(names)("%s", (name) => {
    const golden = goldenOf(name);
    const inputs = golden.input_shapes.map((shape) => `randn([${shape.join(", ")}])`);
    expectLeaves(
      lastModel(
        `${sourceOf(name)}\nimport { randn } from "@convlens/engine";\nmodel.forward(${inputs.join(", ")});\n`,
      ),
      golden,
      plain,
    );
  });
});

/** The values that make our symbolic inputs the golden ones. */
function assignment(model: ModelFact, golden: Golden): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [i, { shape }] of model.inputs.entries()) {
    for (const [axis, dim] of shape!.entries()) {
      const name = typeof dim === "number" ? undefined : freeSymbols(dim)[0];
      if (name !== undefined) values[name] ??= valueFor(dim, name, golden.input_shapes[i]![axis]!);
    }
  }
  return values;
}

/** The value of a symbol at which an expression such as 4*H has the wanted value. */
function valueFor(dim: Dim, name: string, wanted: number): number {
  for (let value = 1; value <= wanted; value++) if (evaluate(dim, { [name]: value }) === wanted) return value;
  throw new Error(`no ${name} gives ${wanted}`);
}

describe("with free sizes, put in afterwards", () => {
  test.each(names)("%s", (name) => {
    const golden = goldenOf(name);
    const model = lastModel(sourceOf(name));
    const values = assignment(model, golden);
    expect(Object.keys(values), "the batch at least is free").toContain("N");
    expectLeaves(model, golden, (dim) => evaluate(dim, values));
  });
});
