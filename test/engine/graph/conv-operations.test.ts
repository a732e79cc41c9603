/** Convolutions and poolings as core operations of TensorFlow.js against the real library. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { describe } from "vitest";
import { agrees } from "./operation.ts";
import { every, perAxis, type Shape, shapeOf, small } from "./real.ts";

describe("convolutions", () => {
  const pads = (rank: number) =>
    fc.oneof(
      fc.constantFrom("valid", "same"),
      small(0, 2),
      fc
        .array(shapeOf(2, 0, 2), { minLength: rank, maxLength: rank })
        .map((sides) => [[0, 0], ...sides, [0, 0]]),
    );
  const words = fc.constantFrom("valid", "same");
  const steps = (rank: number) =>
    fc.oneof(
      fc.record({ strides: perAxis(rank, small(1, 3)) }),
      fc.record({ strides: fc.constant(1), dilations: perAxis(rank, small(1, 2)) }),
    );
  const image = (rank: number) =>
    fc.record({ batch: small(0, 2), space: shapeOf(rank, 6, 9), channels: small(1, 3) });
  /** Without a batch where it is 0. */
  const shapeIn = (batch: number, space: readonly number[], channels: number): Shape =>
    batch === 0 ? [...space, channels] : [batch, ...space, channels];

  every(
    "conv1d",
    [
      image(1),
      small(1, 4),
      small(1, 3),
      words,
      fc.oneof(
        fc.record({ stride: small(1, 3) }),
        fc.record({ stride: fc.constant(1), dilation: small(1, 3) }),
      ),
    ],
    ({ batch, space, channels }, filters, kernel, pad, step) =>
      agrees("conv1d", { pad, ...step }, [shapeIn(batch, space, channels), [kernel, channels, filters]], {
        call: ([x, filter]) =>
          tf.conv1d(
            x as tf.Tensor3D,
            filter as tf.Tensor3D,
            step.stride,
            pad as "same",
            "NWC",
            "dilation" in step ? step.dilation : 1,
          ),
      }),
  );
  every(
    "conv2d",
    [image(2), small(1, 4), shapeOf(2, 1, 3), pads(2), steps(2), fc.boolean()],
    ({ batch, space, channels }, filters, kernel, pad, step, first) => {
      // explicit borders stand in the order of the axes
      const dataFormat = first && !Array.isArray(pad) ? "NCHW" : "NHWC";
      const shape =
        dataFormat === "NCHW" ? [Math.max(batch, 1), channels, ...space] : shapeIn(batch, space, channels);
      agrees("conv2d", { pad, dataFormat, ...step }, [shape, [...kernel, channels, filters]]);
    },
    60,
  );
  every(
    "conv2d with rounded sizes",
    [image(2), shapeOf(2, 1, 3), small(1, 2), fc.constantFrom("floor", "round", "ceil"), small(2, 3)],
    ({ batch, space, channels }, kernel, pad, dimRoundingMode, strides) =>
      agrees("conv2d", { pad, dimRoundingMode, strides, dilations: 1, dataFormat: "NHWC" }, [
        shapeIn(batch, space, channels),
        [...kernel, channels, 2],
      ]),
  );
  every(
    "conv3d",
    [image(3), small(1, 3), shapeOf(3, 1, 3), words, steps(3)],
    ({ batch, space, channels }, filters, kernel, pad, step) =>
      agrees("conv3d", { pad, ...step }, [shapeIn(batch, space, channels), [...kernel, channels, filters]]),
  );
  every(
    "depthwiseConv2d",
    [image(2), small(1, 3), shapeOf(2, 1, 3), pads(2), steps(2)],
    ({ batch, space, channels }, multiplier, kernel, pad, step) =>
      agrees("depthwiseConv2d", { pad, ...step }, [
        shapeIn(batch, space, channels),
        [...kernel, channels, multiplier],
      ]),
  );
  every(
    "separableConv2d",
    [image(2), small(1, 3), small(1, 4), shapeOf(2, 1, 3), words, small(1, 2)],
    ({ batch, space, channels }, multiplier, filters, kernel, pad, strides) =>
      agrees("separableConv2d", { pad, strides }, [
        shapeIn(batch, space, channels),
        [...kernel, channels, multiplier],
        [1, 1, channels * multiplier, filters],
      ]),
  );
  every(
    "conv2dTranspose",
    [image(2), small(1, 3), shapeOf(2, 1, 3), words, perAxis(2, small(1, 3))],
    ({ batch, space, channels }, filters, kernel, pad, strides) => {
      const step = Array.isArray(strides) ? strides : [strides, strides];
      const out = space.map(
        (size, axis) => size * step[axis]! + (pad === "valid" ? Math.max(kernel[axis]! - step[axis]!, 0) : 0),
      );
      const lead = batch === 0 ? [] : [batch];
      agrees("conv2dTranspose", { outputShape: [...lead, ...out, filters], strides, pad }, [
        [...lead, ...space, channels],
        [...kernel, filters, channels],
      ]);
    },
  );
  for (const name of ["maxPool", "avgPool"]) {
    every(
      name,
      [image(2), perAxis(2, small(1, 3)), perAxis(2, small(1, 3)), fc.oneof(words, small(0, 1))],
      ({ batch, space, channels }, filterSize, strides, pad) => {
        const least = Array.isArray(filterSize) ? Math.min(...filterSize) : filterSize;
        // no window lies in the padding alone, and one size serves a number
        const even =
          typeof pad === "number"
            ? {
                filterSize: least,
                strides: Array.isArray(strides) ? strides[0] : strides,
                pad: least > 1 ? pad : 0,
              }
            : { filterSize, strides, pad };
        agrees(name, even, [shapeIn(batch, space, channels)]);
      },
    );
    every(
      `${name}3d`,
      [image(3), perAxis(3, small(1, 3)), perAxis(3, small(1, 3)), words],
      ({ batch, space, channels }, filterSize, strides, pad) =>
        agrees(`${name}3d`, { filterSize, strides, pad }, [shapeIn(batch, space, channels)]),
    );
  }
});
