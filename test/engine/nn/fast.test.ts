/** The fast path against the plain loops, through the public API, on random layers of some size; for 1, 2 and 4 threads. */
import { nn, randn, setThreads, type Tensor } from "@convlens/engine";
import { complete, torchLayers } from "@convlens/engine/specs";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { kernelOf } from "../../../engine/src/ops/kernels.ts";

type LayerClass = new (options: Record<string, unknown>) => nn.Layer;
const classes = nn as unknown as Record<string, LayerClass>;

/** What the plain loops give. */
function plain(
  layer: string,
  options: Record<string, unknown>,
  weights: nn.Layer,
  x: Tensor,
  shape: readonly number[],
): Float32Array {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  const state = Object.fromEntries(
    Object.entries(weights.stateDict()).map(([name, tensor]) => [
      name,
      { data: tensor.raw, shape: tensor.shape },
    ]),
  );
  kernelOf(layer)({
    args: complete(torchLayers.get(layer)!, options as never),
    callArgs: {},
    training: false,
    state,
    inputs: [{ data: x.raw, shape: x.shape }],
    outputs: [{ data, shape }],
  });
  return data;
}

const config = fc.record({
  layer: fc.constantFrom(
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
  ),
  groups: fc.constantFrom(1, 1, 2, 8),
  kernelSize: fc.integer({ min: 1, max: 4 }),
  stride: fc.integer({ min: 1, max: 3 }),
  padding: fc.integer({ min: 0, max: 2 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  bias: fc.boolean(),
  batch: fc.integer({ min: 1, max: 2 }),
});

afterAll(() => setThreads(2));

describe("the fast path", () => {
  for (const threads of [1, 2, 4]) {
    test(`agrees with the plain loops on ${threads} threads`, () => {
      setThreads(threads);
      fc.assert(
        fc.property(config, ({ layer, batch, ...options }) => {
          const rank = Number(layer.at(-2));
          const size = rank === 1 ? 300 : rank === 2 ? 18 : 8;
          const given = { ...options, inChannels: 16, outChannels: 24 };
          const made = new classes[layer]!(given);
          const x = randn([batch, 16, ...new Array<number>(rank).fill(size)]);
          const y = made.forward(x) as Tensor;
          const expected = plain(layer, given, made, x, y.shape);
          let [difference, norm] = [0, 0];
          for (const [i, value] of y.raw.entries()) {
            difference += (value - expected[i]!) ** 2;
            norm += expected[i]! ** 2;
          }
          expect(Math.sqrt(difference / norm)).toBeLessThanOrEqual(1e-5);
        }),
        { numRuns: 25 },
      );
    });
  }
});
