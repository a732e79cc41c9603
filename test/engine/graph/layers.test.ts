/** TensorFlow.js's layers beside convolutions and recurrence against the real library, over random configs. */
import { Tensor } from "@convlens/engine";
import { runnable } from "@convlens/engine/graph";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activation,
  dataFormat,
  every,
  expectLayer,
  expectSameLayer,
  imageShape,
  layerOp,
  numbers,
  padding,
  perAxis,
  ranks,
  type Shape,
  shapeOf,
  small,
} from "./real.ts";

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

describe("poolings", () => {
  for (const rank of [1, 2, 3])
    for (const kind of ["max", "average"])
      every(
        `${kind}Pooling${rank}d`,
        [
          fc.record({
            poolSize: rank === 1 ? small(1, 3) : perAxis(rank, small(1, 3)),
            strides: optional(rank === 1 ? small(1, 3) : perAxis(rank, small(1, 3))),
            padding,
            dataFormat: rank === 1 ? fc.constant(undefined) : dataFormat,
          }),
          small(1, 2),
          small(1, 3),
          shapeOf(rank, 3, 8),
        ],
        (config, batch, channels, space) =>
          expectLayer(`${kind}Pooling${rank}d`, config, [
            imageShape(config.dataFormat, batch, space, channels),
          ]),
      );
  for (const kind of ["Max", "Average"]) {
    every(
      `global${kind}Pooling1d`,
      [shapeOf(3)],
      (shape) => expectLayer(`global${kind}Pooling1d`, {}, [shape]),
      20,
    );
    every(
      `global${kind}Pooling2d`,
      [shapeOf(4), dataFormat],
      (shape, dataFormat) => expectLayer(`global${kind}Pooling2d`, { dataFormat }, [shape]),
      20,
    );
  }
});

describe("dense layers", () => {
  every(
    "dense",
    [fc.record({ units: small(1, 6), useBias: fc.boolean(), activation }), ranks(2, 4)],
    (config, shape) => expectLayer("dense", config, [shape]),
  );
  every("embedding", [small(1, 9), small(1, 5), ranks(1, 3)], (inputDim, outputDim, shape) =>
    expectLayer("embedding", { inputDim, outputDim }, [shape], (length) =>
      Float32Array.from({ length }, (_, i) => (i * 7) % inputDim),
    ),
  );
});

describe("shapes", () => {
  every("flatten", [ranks(3, 5), dataFormat], (shape, dataFormat) =>
    expectLayer("flatten", { dataFormat }, [shape]),
  );
  every("reshape", [shapeOf(2), shapeOf(2), fc.boolean()], ([a, b], [c, d], open) =>
    expectLayer("reshape", { targetShape: open ? [d!, -1, b!] : [d!, b!, c!] }, [[a!, b!, c!, d!]]),
  );
  every("permute", [fc.shuffledSubarray([1, 2, 3], { minLength: 3 }), shapeOf(4)], (dims, shape) =>
    expectLayer("permute", { dims }, [shape]),
  );
  every("repeatVector", [small(1, 5), shapeOf(2)], (n, shape) => expectLayer("repeatVector", { n }, [shape]));
  const sides = (most: number) =>
    fc.oneof(small(0, most), shapeOf(2, 0, most), fc.tuple(shapeOf(2, 0, most), shapeOf(2, 0, most)));
  every("zeroPadding2d", [sides(3), shapeOf(4), dataFormat], (padding, shape, dataFormat) => {
    // one number for each axis: the library takes lists of pairs alone
    const pairs = Array.isArray(padding)
      ? padding.map((side) => (Array.isArray(side) ? side : [side, side]))
      : padding;
    expectLayer("zeroPadding2d", { padding: pairs, dataFormat }, [shape]);
  });
  every("cropping2D", [sides(1), shapeOf(4, 3, 6), dataFormat], (cropping, shape, dataFormat) =>
    expectLayer("cropping2D", { cropping, dataFormat }, [shape]),
  );
});

describe("images", () => {
  every(
    "upSampling2d",
    [
      fc.record({
        size: optional(shapeOf(2, 1, 3)),
        dataFormat,
        interpolation: fc.constantFrom("nearest", "bilinear"),
      }),
      shapeOf(4),
    ],
    (config, shape) => expectLayer("upSampling2d", config, [shape]),
  );
  every(
    "resizing",
    [
      fc.record({
        height: small(1, 9),
        width: small(1, 9),
        interpolation: fc.constantFrom("nearest", "bilinear"),
        cropToAspectRatio: fc.boolean(),
      }),
      shapeOf(4),
    ],
    (config, shape) => void expectSameLayer("resizing", config, [shape]), // its declared shape is another
  );
  every(
    "centerCrop",
    [fc.record({ height: small(1, 9), width: small(1, 9) }), shapeOf(4, 2, 9)],
    (config, shape) => void expectSameLayer("centerCrop", config, [shape]),
  );
  every("rescaling", [small(-3, 3), optional(small(-3, 3)), ranks(2, 4)], (scale, offset, shape) =>
    expectLayer("rescaling", { scale, offset }, [shape]),
  );
  every(
    "categoryEncoding",
    [fc.constantFrom("multiHot", "count"), small(1, 5), shapeOf(2)],
    (outputMode, numTokens, shape) =>
      expectLayer("categoryEncoding", { outputMode, numTokens }, [shape], (length) =>
        Float32Array.from({ length }, (_, i) => (i * 5) % numTokens),
      ),
  );
  every("categoryEncoding, one at a time", [small(1, 5), small(2, 6)], (numTokens, length) =>
    expectLayer("categoryEncoding", { outputMode: "oneHot", numTokens }, [[length]], (n) =>
      Float32Array.from({ length: n }, (_, i) => i % numTokens),
    ),
  );
});

