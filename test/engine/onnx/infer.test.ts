/** Shapes inside of graphs, as onnxruntime finds them. */
import { evaluate } from "@convlens/engine/dims";
import { bytesOf, declaredShape, inferOnnx, type OnnxModel, readOnnx } from "@convlens/engine/onnx";
import type { Shape } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { loadedFiles } from "../../golden/loaded-models.ts";
import { observe, tensor } from "./runtime.ts";

/** Sizes for what a file leaves open. */
const SIZES = [
  [1, 32],
  [2, 40],
  [3, 57],
];

const readable = [...loadedFiles].flatMap(([path, bytes]): [string, Uint8Array, OnnxModel][] => {
  if (!path.endsWith(".onnx") || /external|norank/.test(path)) return [];
  try {
    return [[path, bytes, readOnnx(bytesOf(bytes))]];
  } catch {
    return [];
  }
});

/** The first open axis is small (a batch), the others are large; the same name is the same size. */
function sizesFor({ graph }: OnnxModel, [small, large]: readonly number[]): Record<string, number> {
  const values: Record<string, number> = {};
  const own = new Set(graph.initializers.map(({ name }) => name));
  for (const { name, dims } of graph.inputs.filter((input) => !own.has(input.name)))
    for (const [axis, dim] of (dims ?? []).entries())
      if (typeof dim !== "number") values[dim ?? `${name}_${axis}`] ??= axis === 0 ? small! : large!;
  return values;
}

/** Names that a file gives no size for, though its nodes only take one. */
const TIED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "files/vad.onnx": { state_1: "input_0" },
};

describe.each(readable)("%s", (path, bytes, model) => {
  test.each(SIZES)("every value has the shape it is inferred to have at [%i, %i]", async (...size) => {
    const { graph } = model;
    const sizes = sizesFor(model, size);
    for (const [name, as] of Object.entries(TIED[path] ?? {})) sizes[name] = sizes[as]!;
    const own = new Set(graph.initializers.map(({ name }) => name));
    const fed = graph.inputs.filter(({ name }) => !own.has(name));
    const shapes = new Map(fed.map((input) => [input.name, bound(declaredShape(input), sizes) as number[]]));
    const feeds = Object.fromEntries(fed.map(({ name, type }) => [name, tensor(type!, shapes.get(name)!)]));
    const declared = graph.outputs.map(({ name }) => name);
    const sequences = graph.outputs.flatMap(({ name, kind }) => (kind === "tensor" ? [] : [name]));
    const names = graph.nodes.flatMap(({ outputs }) => outputs.filter((name) => !sequences.includes(name)));
    const concrete = inferOnnx(model, shapes);
    const problems = concrete.nodes.flatMap((node) => node.problems);
    let seen: Awaited<ReturnType<typeof observe>>;
    try {
      seen = await observe(bytes, names, feeds, declared);
    } catch (error) {
      expect(problems, `a run that fails is foretold: ${error}`).not.toEqual([]);
      return;
    }
    expect(problems).toEqual([]);
    const symbolic = inferOnnx(model);
    for (const [name, { dims }] of seen) {
      expect(concrete.values.get(name)?.shape, name).toEqual(dims);
      expect(bound(symbolic.values.get(name)!.shape, sizes), `${name} with symbols`).toEqual(dims);
    }
  });
});

const bound = (shape: Shape, sizes: Readonly<Record<string, number>>) =>
  shape?.map((dim) => evaluate(dim, sizes) ?? "?");
