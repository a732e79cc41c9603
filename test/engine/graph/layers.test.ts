/** TensorFlow.js's other layers against the real library, over random configs. */
import { Tensor } from "@convlens/engine";
import { runnable } from "@convlens/engine/graph";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  activation,
  type Config,
  dataFormat,
  expectInferred,
  expectSameLayer,
  imageShape,
  inner,
  layerOp,
  numbers,
  padding,
  perAxis,
  runs,
  type Shape,
  small,
} from "./real.ts";

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const shapeOf = (rank: number, least = 1, most = 6): fc.Arbitrary<number[]> =>
  fc.array(small(least, most), { minLength: rank, maxLength: rank });
const ranks = (least: number, most: number) => small(least, most).chain((rank) => shapeOf(rank));

/** Runs, compares with the real library and with the spec. */
function agrees(
  name: string,
  config: Config,
  inputs: readonly Shape[],
  values?: Parameters<typeof expectSameLayer>[3],
): void {
  const outputs = expectSameLayer(name, config, inputs, values);
  expectInferred(layerOp(name, config, inputs), outputs);
}

function every<T extends unknown[]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void,
  numRuns = runs.numRuns,
): void {
  test(name, () => {
    fc.assert(fc.property(...(arbitraries as never as [fc.Arbitrary<unknown>]), check as never), { numRuns });
  });
}

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
          agrees(`${kind}Pooling${rank}d`, config, [imageShape(config.dataFormat, batch, space, channels)]),
      );
  for (const kind of ["Max", "Average"]) {
    every(
      `global${kind}Pooling1d`,
      [shapeOf(3)],
      (shape) => agrees(`global${kind}Pooling1d`, {}, [shape]),
      20,
    );
    every(
      `global${kind}Pooling2d`,
      [shapeOf(4), dataFormat],
      (shape, dataFormat) => agrees(`global${kind}Pooling2d`, { dataFormat }, [shape]),
      20,
    );
  }
});

describe("dense layers", () => {
  every(
    "dense",
    [fc.record({ units: small(1, 6), useBias: fc.boolean(), activation }), ranks(2, 4)],
    (config, shape) => agrees("dense", config, [shape]),
  );
  every("embedding", [small(1, 9), small(1, 5), ranks(1, 3)], (inputDim, outputDim, shape) =>
    agrees("embedding", { inputDim, outputDim }, [shape], (length) =>
      Float32Array.from({ length }, (_, i) => (i * 7) % inputDim),
    ),
  );
});

