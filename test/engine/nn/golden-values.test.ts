/** Every golden value case through the public API: results against PyTorch in float64. */
import { nn, Tensor } from "@convlens/engine";
import { afterAll, describe, expect, test } from "vitest";
import { goldenLines, goldenTensors, VALUE_FAMILIES } from "../../golden/golden.ts";
import { callFunction } from "./call-function.ts";
import { runRow, type ValueRow } from "./golden-run.ts";

describe("golden values", () => {
  const worst: string[] = [];
  for (const family of VALUE_FAMILIES) {
    test(family, () => {
      const rows = goldenLines<ValueRow>(`values/${family}.jsonl`);
      const tensors = goldenTensors(`values/${family}.safetensors`);
      let largest = 0;
      for (const row of rows) {
        const error = runRow({ nn, Tensor, callFunction }, row, tensors);
        expect(error, `${row.id} ${row.layer} ${JSON.stringify(row.args)}`).toBeLessThanOrEqual(1e-5);
        largest = Math.max(largest, error);
      }
      worst.push(`${family}: ${rows.length} cases, worst ${largest.toExponential(1)}`);
    });
  }
  afterAll(() => console.log(worst.join("\n")));
});
