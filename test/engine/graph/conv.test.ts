/** TensorFlow.js's convolutions against the real library, over random configs. */

import { Tensor } from "@convlens/engine";
import { runnable } from "@convlens/engine/graph";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activation,
  type Config,
  count,
  dataFormat,
  expectInferred,
  expectSameLayer,
  imageShape,
  layerOp,
  numbers,
  padding,
  perAxis,
  runs,
  small,
} from "./real.ts";

/** Strides and dilation are not both above 1. */
const steps = (rank: number) =>
  fc.oneof(
    fc.record({ strides: perAxis(rank, small(1, 3)) }),
    fc.record({ dilationRate: perAxis(rank, small(1, 2)) }),
  );

const config = (rank: number) =>
  fc
    .tuple(
      fc.record({
        filters: small(1, 5),
        kernelSize: perAxis(rank, small(1, 3)),
        padding,
        dataFormat: rank === 1 ? fc.constant(undefined) : dataFormat,
        useBias: fc.boolean(),
        activation,
      }),
      steps(rank),
    )
    .map(([most, step]) => ({ ...most, ...step }));
const input = (rank: number) =>
  fc.record({
    batch: small(1, 2),
    channels: small(1, 4),
    space: fc.array(small(5, 9), { minLength: rank, maxLength: rank }),
  });

describe("convolutions", () => {
  for (const rank of [1, 2, 3])
    test(`conv${rank}d`, () => {
      fc.assert(
        fc.property(config(rank), input(rank), (config, { batch, channels, space }) => {
          const shape = imageShape(config.dataFormat, batch, space, channels);
          const outputs = expectSameLayer(`conv${rank}d`, config, [shape]);
          expectInferred(layerOp(`conv${rank}d`, config, [shape]), outputs);
        }),
        runs,
      );
    });

  test("conv1d with channels first gives them last, as the library does", () => {
    expectSameLayer("conv1d", { filters: 3, kernelSize: 2, dataFormat: "channelsFirst" }, [[2, 4, 9]]);
  });

  test("depthwiseConv2d", () => {
    fc.assert(
      fc.property(
        config(2),
        small(1, 3),
        input(2),
        ({ filters: _, ...config }, depthMultiplier, { batch, channels, space }) => {
          const shape = imageShape(config.dataFormat, batch, space, channels);
          const outputs = expectSameLayer("depthwiseConv2d", { ...config, depthMultiplier }, [shape]);
          expectInferred(layerOp("depthwiseConv2d", { ...config, depthMultiplier }, [shape]), outputs);
        },
      ),
      runs,
    );
  });

  test("separableConv2d", () => {
    fc.assert(
      fc.property(config(2), small(1, 3), input(2), (config, depthMultiplier, { batch, channels, space }) => {
        const shape = imageShape(config.dataFormat, batch, space, channels);
        // with channels first the library adds the bias along the wrong axis, or fails
        const useBias = config.useBias && config.dataFormat === "channelsLast";
        const outputs = expectSameLayer("separableConv2d", { ...config, depthMultiplier, useBias }, [shape]);
        expectInferred(layerOp("separableConv2d", { ...config, depthMultiplier, useBias }, [shape]), outputs);
      }),
      runs,
    );
  });

  for (const rank of [2, 3])
    test(`conv${rank}dTranspose`, () => {
      fc.assert(
        fc.property(
          config(rank),
          perAxis(rank, small(1, 3)),
          input(rank),
          (config, strides, { batch, channels, space }) => {
            const shape = imageShape(
              config.dataFormat,
              batch,
              space.map((size) => size - 3),
              channels,
            );
            const { dilationRate: _, ...undilated } = { dilationRate: 1, ...config, strides };
            const outputs = expectSameLayer(`conv${rank}dTranspose`, undilated, [shape]);
            expectInferred(layerOp(`conv${rank}dTranspose`, undilated, [shape]), outputs);
          },
        ),
        runs,
      );
    });

  test("convLstm2d", () => {
    const sequence = fc.record({
      returnSequences: fc.boolean(),
      returnState: fc.boolean(),
      goBackwards: fc.boolean(),
    });
    fc.assert(
      fc.property(
        config(2),
        sequence,
        small(1, 3),
        input(2),
        (config, sequence, time, { batch, channels, space }) => {
          const [, ...image] = imageShape(config.dataFormat, batch, space, channels);
          const { activation: _, ...rest } = config;
          const outputs = expectSameLayer("convLstm2d", { ...rest, ...sequence }, [[batch, time, ...image]]);
          expectInferred(layerOp("convLstm2d", { ...rest, ...sequence }, [[batch, time, ...image]]), outputs);
        },
      ),
      runs,
    );
  });

  const wide = fc.record({
    filters: fc.constantFrom(16, 24, 33),
    kernelSize: perAxis(2, small(1, 5)),
    padding,
    dataFormat,
    activation,
  });
  const wideImage = fc.record({
    channels: fc.constantFrom(16, 19),
    space: fc.array(small(15, 27), { minLength: 2, maxLength: 2 }),
  });
  for (const name of ["conv2d", "depthwiseConv2d", "conv2dTranspose"])
    test(`${name} at sizes that planned kernels take`, () => {
      fc.assert(
        fc.property(wide, steps(2), wideImage, ({ filters, ...config }, step, { channels, space }) => {
          const own = name === "depthwiseConv2d" ? {} : { filters };
          const all = { ...config, ...own, ...("strides" in step || name === "conv2d" ? step : {}) };
          expectSameLayer(name, all, [imageShape(config.dataFormat, 1, space, channels)]);
        }),
        { numRuns: 20 },
      );
    });

  test("large ones run on the planned kernels", () => {
    const algorithmOf = (name: string, config: Config, shape: readonly number[]): string => {
      expectSameLayer(name, config, [shape]);
      const made = runnable(layerOp(name, config, [shape]))!;
      made.run([Tensor.from(numbers(count(shape)), shape)]);
      return made.algorithm;
    };
    const same = { filters: 16, padding: "same" };
    expect(algorithmOf("conv2d", { ...same, kernelSize: 3 }, [1, 24, 24, 16])).toMatch(/Winograd/);
    expect(algorithmOf("conv2d", { ...same, kernelSize: 5, strides: 2 }, [1, 25, 24, 16])).toMatch(/GEMM/);
    expect(algorithmOf("conv2d", { ...same, kernelSize: 1 }, [1, 24, 24, 16])).toMatch(/GEMM/);
    expect(algorithmOf("depthwiseConv2d", { padding: "same", kernelSize: 3 }, [1, 24, 24, 16])).toMatch(
      /depthwise/,
    );
    const transposed = algorithmOf(
      "conv2dTranspose",
      { ...same, kernelSize: 3, strides: 2 },
      [1, 24, 24, 16],
    );
    expect(transposed).not.toBe("plain loops");
  });
});
