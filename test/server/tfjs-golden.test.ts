/** Every golden case of TensorFlow.js's layers, written as source text and checked as the terminal checks it. */
import { format, isOpen, type Shape } from "@convlens/engine/specs";
import type { Analysis } from "@convlens/server";
import { describe, expect, test } from "vitest";
import { byLayer, type Config, isSilent, type LayerCase, type SequentialCase } from "../golden/tfjs.ts";
import { flawsOf } from "./field/flaws.ts";
import { analyzeText } from "./memory-project.ts";

const HEAD = 'import * as tf from "@tensorflow/tfjs";\n';

/** A config as a program would write it; `{ $layer: [kind, config] }` is a layer inside. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("$layer" in value) {
    const [kind, config] = value.$layer as [string, Config];
    return `tf.layers.${kind}(${literal(config)})`;
  }
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${literal(inner)}`)
    .join(", ")} }`;
}

function layerSource({ layer, config, inputShapes }: LayerCase): string {
  const inputs = inputShapes
    .map((shape, i) => `const x${i} = tf.input({ batchShape: ${literal(shape)} });\n`)
    .join("");
  const names = inputShapes.map((_, i) => `x${i}`);
  const given = names.length === 1 ? names[0] : `[${names.join(", ")}]`;
  return `${HEAD}${inputs}const layer = tf.layers.${layer}(${config ? literal(config) : ""});\nconst y = layer.apply(${given});\n`;
}

const sequentialSource = ({ layers }: SequentialCase): string =>
  `${HEAD}const model = tf.sequential();\n${layers.map(([kind, config]) => `model.add(tf.layers.${kind}(${literal(config)}));\n`).join("")}`;

const plain = (shape: Shape): unknown =>
  shape?.map((size) => (typeof size === "number" ? size : isOpen(size) ? null : format(size))) ?? null;
const errorsOf = ({ findings }: Analysis) => findings.filter(({ severity }) => severity === "error");

function judgeLayer(golden: LayerCase): string | undefined {
  const analysis = analyzeText(layerSource(golden));
  const [flaw] = flawsOf(analysis.findings);
  if (flaw) return flaw;
  const [error] = errorsOf(analysis);
  if (golden.error) return error ? undefined : `no error, but ${golden.error.message.slice(0, 80)}`;
  if (isSilent(golden)) return undefined;
  if (error) return `false error ${error.code}: ${error.message}`;
  const shapes = analysis.applications.at(-1)?.outputs.map(({ shape }) => plain(shape)) ?? [];
  const got = JSON.stringify(shapes.length === 1 ? shapes[0] : shapes);
  return got === JSON.stringify(golden.output)
    ? undefined
    : `${got} instead of ${JSON.stringify(golden.output)}`;
}

function judgeSequential(golden: SequentialCase): string | undefined {
  const source = sequentialSource(golden);
  const analysis = analyzeText(source);
  const errors = errorsOf(analysis);
  if (golden.error) return errors.length ? undefined : `no error, but ${golden.error.message.slice(0, 80)}`;
  if (isSilent(golden)) return undefined;
  if (errors.length) return `false error ${errors[0]!.code}: ${errors[0]!.message}`;
  const shapes = JSON.stringify(analysis.applications.map(({ outputs }) => plain(outputs[0]?.shape ?? null)));
  return shapes === JSON.stringify(golden.shapes)
    ? undefined
    : `${shapes} instead of ${JSON.stringify(golden.shapes)}`;
}

describe("TensorFlow.js through source text", () => {
  for (const [name, group] of byLayer()) {
    test(`${name} (${group.length})`, () => {
      const wrong = group.flatMap((golden) => {
        const why = golden.group === "sequential" ? judgeSequential(golden) : judgeLayer(golden);
        return why ? [`${golden.id} [${golden.tag}]: ${why}`] : [];
      });
      expect(wrong).toEqual([]);
    });
  }
});
