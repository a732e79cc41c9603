/** Tensor functions on random values with ties, zeros, NaN and infinities: what PyTorch gives in double precision. */
import { Tensor } from "@convlens/engine";
import type { Args } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { goldenJson } from "../../golden/golden.ts";
import { callFunction } from "./call-function.ts";

interface Packed {
  readonly shape: number[];
  readonly data: (number | string)[];
}
interface Operation {
  readonly fn: string;
  readonly args: Args;
  readonly inputs: Packed[];
  readonly outputs?: Packed[];
  readonly error?: string;
}

const numbers = ({ data }: Packed): number[] =>
  data.map((value) => Number(String(value).replace("inf", "Infinity").replace("nan", "NaN")));

test("values and refusals", () => {
  const operations = goldenJson<Operation[]>("torch/operations.json");
  for (const { fn, args, inputs, outputs, error } of operations) {
    const what = `${fn} ${JSON.stringify(args)} ${JSON.stringify(inputs)}`;
    const run = () =>
      callFunction(
        fn,
        inputs.map((input) => Tensor.from(numbers(input), input.shape)),
        args,
      );
    if (error) {
      expect(run, what).toThrow();
      continue;
    }
    const results = run();
    for (const [i, expected] of outputs!.entries()) {
      expect(results[i]!.shape, what).toEqual(expected.shape);
      const ours = results[i]!.data;
      for (const [at, value] of numbers(expected).entries()) {
        if (Number.isFinite(Math.fround(value)))
          expect(Math.abs(ours[at]! - value), what).toBeLessThanOrEqual(1e-5 * Math.abs(value));
        else expect(ours[at], what).toBe(Math.fround(value));
      }
    }
  }
  expect(new Set(operations.map(({ fn }) => fn)).size).toBeGreaterThan(45);
});
