/** Every golden error through the public API: raised at the same stage, with the facts in the message; near misses run. */
import { ConvLensError, nn, zeros } from "@convlens/engine";
import { describe, expect, test } from "vitest";
import { camelArgs, functionName, type GoldenRow, goldenLines } from "../../golden/golden.ts";

type LayerClass = new (options: Record<string, unknown>) => nn.Layer;
const classes = nn as unknown as Record<string, LayerClass>;

/** Kinds that our tensors cannot express: other element types, values of indices, lists, gradients, memory layouts. */
const NOT_EXPRESSIBLE: ReadonlySet<string> = new Set([
  "dtype-mismatch",
  "not-a-tensor",
  "linear-dtype",
  "embedding-dtype",
  "embedding-index",
  "mean-integer",
  "view-not-contiguous",
]);

/** The stage at which a layer refuses; undefined where it runs. */
function stageOf(row: GoldenRow): { stage: string; message: string } | undefined {
  let layer: nn.Layer;
  try {
    layer = new classes[row.layer]!(camelArgs(row.args));
  } catch (error) {
    expect(error).toBeInstanceOf(ConvLensError);
    return { stage: "construct", message: (error as Error).message };
  }
  if (row.construct_only) return undefined;
  layer.train(row.train === true);
  try {
    for (const shape of (row.prior_inputs as number[][] | undefined) ?? []) layer.forward(zeros(shape));
    if (row.access) {
      // `.size(0)` of a tensor that is not there yet answers 0 in PyTorch; here there is no such tensor to ask
      const read = row.access === "weight.size(0)" ? 0 : layer.weight.shape;
      expect(read).toBeDefined();
      return undefined;
    }
    layer.forward(...row.input_shapes.map((shape) => zeros(shape)), camelArgs(row.call ?? {}));
  } catch (error) {
    expect(error, row.id).toBeInstanceOf(ConvLensError);
    return { stage: row.access ? "access" : "forward", message: (error as Error).message };
  }
  return undefined;
}

describe("golden errors at run time", () => {
  test("layers refuse what PyTorch refuses, when it refuses it", () => {
    const wrong: string[] = [];
    let [errors, runs] = [0, 0];
    for (const row of goldenLines<GoldenRow>("errors.jsonl")) {
      if (functionName(row.layer) || NOT_EXPRESSIBLE.has(row.kind as string) || row.grad === true) continue;
      const got = stageOf(row);
      if (row.expect === "error") errors++;
      else runs++;
      const wanted = row.expect === "error" ? (row.stage as string) : undefined;
      if (got?.stage !== wanted)
        wrong.push(
          `${row.id} ${row.kind} ${row.layer} ${JSON.stringify(row.args)} ${JSON.stringify(row.input_shapes)}: ${wanted ?? "runs"} expected, got ${got ? `${got.stage}: ${got.message}` : "no error"}`,
        );
    }
    console.log(`golden errors at run time: ${errors} raised, ${runs} run`);
    expect(wrong).toEqual([]);
  });

  test("messages carry PyTorch's facts", () => {
    const missing: string[] = [];
    let compared = 0;
    for (const row of goldenLines<GoldenRow>("errors.jsonl")) {
      if (
        ![
          "channel-mismatch",
          "kernel-larger-than-input",
          "groups-divide-in",
          "wrong-rank-high",
          "linear-in-features",
          "fold-channels-divide-kernel",
          "pixel-shuffle-channels",
        ].includes(row.kind as string) ||
        row.expect !== "error"
      )
        continue;
      const got = stageOf(row);
      compared++;
      if (got?.message !== row.message) missing.push(`${row.id}: ${got?.message} instead of ${row.message}`);
    }
    expect(compared).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});
