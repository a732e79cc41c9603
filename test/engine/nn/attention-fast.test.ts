/** Attention with planned projections against the plain loops, on random layers that planned kernels take. */
import { lastRun, nn, randn, type Tensor } from "@convlens/engine";
import { complete, torchLayers } from "@convlens/engine/specs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loops } from "../../../engine/src/reference/index.ts";
import { relativeError } from "./golden-run.ts";

const config = fc.record({
  heads: fc.constantFrom(1, 2, 8),
  bias: fc.boolean(),
  batchFirst: fc.boolean(),
  addBiasKv: fc.boolean(),
  addZeroAttn: fc.boolean(),
  ofItself: fc.boolean(),
  kdim: fc.constantFrom(undefined, 40),
  vdim: fc.constantFrom(undefined, 24),
});
const sizes = fc.record({
  batch: fc.constantFrom(0, 1, 3), // 0: without a batch
  targets: fc.integer({ min: 20, max: 30 }),
  sources: fc.integer({ min: 20, max: 30 }),
});

const EMBED = 64;

describe("attention", () => {
  test("agrees with the plain loops", () => {
    fc.assert(
      fc.property(config, sizes, ({ heads, ofItself, ...options }, { batch, targets, sources }) => {
        const layer = new nn.MultiheadAttention(EMBED, heads, options as never);
        layer.eval();
        const shape = (length: number, features: number): number[] =>
          batch === 0
            ? [length, features]
            : options.batchFirst
              ? [batch, length, features]
              : [length, batch, features];
        const query = randn(shape(targets, EMBED));
        const isOfItself = ofItself && options.kdim === undefined && options.vdim === undefined;
        const inputs: [Tensor, Tensor, Tensor] = isOfItself
          ? [query, query, query]
          : [
              query,
              randn(shape(sources, options.kdim ?? EMBED)),
              randn(shape(sources, options.vdim ?? EMBED)),
            ];
        const fast: readonly Tensor[] = layer.forward(...inputs);
        expect(lastRun().algorithm).toBe("GEMM");
        const outputs = fast.map((tensor) => ({
          data: new Float32Array(tensor.numel()),
          shape: tensor.shape,
        }));
        const cells = (tensor: { raw: Float32Array; shape: readonly number[] }) => ({
          data: tensor.raw,
          shape: tensor.shape,
        });
        loops["MultiheadAttention"]!({
          args: complete(torchLayers.get("MultiheadAttention")!, {
            ...options,
            embedDim: EMBED,
            numHeads: heads,
          }),
          callArgs: {},
          training: false,
          state: Object.fromEntries(
            Object.entries(layer.stateDict()).map(([name, tensor]) => [name, cells(tensor)]),
          ),
          inputs: inputs.map(cells),
          outputs,
        });
        for (const [i, tensor] of fast.entries())
          expect(relativeError(tensor.raw, outputs[i]!.data)).toBeLessThanOrEqual(1e-5);
      }),
      { numRuns: 25 },
    );
  });
});
