/** Tensors of transformers.js: every case that was run with the real library, as a program. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { analyzeText } from "./memory-project.ts";

interface Case {
  readonly id: string;
  readonly op: string;
  readonly self?: unknown;
  readonly args?: readonly unknown[];
  readonly source?: string;
  readonly output?: readonly number[];
  readonly outputs?: readonly { readonly dims: readonly number[] }[];
  readonly error?: { readonly message: string };
  readonly nan?: boolean;
}

const { cases } = JSON.parse(
  gunzipSync(readFileSync(new URL("../golden/transformers.json.gz", import.meta.url))).toString(),
) as { readonly cases: readonly Case[] };

/** An argument as source: `{"$t": [2, 3]}` is a tensor of zeros. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if ("$big" in value) return `${String(value.$big)}n`;
  if ("$t" in value) {
    const dims = value.$t as readonly number[];
    const dtype = (value as { dtype?: string }).dtype ?? "float32";
    const data = dtype === "int64" ? "BigInt64Array" : "Float32Array";
    const count = dims.reduce((a, b) => a * b, 1);
    return `new Tensor(${JSON.stringify(dtype)}, new ${data}(${count}), ${JSON.stringify(dims)})`;
  }
  return `{ ${Object.entries(value)
    .map(([name, inner]) => `${name}: ${literal(inner)}`)
    .join(", ")} }`;
}

function sourceOf({ op, self, args = [], source }: Case): string {
  const given = args.map(literal).join(", ");
  const call =
    source ??
    (op.startsWith("Tensor.") ? `${literal(self)}.${op.slice(7)}(${given})` : `await ${op}(${given})`);
  return `import * as hf from "@huggingface/transformers";
const { Tensor, cat, stack, mean, std_mean, mean_pooling, layer_norm, interpolate_4d, interpolate, matmul, topk, slice, permute, ones, zeros, rand, randn, full, quantize_embeddings } = hf;
export const result = ${call};
`;
}

describe("transformers.js", () => {
  for (const golden of cases)
    test(`${golden.id} ${golden.op}`, () => {
      const { findings, bindings } = analyzeText(sourceOf(golden));
      const errors = findings.filter(({ severity }) => severity === "error").map(({ message }) => message);
      if (golden.error) {
        expect(errors).not.toEqual([]);
        return;
      }
      expect(errors).toEqual([]);
      const shape = bindings.findLast(({ name }) => name === "result")?.tensor.shape;
      if (golden.output) expect(shape).toEqual(golden.output);
    });
});
