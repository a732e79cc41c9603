/** Each TensorFlow.js example is executed with the real package: every layer has the shape and weights we inferred. */
import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isOpen, isUnknown, type Shape } from "@convlens/engine/specs";
import { type ModelFact, nodeHost, Project } from "@convlens/server";
import * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";

const folder = fileURLToPath(new URL("../../examples/tfjs/", import.meta.url));
const examples = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);

const isModel = (value: unknown): value is tf.LayersModel => value instanceof tf.LayersModel;

/** The models among the exports of a module, in their fields, and inside of each other. */
function modelsIn(values: readonly unknown[]): tf.LayersModel[] {
  return values.flatMap((value) => {
    if (isModel(value)) return [value, ...modelsIn(value.layers)];
    const plain = typeof value === "object" && value !== null && !(value instanceof tf.Tensor);
    return plain ? Object.values(value).filter(isModel) : [];
  });
}

/** One line a layer, sorted: where a graph branches, TensorFlow.js lists its layers in another order than they were built. */
const realLayers = (model: tf.LayersModel): string[] =>
  model.layers
    .filter((layer) => layer.getClassName() !== "InputLayer")
    .map(
      (layer) =>
        `${layer.getClassName().toLowerCase()} ${JSON.stringify(layer.outputShape)} ${layer.countParams()}`,
    )
    .sort();

const plain = (shape: Shape): unknown =>
  shape?.map((size) => (isOpen(size) ? null : isUnknown(size) ? "?" : size)) ?? "?";

function inferredLayers({ applications }: ModelFact): string[] {
  const lines = new Map<unknown, string>();
  for (const { op, layer, outputs, params } of applications) {
    const shapes = outputs.map(({ shape }) => plain(shape));
    if (op !== "inputLayer")
      lines.set(
        layer?.id,
        `${op.toLowerCase()} ${JSON.stringify(shapes.length === 1 ? shapes[0] : shapes)} ${String(params)}`,
      );
  }
  return [...lines.values()].sort();
}

describe("TensorFlow.js examples", () => {
  test("are the nine programs", () => {
    expect(existsSync(`${folder}builder/build.ts`)).toBe(true);
    expect(examples.filter((file) => !file.includes("/")).length).toBe(8);
  });

  for (const file of examples) {
    test(file, async () => {
      const path = `${folder}${file}`;
      const { models, findings, applications } = new Project(nodeHost).analyze(path);
      expect(findings).toEqual([]);
      for (const { outputs, op } of applications)
        for (const { shape } of outputs) expect(JSON.stringify(plain(shape)), op).not.toContain("?");
      const exported: Record<string, unknown> = await import(pathToFileURL(path).href);
      const inferred = models.map(inferredLayers);
      const real = modelsIn(Object.values(exported));
      if (!file.startsWith("builder/") || file.endsWith("build.ts")) expect(real.length).toBeGreaterThan(0);
      for (const model of real) expect(inferred).toContainEqual(realLayers(model));
    });
  }
});