describe("shapes", () => {
  every("flatten", [ranks(3, 5), dataFormat], (shape, dataFormat) =>
    agrees("flatten", { dataFormat }, [shape]),
  );
  every("reshape", [shapeOf(2), shapeOf(2), fc.boolean()], ([a, b], [c, d], open) =>
    agrees("reshape", { targetShape: open ? [d!, -1, b!] : [d!, b!, c!] }, [[a!, b!, c!, d!]]),
  );
  every("permute", [fc.shuffledSubarray([1, 2, 3], { minLength: 3 }), shapeOf(4)], (dims, shape) =>
    agrees("permute", { dims }, [shape]),
  );
  every("repeatVector", [small(1, 5), shapeOf(2)], (n, shape) => agrees("repeatVector", { n }, [shape]));
  const sides = (most: number) =>
    fc.oneof(small(0, most), shapeOf(2, 0, most), fc.tuple(shapeOf(2, 0, most), shapeOf(2, 0, most)));
  every("zeroPadding2d", [sides(3), shapeOf(4), dataFormat], (padding, shape, dataFormat) => {
    // one number for each axis: the library takes lists of pairs alone
    const pairs = Array.isArray(padding)
      ? padding.map((side) => (Array.isArray(side) ? side : [side, side]))
      : padding;
    agrees("zeroPadding2d", { padding: pairs, dataFormat }, [shape]);
  });
  every("cropping2D", [sides(1), shapeOf(4, 3, 6), dataFormat], (cropping, shape, dataFormat) =>
    agrees("cropping2D", { cropping, dataFormat }, [shape]),
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
    (config, shape) => agrees("upSampling2d", config, [shape]),
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
    agrees("rescaling", { scale, offset }, [shape]),
  );
  every(
    "categoryEncoding",
    [fc.constantFrom("multiHot", "count"), small(1, 5), shapeOf(2)],
    (outputMode, numTokens, shape) =>
      agrees("categoryEncoding", { outputMode, numTokens }, [shape], (length) =>
        Float32Array.from({ length }, (_, i) => (i * 5) % numTokens),
      ),
  );
  every("categoryEncoding, one at a time", [small(1, 5), small(2, 6)], (numTokens, length) =>
    agrees("categoryEncoding", { outputMode: "oneHot", numTokens }, [[length]], (n) =>
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
    every(name, [ranks(2, 4)], (shape) => agrees("activation", { activation: name }, [shape]), 15);
  every("reLU", [optional(small(0, 2)), ranks(2, 4)], (maxValue, shape) =>
    agrees("reLU", { maxValue }, [shape]),
  );
  every("leakyReLU", [optional(fc.constantFrom(0.1, 0.7)), ranks(2, 4)], (alpha, shape) =>
    agrees("leakyReLU", { alpha }, [shape]),
  );
  every("elu", [ranks(2, 4)], (shape) => agrees("elu", {}, [shape]));
  every("thresholdedReLU", [optional(fc.constantFrom(0, 0.5)), ranks(2, 4)], (theta, shape) =>
    agrees("thresholdedReLU", { theta }, [shape]),
  );
  every("prelu", [fc.subarray([1, 2]), shapeOf(3)], (sharedAxes, shape) =>
    agrees("prelu", { sharedAxes }, [shape]),
  );
  every("softmax", [ranks(2, 4)], (shape) => agrees("softmax", { axis: -1 }, [shape]));
  every("masking", [shapeOf(3)], (shape) =>
    agrees("masking", { maskValue: 0 }, [shape], (length) =>
      Float32Array.from({ length }, (_, i) => (i % 4 < 2 ? 0 : i)),
    ),
  );
  for (const name of ["dropout", "spatialDropout1d", "gaussianDropout", "alphaDropout"])
    every(`${name} in inference`, [shapeOf(3)], (shape) => agrees(name, { rate: 0.5 }, [shape]), 5);
  every(
    "gaussianNoise in inference",
    [shapeOf(3)],
    (shape) => agrees("gaussianNoise", { stddev: 1 }, [shape]),
    5,
  );
});

describe("normalisations", () => {
  const flags = { center: fc.boolean(), scale: fc.boolean(), epsilon: optional(fc.constantFrom(1e-5, 0.1)) };
  every(
    "batchNormalization",
    [fc.record({ axis: fc.constantFrom(undefined, -1), ...flags }), ranks(2, 4)],
    (config, shape) => agrees("batchNormalization", config, [shape]),
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
      agrees("layerNormalization", { ...config, axis: last ? -1 : axes }, [shape]),
  );
});

describe("merges", () => {
  for (const name of ["add", "average", "maximum", "minimum", "multiply"]) {
    every(
      name,
      [shapeOf(3), small(2, 4)],
      (shape, inputs) => agrees(name, {}, new Array<Shape>(inputs).fill(shape)),
      20,
    );
    every(
      `${name} of other ranks`,
      [shapeOf(4), fc.boolean()],
      ([n, h, w, c], row) => agrees(name, {}, [[n!, h!, w!, c!], row ? [n!, w!, c!] : [n!, 1, 1, c!]]),
      20,
    );
  }
  every("concatenate", [shapeOf(3), small(1, 4), small(1, 3)], (shape, more, axis) => {
    const at = axis === 3 ? 2 : axis;
    const other = shape.map((size, i) => (i === at ? more : size));
    agrees("concatenate", { axis: axis === 3 ? -1 : axis }, [shape, other]);
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
        agrees("dot", { axes, normalize }, [a, b]));
});

describe("recurrent layers", () => {
  const sequence = { returnSequences: fc.boolean(), returnState: fc.boolean(), goBackwards: fc.boolean() };
  const cell = {
    units: small(1, 5),
    useBias: fc.boolean(),
    activation,
    recurrentActivation: fc.constantFrom(undefined, "sigmoid"),
  };
  for (const name of ["simpleRNN", "gru", "lstm"]) {
    const own = name === "simpleRNN" ? { units: cell.units, useBias: cell.useBias, activation } : cell;
    every(
      name,
      [fc.record({ ...own, ...sequence }), shapeOf(3)],
      (config, shape) => agrees(name, config as Config, [shape]),
      40,
    );
    every(
      `bidirectional ${name}`,
      [
        fc.record({ ...own, ...sequence }),
        fc.constantFrom("sum", "mul", "concat", "ave", null, undefined),
        shapeOf(3),
      ],
      (config, mergeMode, shape) =>
        agrees("bidirectional", { layer: inner(name, config as Config), mergeMode }, [shape]),
      40,
    );
  }
  test("an initial state comes as further inputs", () => {
    expectSameLayer("lstm", { units: 3, returnSequences: true }, [
      [2, 4, 5],
      [2, 3],
      [2, 3],
    ]);
  });
  every(
    "rnn over cells",
    [
      fc.array(fc.tuple(fc.constantFrom("simpleRNNCell", "gruCell", "lstmCell"), small(1, 4)), {
        minLength: 1,
        maxLength: 3,
      }),
      fc.record(sequence),
      shapeOf(3),
    ],
    (cells, config, shape) =>
      agrees("rnn", { cell: cells.map(([name, units]) => inner(name, { units })), ...config }, [shape]),
    30,
  );
});

describe("timeDistributed", () => {
  const layers: readonly [string, Config, Shape][] = [
    ["dense", { units: 3, activation: "softmax" }, [2, 3, 4]],
    ["conv2d", { filters: 2, kernelSize: 2 }, [2, 3, 5, 5, 2]],
    ["flatten", {}, [2, 3, 4, 2]],
    ["maxPooling1d", { poolSize: 2 }, [2, 3, 4, 2]],
    ["batchNormalization", {}, [2, 3, 4]],
  ];
  for (const [name, config, shape] of layers)
    test(`of ${name}`, () => agrees("timeDistributed", { layer: inner(name, config) }, [shape]));
});

test("what cannot be computed is undefined", () => {
  const unknown = inner("randomWidth", {});
  expect(runnable(layerOp("randomWidth", {}, [[1, 4, 4, 1]]))).toBeUndefined();
  expect(runnable(layerOp("timeDistributed", { layer: unknown }, [[1, 2, 4, 4, 1]]))).toBeUndefined();
});
