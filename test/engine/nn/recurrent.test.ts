/** Recurrent layers in parts: what a first part ends with is what the second starts from. */
import { cat, nn, randn, type Tensor } from "@convlens/engine";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { relativeError } from "./golden-run.ts";

const config = fc.record({
  numLayers: fc.integer({ min: 1, max: 3 }),
  batchFirst: fc.boolean(),
  bias: fc.boolean(),
});

describe("a sequence in two parts", () => {
  for (const kind of ["RNN", "GRU", "LSTM"] as const)
    test(kind, () => {
      fc.assert(
        fc.property(config, fc.integer({ min: 1, max: 4 }), (options, cut) => {
          const layer = new nn[kind](3, 4, options) as unknown as nn.Layer;
          const axis = options.batchFirst ? 1 : 0;
          const x = randn(options.batchFirst ? [2, 5, 3] : [5, 2, 3]);
          const run = (part: Tensor, states?: unknown) => layer.forward(part, states) as [Tensor, unknown];
          const [whole, end] = run(x);
          const [first, states] = run(x.narrow(axis, 0, cut));
          const [second, last] = run(x.narrow(axis, cut, 5 - cut), states);
          expect(relativeError(cat([first, second], axis).raw, whole.raw)).toBeLessThan(1e-6);
          const flat = (given: unknown): number[] =>
            [given].flat().flatMap((tensor) => [...(tensor as Tensor).raw]);
          expect(relativeError(flat(last), flat(end))).toBeLessThan(1e-6);
        }),
        { numRuns: 20 },
      );
    });

  test("a state of another size is refused", () => {
    const layer = new nn.GRU(3, 4);
    expect(() => layer.forward(randn(5, 2, 3), randn(2, 2, 4))).toThrow(
      "Expected hidden size (1, 2, 4), got [2, 2, 4]",
    );
  });
});
