/** Every golden case of TensorFlow.js's core operations through source text, as a function and as a chained method. */
import { isOpen, type Shape } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { goldenJson } from "../golden/golden.ts";
import { analyzeText } from "./memory-project.ts";

interface CoreCase {
  readonly id: string;
  readonly op: string;
  readonly tag: string;
  readonly args: readonly unknown[];
  readonly output?: unknown;
  readonly error?: { readonly message: string };
}

/** Errors about the element type, which no shape tells. */
const NOT_ABOUT_SHAPES: ReadonlySet<string> = new Set(["oneHot"]);

const { cases } = goldenJson<{ cases: CoreCase[] }>("tfjs/core.json");

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object" && value !== null && "$t" in value)
    return `tf.zeros(${JSON.stringify(value.$t)})`;
  return value === null ? "undefined" : JSON.stringify(value);
}

const plain = (shape: Shape): unknown => shape?.map((size) => (isOpen(size) ? null : size)) ?? "?";

function judge(golden: CoreCase): string | undefined {
  const { applications, findings } = analyzeText(
    `import * as tf from "@tensorflow/tfjs";\nconst y = tf.${golden.op}(${golden.args.map(literal).join(", ")});\n`,
  );
  const error = findings.find(({ severity }) => severity === "error");
  if (golden.error)
    return error || NOT_ABOUT_SHAPES.has(golden.op) ? undefined : `no error, but ${golden.error.message}`;
  if (error) return `false error ${error.code}: ${error.message}`;
  const shapes = applications.at(-1)?.outputs.map(({ shape }) => plain(shape)) ?? [];
  const got = JSON.stringify(shapes.length === 1 ? shapes[0] : shapes);
  return got === JSON.stringify(golden.output)
    ? undefined
    : `${got} instead of ${JSON.stringify(golden.output)} for ${JSON.stringify(golden.args)}`;
}

describe("TensorFlow.js core operations", () => {
  for (const op of [...new Set(cases.map((golden) => golden.op))]) {
    const group = cases.filter((golden) => golden.op === op);
    test(`${op} (${group.length})`, () => {
      expect(group.flatMap((golden) => judge(golden) ?? []).map((why) => `${op}: ${why}`)).toEqual([]);
    });
  }
});
