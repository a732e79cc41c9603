/** Whole models as ONNX: their values are this engine's, and their shapes what inference says, in onnxruntime. */
import type { Tensor } from "@convlens/engine";
import { evaluate, freeSymbols, parse } from "@convlens/engine/dims";
import { bytesOf, type DeclaredDim, inferOnnx, readOnnx, writeOnnx } from "@convlens/engine/onnx";
import type { Dim, Shape } from "@convlens/engine/specs";
import * as ort from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { Executor, nodeFiles, planFor } from "../../../server/src/preview/index.ts";
import { observe, tensor } from "../../engine/onnx/runtime.ts";
import { type Exportable, exportables } from "./models.ts";

const { models, refused } = exportables();
const UNBOUNDED = { macs: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

test("most models are exported, the rest has a reason", () => {
  expect(models.length).toBeGreaterThanOrEqual(30);
  for (const reason of refused)
    expect(reason).toMatch(/known|only|open|no output|cannot|would know|does not fit|The run stops/);
});

/** The others take seconds here, and have the same layers. */
const light = models.filter(({ macs }) => macs < 3e8).map((model) => [model.title, model] as const);
const cases = models.map((model) => [model.title, model] as const);

/** The sizes that this engine runs the model with, and what comes out. */
function run({ analysis, model }: Exportable) {
  const targets = model.outputs.flatMap(({ producer }) => producer ?? []);
  const { plan, outputs } = planFor(analysis, targets, { budget: UNBOUNDED });
  const executor = new Executor({ files: nodeFiles, picture: "" });
  const wanted = model.outputs.flatMap(({ producer, outputIndex }) => {
    const source = producer && outputs.get(producer)?.[outputIndex ?? 0];
    return source && "op" in source ? [source] : [];
  });
  const sample = { kind: "randn", seed: 3 } as const;
  const ran = executor.run(
    plan,
    sample,
    wanted.map(({ op }) => op),
    () => false,
  );
  const results = wanted.map(({ op, output }) => ran.computed.get(op)!.tensors[output]!);
  return { inputs: ran.inputs, results };
}

/** Sizes at which the model runs: a quarter of those that a preview takes, then half of them and two items. */
function smallSizes({ analysis, model }: Exportable): Record<string, number>[] {
  const targets = model.outputs.flatMap(({ producer }) => producer ?? []);
  const { values } = planFor(analysis, targets, { budget: UNBOUNDED }).sizes;
  const scaled = (by: number, items: number) =>
    Object.fromEntries(
      Object.entries(values).map(([name, size]) => [
        name,
        size === 1 ? items : size >= 64 ? size / by : size,
      ]),
    );
  return [scaled(4, 1), scaled(2, 2)];
}

describe("computed by onnxruntime", () => {
  test.each(light)("%s", async (_title, one) => {
    const { exported } = one;
    const { file } = exported;
    const { inputs, results } = run(one);
    const session = await ort.InferenceSession.create(writeOnnx(file), { logSeverityLevel: 4 });
    const feeds = Object.fromEntries(
      file.graph.inputs.map(({ name, type }) => [name, toOrt(inputs[exported.roots[name]!]!, type!)]),
    );
    const found = await session.run(feeds);
    for (const [i, result] of results.entries()) {
      const { dims, data } = found[file.graph.outputs[i]!.name]!;
      expect(dims).toEqual(result.shape);
      expect(distance(result.data, data as Float32Array)).toBeLessThan(1e-5);
    }
    await session.release();
  });
});

const toOrt = ({ data, shape }: Tensor, type: string): ort.Tensor =>
  type === "int64"
    ? new ort.Tensor(type, BigInt64Array.from(Array.from(data, BigInt)), [...shape])
    : new ort.Tensor("float32", data, [...shape]);

/** Largest difference, relative to the largest value. */
function distance(a: Float32Array, b: Float32Array): number {
  const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0) / scale;
}

describe("shapes of every value in it", () => {
  test.each(cases)("%s", async (_title, one) => {
    const bytes = writeOnnx(one.exported.file);
    const model = readOnnx(bytesOf(bytes));
    const { graph } = model;
    const names = graph.nodes.flatMap(({ outputs }) => outputs);
    const symbolic = inferOnnx(model);
    for (const sizes of smallSizes(one)) {
      const shapes = new Map(
        graph.inputs.map(({ name, dims }) => [name, dims!.map((dim) => sizeOf(dim, sizes))]),
      );
      const feeds = Object.fromEntries(
        graph.inputs.map(({ name, type }) => [name, tensor(type!, shapes.get(name)!)]),
      );
      const concrete = inferOnnx(model, shapes);
      const problems = concrete.nodes.flatMap((node) => node.problems);
      const seen = await observe(
        bytes,
        names,
        feeds,
        graph.outputs.map(({ name }) => name),
      ).catch((error) => {
        expect(problems, `onnxruntime refuses it: ${error}`).not.toEqual([]);
        return new Map<string, never>();
      });
      if (seen.size > 0) expect(problems).toEqual([]);
      for (const [name, { dims }] of seen as Awaited<ReturnType<typeof observe>>) {
        expect(concrete.values.get(name)?.shape, name).toEqual(dims);
        // a size may be called by an expression: "2*H" is a name of its own then
        const named = Object.fromEntries(
          [...freeNames(symbolic.values.get(name)!.shape)].map((free) => [free, nameValue(free, sizes)]),
        );
        if (Object.values(named).some(Number.isNaN)) continue; // a name that inference gave to what has none
        for (const [axis, dim] of (symbolic.values.get(name)!.shape ?? []).entries())
          expect([dims[axis], undefined], `${name} axis ${axis}`).toContain(evaluate(dim, named));
      }
    }
  });
});

/** Of TensorFlow.js's batch, which has no name, two. */
const sizeOf = (dim: DeclaredDim, sizes: Readonly<Record<string, number>>): number =>
  typeof dim === "number" ? dim : dim === null ? 2 : nameValue(dim, sizes);
const nameValue = (name: string, sizes: Readonly<Record<string, number>>): number =>
  evaluate(parse(name) as Dim, sizes) ?? Number.NaN;
const freeNames = (shape: Shape): readonly string[] => freeSymbols(...(shape ?? []));
