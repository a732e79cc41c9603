/**
 * What previews compute is what PyTorch computed: golden cases of each convolution layer as source, with the golden
 * input and weights as files. One output value in each part of the result is taken apart, and its sum is that value.
 */
import { Tensor } from "@convlens/engine";
import { writeNpy, writeSafetensors } from "@convlens/engine/io";
import { describe, expect, test } from "vitest";
import { outputOf } from "../../../server/src/preview/index.ts";
import { relativeError, type ValueRow } from "../../engine/nn/golden-run.ts";
import { camelArgs, goldenLines, goldenTensors } from "../../golden/golden.ts";
import { harness, oneLayer } from "./harness.ts";

const FAMILIES = [
  "conv1d",
  "conv2d",
  "conv3d",
  "conv_transpose1d",
  "conv_transpose2d",
  "conv_transpose3d",
  "lazy_conv",
  "lazy_conv_transpose",
  "unfold",
  "fold",
];
const LAYERS = [
  ...["Conv", "ConvTranspose", "LazyConv", "LazyConvTranspose"].flatMap((kind) =>
    [1, 2, 3].map((rank) => `${kind}${rank}d`),
  ),
  "Unfold",
  "Fold",
];
const CASES = 14; // of each layer, spread over its golden cases

const rows = FAMILIES.flatMap((family) => {
  const tensors = goldenTensors(`values/${family}.safetensors`);
  return goldenLines<ValueRow>(`values/${family}.jsonl`).map((row) => ({ row, tensors }));
});

describe("previews compute golden values", () => {
  test.each(LAYERS)("%s", async (layer) => {
    const own = rows.filter(({ row }) => row.layer === layer && !row.train && row.inputs.length === 1);
    const step = Math.max(1, Math.floor(own.length / CASES));
    const chosen = own.filter((_, i) => i % step === 0);
    expect(chosen.length).toBeGreaterThanOrEqual(4);
    let explained = 0;
    for (const { row, tensors } of chosen) {
      const read = (name: string): Tensor => {
        const { data, shape } = tensors.get(name)!;
        return Tensor.from(data, shape);
      };
      const input = read(row.inputs[0]!);
      const state = Object.entries(row.state ?? {}).map(([key, name]) => [`layer.${key}`, read(name)]);
      const call = row.call ? `, ${JSON.stringify(camelArgs(row.call))}` : "";
      const { previews, analysis, use, log } = harness(
        oneLayer(layer, camelArgs(row.args), input.shape, call),
        {
          "/x.npy": writeNpy(input),
          "/w.safetensors": writeSafetensors(Object.fromEntries(state) as Record<string, Tensor>),
        },
      );
      const meant = outputOf(use("layer"));
      const options = { sample: { kind: "file", path: "/x.npy" }, weights: "/w.safetensors" } as const;
      const { plan, sample, source } = previews.prepare(analysis, [meant.use], meant, options);
      const { shape, data } = await previews.ask("values", { plan, sample, source });
      expect(shape, row.id).toEqual(row.expected_shapes[0]);
      expect(relativeError(data, tensors.get(row.outputs[0]!)!.data), row.id).toBeLessThanOrEqual(1e-5);
      expect(log, row.id).toEqual([]);
      explained += await explainSome(row.id, previews, { plan, sample, source, names: ["x"] });
    }
    expect(explained).toBeGreaterThan(chosen.length);
  });
});

/** The first, the last and two other values of the output; how many there were. */
async function explainSome(
  id: string,
  previews: ReturnType<typeof harness>["previews"],
  job: Parameters<typeof previews.ask<"layer">>[1],
): Promise<number> {
  const run = await previews.ask("layer", job);
  expect(run.explainable, id).toBe(true);
  const sizes = run.output.sent;
  if (sizes.includes(0)) return 0;
  const places = [0, 0.31, 0.73, 0.999].map((share) => sizes.map((size) => Math.floor(size * share)));
  for (const index of places) {
    const cell = await previews.ask("cell", { id: run.id, index });
    const most = 1e-5 * (1 + cell.terms.reduce((sum, { product }) => sum + Math.abs(product), 0));
    const same = Object.is(cell.sum, cell.value) || Math.abs(cell.sum - cell.value) <= most;
    expect(same, `${id} [${index}]: ${cell.sum} and ${cell.value}`).toBe(true);
  }
  return places.length;
}