describe("activations", () => {
  const names =
    "elu hardSigmoid linear relu relu6 selu sigmoid softmax softplus softsign tanh swish mish logSoftmax gelu gelu_new".split(
      " ",
    );
  for (const name of names)
    every(name, [ranks(2, 4)], (shape) => expectLayer("activation", { activation: name }, [shape]), 15);
  every("reLU", [optional(small(0, 2)), ranks(2, 4)], (maxValue, shape) =>
    expectLayer("reLU", { maxValue }, [shape]),
  );
  every("leakyReLU", [optional(fc.constantFrom(0.1, 0.7)), ranks(2, 4)], (alpha, shape) =>
    expectLayer("leakyReLU", { alpha }, [shape]),
  );
  every("elu", [ranks(2, 4)], (shape) => expectLayer("elu", {}, [shape]));
  every("thresholdedReLU", [optional(fc.constantFrom(0, 0.5)), ranks(2, 4)], (theta, shape) =>
    expectLayer("thresholdedReLU", { theta }, [shape]),
  );
  every("prelu", [fc.subarray([1, 2]), shapeOf(3)], (sharedAxes, shape) =>
    expectLayer("prelu", { sharedAxes }, [shape]),
  );
  every("softmax", [ranks(2, 4)], (shape) => expectLayer("softmax", { axis: -1 }, [shape]));
  every("masking", [shapeOf(3)], (shape) =>
    expectLayer("masking", { maskValue: 0 }, [shape], (length) =>
      Float32Array.from({ length }, (_, i) => (i % 4 < 2 ? 0 : i)),
    ),
  );
  for (const name of ["dropout", "spatialDropout1d", "gaussianDropout", "alphaDropout"])
    every(`${name} in inference`, [shapeOf(3)], (shape) => expectLayer(name, { rate: 0.5 }, [shape]), 5);
  every(
    "gaussianNoise in inference",
    [shapeOf(3)],
    (shape) => expectLayer("gaussianNoise", { stddev: 1 }, [shape]),
    5,
  );
});

describe("normalisations", () => {
  const flags = { center: fc.boolean(), scale: fc.boolean(), epsilon: optional(fc.constantFrom(1e-5, 0.1)) };
  every(
    "batchNormalization",
    [fc.record({ axis: fc.constantFrom(undefined, -1), ...flags }), ranks(2, 4)],
    (config, shape) => expectLayer("batchNormalization", config, [shape]),
  );
  // the library's own CPU backend takes every axis for the last one; its others do not
  test("batchNormalization along the first axis behind the batch", () => {
    const x = Tensor.from(numbers(60), [3, 4, 5]);
    const run = (axis: number, input: Tensor): Tensor => {
      const made = runnable(layerOp("batchNormalization", { axis }, [input.shape]))!;
      for (const [i, name] of [...made.weights.keys()].entries())
        made.setWeight(name, Tensor.from(numbers(5, i + 7).map(Math.abs), [5]));
      return made.run([input])[0]!;
    };
    expect([...run(1, x.permute(0, 2, 1)).raw]).toEqual([...run(-1, x).permute(0, 2, 1).raw]);
  });
  every(
    "layerNormalization",
    [fc.record(flags), fc.subarray([1, 2, 3], { minLength: 1 }), fc.boolean(), shapeOf(4)],
    (config, axes, last, shape) =>
      expectLayer("layerNormalization", { ...config, axis: last ? -1 : axes }, [shape]),
  );
});

describe("merges", () => {
  for (const name of ["add", "average", "maximum", "minimum", "multiply"]) {
    every(
      name,
      [shapeOf(3), small(2, 4)],
      (shape, inputs) => expectLayer(name, {}, new Array<Shape>(inputs).fill(shape)),
      20,
    );
    every(
      `${name} of other ranks`,
      [shapeOf(4), fc.boolean()],
      ([n, h, w, c], row) => expectLayer(name, {}, [[n!, h!, w!, c!], row ? [n!, w!, c!] : [n!, 1, 1, c!]]),
      20,
    );
  }
  every("concatenate", [shapeOf(3), small(1, 4), small(1, 3)], (shape, more, axis) => {
    const at = axis === 3 ? 2 : axis;
    const other = shape.map((size, i) => (i === at ? more : size));
    expectLayer("concatenate", { axis: axis === 3 ? -1 : axis }, [shape, other]);
  });
  const dots: readonly [number | number[], Shape, Shape][] = [
    [1, [3, 4], [3, 4]],
    [-1, [3, 4], [3, 4]],
    [
      [1, 1],
      [2, 3, 4],
      [2, 3, 5],
    ],
    [
      [2, 1],
      [2, 3, 4],
      [2, 4, 5],
    ],
    [
      [2, 2],
      [2, 3, 4],
      [2, 5, 4],
    ],
    [
      [1, 2],
      [2, 3, 4],
      [2, 5, 3],
    ],
    [
      [2, 1],
      [2, 3, 4],
      [2, 4],
    ],
    [
      [1, 1],
      [2, 3, 4],
      [2, 3],
    ],
    [
      [1, 2],
      [2, 4],
      [2, 3, 4],
    ],
  ];
  for (const [axes, a, b] of dots)
    for (const normalize of [false, true])
      test(`dot ${JSON.stringify(axes)} of ${a} and ${b}${normalize ? ", normalised" : ""}`, () =>
        expectLayer("dot", { axes, normalize }, [a, b]));
});
