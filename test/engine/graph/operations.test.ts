/** TensorFlow.js's core operations against the real library, over random shapes and arguments. */
import { Tensor } from "@convlens/engine";
import { type Op, runnable } from "@convlens/engine/graph";
import { complete, tfjsFunctions } from "@convlens/engine/specs";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { count, expectInferred, expectSame, numbers, perAxis, type Shape, small } from "./real.ts";

type Args = Readonly<Record<string, unknown>>;
type Real = (...args: unknown[]) => tf.Tensor | tf.Tensor[];

const op = (name: string, args: Args, inputShapes: readonly Shape[]): Op => ({
  library: "tfjs",
  kind: "function",
  name,
  args: complete(tfjsFunctions.get(name)!, args as never),
  inputShapes,
});

const functionAt = (name: string): Real =>
  name.split(".").reduce((at: unknown, part) => (at as Record<string, unknown>)[part], tf) as Real;

interface Options {
  /** How the real function is called; by default with the tensors and then the spec's parameters in order. */
  readonly call?: (tensors: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  readonly values?: (length: number, input: number) => Float32Array;
  readonly dtypes?: readonly ("float32" | "int32" | "bool")[];
}

function agrees(name: string, args: Args, shapes: readonly Shape[], options: Options = {}): void {
  const data = shapes.map((shape, i) => (options.values ?? ((n) => numbers(n, i + 1)))(count(shape), i));
  const made = runnable(op(name, args, shapes));
  if (!made) throw new Error(`${name} cannot be run`);
  const theirs = tf.tidy(() => {
    const tensors = data.map((values, i) =>
      tf.tensor(values, [...shapes[i]!], options.dtypes?.[i] ?? "float32"),
    );
    const given = tfjsFunctions.get(name)!.params.map((param) => args[param.name]);
    const result = options.call ? options.call(tensors) : functionAt(name)(...tensors, ...given);
    return [result].flat().map((y) => ({ shape: y.shape, data: y.dataSync() }));
  });
  const ours = made.run(data.map((values, i) => Tensor.from(values, shapes[i]!)));
  expectSame(`${name} ${JSON.stringify(args)} ${JSON.stringify(shapes)}`, ours, theirs);
  expectInferred(op(name, args, shapes), ours);
}

const shapeOf = (rank: number, least = 1, most = 5): fc.Arbitrary<number[]> =>
  fc.array(small(least, most), { minLength: rank, maxLength: rank });
const ranks = (least: number, most: number) => small(least, most).chain((rank) => shapeOf(rank));

function every<T extends unknown[]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void,
  numRuns = 30,
): void {
  test(name, () => {
    fc.assert(
      fc.property(
        ...(arbitraries as never as [fc.Arbitrary<unknown>]),
        (...values: unknown[]) => void check(...(values as T)),
      ),
      { numRuns },
    );
  });
}

describe("of one value", () => {
  const anywhere =
    "abs asinh atan ceil cos cosh elu erf exp expm1 floor isFinite isInf isNaN leakyRelu logSigmoid logSoftmax neg reciprocal relu relu6 round selu sigmoid sign sin sinh softmax softplus square step tan tanh".split(
      " ",
    );
  for (const name of anywhere) every(name, [ranks(1, 4)], (shape) => agrees(name, {}, [shape]), 10);
  // from −1 to 1, above 0, above 1
  const mapped = (scale: number, shift: number): Options => ({
    values: (n) => numbers(n).map((x) => (Math.abs(x) + 0.01) * scale + shift),
  });
  for (const name of ["acos", "asin", "atanh"])
    every(name, [ranks(1, 3)], (shape) => agrees(name, {}, [shape], mapped(0.4, 0)), 10);
  for (const name of ["log", "log1p", "rsqrt", "sqrt", "acosh"])
    every(name, [ranks(1, 3)], (shape) => agrees(name, {}, [shape], mapped(1, 1)), 10);
  every("clipByValue", [ranks(1, 4), small(-2, 0), small(0, 2)], (shape, clipValueMin, clipValueMax) =>
    agrees("clipByValue", { clipValueMin, clipValueMax }, [shape]),
  );
  every("leakyRelu", [ranks(1, 4)], (shape) => agrees("leakyRelu", { alpha: 0.4 }, [shape]));
  test("round to even", () =>
    agrees("round", {}, [[6]], { values: () => Float32Array.of(0.5, 1.5, 2.5, -0.5, -1.5, 2.4) }));
  for (const dtype of ["int32", "bool", "float32"])
    every(`cast to ${dtype}`, [ranks(1, 3)], (shape) => agrees("cast", { dtype }, [shape]), 10);
  every(
    "logicalNot",
    [ranks(1, 3)],
    (shape) => agrees("logicalNot", {}, [shape], { values: bits, dtypes: ["bool"] }),
    10,
  );
  every("localResponseNormalization", [shapeOf(4), small(1, 4)], (shape, depthRadius) =>
    agrees("localResponseNormalization", { depthRadius, bias: 2, alpha: 0.5, beta: 0.75 }, [shape]),
  );
});

const bits = (length: number, input = 0): Float32Array =>
  numbers(length, input + 5).map((x) => Number(x > 0));

describe("of two values", () => {
  /** Two shapes that broadcast. */
  const pair = small(1, 4).chain((rank) =>
    fc
      .tuple(
        shapeOf(rank),
        fc.array(fc.boolean(), { minLength: rank, maxLength: rank }),
        small(0, rank - 1),
        fc.boolean(),
      )
      .map(([shape, ones, drop, swap]) => {
        const other = shape.map((size, axis) => (ones[axis] ? 1 : size)).slice(drop);
        return swap ? [other, shape] : [shape, other];
      }),
  );
  for (const name of "add sub mul maximum minimum squaredDifference atan2 equal notEqual greater greaterEqual less lessEqual divNoNan prelu".split(
    " ",
  ))
    every(name, [pair], (shapes) => {
      if (name !== "prelu" || shapes[0]!.length >= shapes[1]!.length) agrees(name, {}, shapes);
    });
  const divisor: Options = {
    values: (n, input) => numbers(n, input + 3).map((x) => (input === 1 ? Math.abs(x) + 0.5 : x)),
  };
  for (const name of ["div", "mod"]) every(name, [pair], (shapes) => agrees(name, {}, shapes, divisor));
  every("pow", [pair], (shapes) =>
    agrees("pow", {}, shapes, { values: (n, input) => numbers(n, input + 3).map((x) => Math.abs(x) + 0.5) }),
  );
  every("floorDiv", [pair], (shapes) =>
    agrees("floorDiv", {}, shapes, {
      values: (n, input) =>
        numbers(n, input + 3).map((x) => (input === 1 ? Math.round(Math.abs(x)) + 1 : Math.round(5 * x))),
      dtypes: ["int32", "int32"],
    }),
  );
  for (const name of ["logicalAnd", "logicalOr", "logicalXor"])
    every(name, [pair], (shapes) => agrees(name, {}, shapes, { values: bits, dtypes: ["bool", "bool"] }));
  every("where", [shapeOf(3)], (shape) =>
    agrees("where", {}, [shape, shape, shape], {
      values: (n, input) => (input === 0 ? bits(n) : numbers(n, input)),
      dtypes: ["bool"],
    }),
  );
  every("addN", [ranks(1, 3), small(1, 4)], (shape, inputs) =>
    agrees("addN", {}, new Array<Shape>(inputs).fill(shape), { call: (tensors) => tf.addN(tensors) }),
  );
});

describe("matrices", () => {
  every(
    "matMul",
    [shapeOf(3), shapeOf(1), fc.boolean(), fc.boolean(), fc.boolean()],
    ([batch, rows, inner], [columns], transposeA, transposeB, flat) => {
      const lead = flat ? [] : [batch!];
      const a = transposeA ? [inner!, rows!] : [rows!, inner!];
      const b = transposeB ? [columns!, inner!] : [inner!, columns!];
      agrees("matMul", { transposeA, transposeB }, [
        [...lead, ...a],
        [...lead, ...b],
      ]);
    },
  );
  for (const [a, b] of [
    [[3], [3]],
    [[2, 3], [3]],
    [[3], [3, 2]],
    [
      [2, 3],
      [3, 4],
    ],
  ] as const)
    test(`dot of ${a} and ${b}`, () => agrees("dot", {}, [a, b]));
  const einsums: readonly [string, ...Shape[]][] = [
    ["ij,jk->ik", [2, 3], [3, 4]],
    ["bij,bjk->bik", [2, 3, 4], [2, 4, 5]],
    ["bhqd,bhkd->bhqk", [2, 2, 3, 4], [2, 2, 5, 4]],
    ["ij->ji", [2, 3]],
    ["ij->", [2, 3]],
    ["ij->i", [2, 3]],
  ];
  for (const [equation, ...shapes] of einsums)
    test(`einsum ${equation}`, () =>
      agrees("einsum", { equation }, shapes, { call: (tensors) => tf.einsum(equation, ...tensors) }));
});

describe("reductions", () => {
  const axes = fc.oneof(fc.constant(undefined), small(-3, 2), fc.subarray([0, 1, 2], { minLength: 1 }));
  for (const name of ["sum", "mean", "max", "min", "prod", "logSumExp"])
    every(name, [shapeOf(3), axes, fc.boolean()], (shape, axis, keepDims) =>
      agrees(name, { axis, keepDims }, [shape]),
    );
  every("euclideanNorm", [shapeOf(3), small(-3, 2), fc.boolean()], (shape, axis, keepDims) =>
    agrees("euclideanNorm", { axis, keepDims }, [shape]),
  );
  for (const name of ["any", "all"])
    every(name, [shapeOf(3), axes, fc.boolean()], (shape, axis, keepDims) =>
      agrees(name, { axis, keepDims }, [shape], { values: bits, dtypes: ["bool"] }),
    );
  for (const name of ["argMax", "argMin"])
    every(name, [shapeOf(3), small(-3, 2)], (shape, axis) => agrees(name, { axis }, [shape]));
  every(
    "norm",
    [shapeOf(3), fc.constantFrom("euclidean", 1, Number.POSITIVE_INFINITY), small(0, 2), fc.boolean()],
    (shape, ord, axis, keepDims) => agrees("norm", { ord, axis, keepDims }, [shape]),
  );
  every(
    "norm over matrices",
    [shapeOf(3), fc.constantFrom("euclidean", "fro", 1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)],
    (shape, ord) => agrees("norm", { ord, axis: [0, 1] }, [shape]),
  );
  every("norm of everything", [ranks(1, 3), fc.constantFrom("euclidean", 1)], (shape, ord) =>
    agrees("norm", { ord }, [shape]),
  );
  for (const name of ["cumsum", "cumprod"])
    every(name, [shapeOf(3), small(0, 2), fc.boolean(), fc.boolean()], (shape, axis, exclusive, reverse) =>
      agrees(name, { axis, exclusive, reverse }, [shape]),
    );
});

describe("arrangements", () => {
  every("reshape", [shapeOf(3)], ([a, b, c]) => agrees("reshape", { shape: [c!, -1, a!] }, [[a!, b!, c!]]));
  every("flatten", [ranks(1, 4)], (shape) => agrees("flatten", {}, [shape], { call: ([x]) => x!.flatten() }));
  every(
    "transpose",
    [shapeOf(3), fc.option(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), { nil: undefined })],
    (shape, perm) => agrees("transpose", { perm }, [shape]),
  );
  every("expandDims", [shapeOf(2), small(-3, 2)], (shape, axis) => agrees("expandDims", { axis }, [shape]));
  every("squeeze", [shapeOf(2), fc.boolean()], ([a, b], named) =>
    agrees("squeeze", { axis: named ? [1] : undefined }, [[a!, 1, b!]]),
  );
  every("tile", [shapeOf(3), shapeOf(3, 1, 3)], (shape, reps) => agrees("tile", { reps }, [shape]));
  every(
    "reverse",
    [
      shapeOf(3),
      fc.option(fc.oneof(small(0, 2), fc.subarray([0, 1, 2], { minLength: 1 })), { nil: undefined }),
    ],
    (shape, axis) => agrees("reverse", { axis }, [shape]),
  );
  every("concat", [shapeOf(3), small(1, 4), small(-3, 2)], (shape, more, axis) => {
    const at = axis < 0 ? axis + 3 : axis;
    agrees("concat", { axis }, [shape, shape.map((size, i) => (i === at ? more : size))], {
      call: (tensors) => tf.concat(tensors, axis),
    });
  });
  every("stack", [shapeOf(2), small(1, 3), small(0, 2)], (shape, inputs, axis) =>
    agrees("stack", { axis }, new Array<Shape>(inputs).fill(shape), {
      call: (tensors) => tf.stack(tensors, axis),
    }),
  );
  const paddings = (rank: number, most: number) =>
    fc.array(shapeOf(2, 0, most), { minLength: rank, maxLength: rank });
  every("pad", [shapeOf(3), paddings(3, 2), small(-1, 1)], (shape, paddings, constantValue) =>
    agrees("pad", { paddings, constantValue }, [shape]),
  );
  every(
    "mirrorPad",
    [shapeOf(3, 3, 5), paddings(3, 2), fc.constantFrom("reflect", "symmetric")],
    (shape, paddings, mode) => agrees("mirrorPad", { paddings, mode }, [shape]),
  );
  every(
    "slice",
    [shapeOf(3, 2, 5), shapeOf(3, 0, 1), fc.boolean(), fc.boolean()],
    (shape, begin, rest, short) => {
      const size = rest ? undefined : shape.map((whole, axis) => (axis === 0 ? -1 : whole - begin[axis]!));
      agrees("slice", { begin: short ? begin.slice(0, 2) : begin, size: short ? size?.slice(0, 2) : size }, [
        shape,
      ]);
    },
  );
  every("gather", [shapeOf(3), shapeOf(2), small(0, 2)], (shape, indices, axis) =>
    agrees("gather", { axis }, [shape, indices], {
      values: (n, input) =>
        input === 0 ? numbers(n) : Float32Array.from({ length: n }, (_, i) => (i * 3) % shape[axis]!),
      dtypes: ["float32", "int32"],
    }),
  );
  every("gather by batches", [shapeOf(3), small(1, 3)], ([a, b, c], many) =>
    agrees(
      "gather",
      { axis: 1, batchDims: 1 },
      [
        [a!, b!, c!],
        [a!, many],
      ],
      {
        values: (n, input) =>
          input === 0 ? numbers(n) : Float32Array.from({ length: n }, (_, i) => (i * 3) % b!),
        dtypes: ["float32", "int32"],
      },
    ),
  );
  every("split", [shapeOf(3), small(1, 3), small(0, 2), fc.boolean()], (shape, parts, axis, sizes) => {
    const whole = shape.map((size, i) => (i === axis ? size * parts : size));
    agrees(
      "split",
      { numOrSizeSplits: sizes ? [1, shape[axis]! * parts - 1].filter((size) => size > 0) : parts, axis },
      [whole],
    );
  });
  every("unstack", [shapeOf(3), small(-3, 2)], (shape, axis) => agrees("unstack", { axis }, [shape]));
});

describe("blocks and places", () => {
  every("depthToSpace", [shapeOf(4), small(2, 3)], ([n, h, w, d], blockSize) => {
    const shape = [n!, h!, w!, d! * blockSize ** 2];
    agrees("depthToSpace", { blockSize }, [shape]);
    // its CPU backend has no NCHW
    const x = Tensor.from(numbers(count(shape)), shape);
    const run = (dataFormat: string, input: Tensor): Tensor =>
      runnable(op("depthToSpace", { blockSize, dataFormat }, [input.shape]))!.run([input])[0]!;
    const first = run("NCHW", x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1);
    expect([...first.raw]).toEqual([...run("NHWC", x).raw]);
  });
  every(
    "spaceToBatchND",
    [shapeOf(4), shapeOf(2, 1, 3), shapeOf(2, 0, 1)],
    ([n, h, w, c], blockShape, before) => {
      const shape = [n!, h! * blockShape[0]!, w! * blockShape[1]!, c!];
      agrees(
        "spaceToBatchND",
        { blockShape, paddings: before.map((cells, i) => [cells, blockShape[i]! - cells]) },
        [shape],
      );
    },
  );
  every(
    "batchToSpaceND",
    [shapeOf(4, 2, 4), shapeOf(2, 1, 3), shapeOf(2, 0, 1)],
    ([n, h, w, c], blockShape, before) =>
      agrees("batchToSpaceND", { blockShape, crops: before.map((cells) => [cells, 0]) }, [
        [n! * blockShape[0]! * blockShape[1]!, h!, w!, c!],
      ]),
  );
  every("broadcastTo", [shapeOf(3), fc.subarray([0, 1, 2])], (shape, ones) =>
    agrees("broadcastTo", { shape }, [shape.map((size, i) => (ones.includes(i) ? 1 : size))]),
  );
  const indices = (most: readonly number[]): Options => ({
    values: (n, input) =>
      input === 0
        ? numbers(n)
        : Float32Array.from({ length: n }, (_, i) => (i * 5 + 1) % most[i % most.length]!),
    dtypes: ["float32", "int32"],
  });
  every("gatherND", [shapeOf(3), small(1, 4)], (shape, many) =>
    agrees("gatherND", {}, [shape, [many, 2]], indices(shape.slice(0, 2))),
  );
  every("unsortedSegmentSum", [shapeOf(2), small(1, 4)], (shape, numSegments) =>
    agrees("unsortedSegmentSum", { numSegments }, [shape, [shape[0]!]], {
      ...indices([numSegments]),
      call: ([x, ids]) => tf.unsortedSegmentSum(x!, ids as tf.Tensor1D, numSegments),
    }),
  );
  every(
    "dilation2d",
    [shapeOf(4, 3, 6), shapeOf(2, 1, 3), fc.constantFrom("valid", "same"), shapeOf(2, 1, 2)],
    (shape, kernel, pad, strides) =>
      agrees("dilation2d", { strides, pad, dilations: 1 }, [shape, [...kernel, shape[3]!]]),
  );
  every("topk", [shapeOf(2, 3, 5), small(1, 3)], (shape, k) =>
    agrees("topk", { k }, [shape], { call: ([x]) => Object.values(tf.topk(x!, k)) }),
  );
  every("diag", [ranks(1, 2)], (shape) => agrees("diag", {}, [shape]), 10);
  every("oneHot", [ranks(1, 2), small(2, 5)], (shape, depth) =>
    agrees("oneHot", { depth, onValue: 3, offValue: -1 }, [shape], {
      values: (n) => Float32Array.from({ length: n }, (_, i) => i % (depth + 1)),
      dtypes: ["int32"],
    }),
  );
  every("moments", [shapeOf(3), small(-3, 2), fc.boolean()], (shape, axis, keepDims) =>
    agrees("moments", { axis, keepDims }, [shape], {
      call: ([x]) => Object.values(tf.moments(x!, axis, keepDims)),
    }),
  );
  every("outerProduct", [small(1, 4), small(1, 4)], (a, b) => agrees("outerProduct", {}, [[a], [b]]), 10);
  const places = fc.array(small(-3, 3), { minLength: 2, maxLength: 2 });
  every(
    "stridedSlice",
    [shapeOf(2, 3, 6), places, places, fc.array(fc.constantFrom(1, 2, -1), { minLength: 2, maxLength: 2 })],
    (shape, begin, end, strides) => {
      // an empty axis is more than the library's CPU backend can do
      const along = (at: number, axis: number): number => (at < 0 ? at + shape[axis]! : at);
      fc.pre(strides.every((step, axis) => (along(end[axis]!, axis) - along(begin[axis]!, axis)) * step > 0));
      const made = runnable(op("stridedSlice", { begin, end, strides }, [shape]))!;
      const theirs = tf.tidy(() => {
        const y = tf.stridedSlice(tf.tensor(numbers(count(shape)), shape), begin, end, strides);
        return [{ shape: y.shape, data: y.dataSync() }];
      });
      const ours = made.run([Tensor.from(numbers(count(shape)), shape)]);
      expectSame(`stridedSlice ${begin} ${end} ${strides} of ${shape}`, ours, theirs);
    },
  );
  every("pad1d", [small(1, 5), shapeOf(2, 0, 3)], (size, paddings) =>
    agrees("pad1d", { paddings, constantValue: 2 }, [[size]]),
  );
  every(
    "pad2d",
    [shapeOf(2), fc.array(shapeOf(2, 0, 3), { minLength: 2, maxLength: 2 })],
    (shape, paddings) => agrees("pad2d", { paddings, constantValue: 2 }, [shape]),
  );
});

describe("images", () => {
  for (const name of ["image.resizeBilinear", "image.resizeNearestNeighbor"])
    every(
      name,
      [
        small(3, 4),
        shapeOf(4),
        shapeOf(2, 1, 9),
        fc.constantFrom([false, false], [true, false], [false, true]),
      ],
      (rank, shape, size, [alignCorners, halfPixelCenters]) =>
        agrees(name, { size, alignCorners, halfPixelCenters }, [shape.slice(4 - rank)]),
    );
  every(
    "image.cropAndResize",
    [shapeOf(4, 2, 6), shapeOf(2, 1, 5), fc.constantFrom("bilinear", "nearest"), small(0, 1)],
    (shape, cropSize, method, extrapolationValue) => {
      const boxInd = [0, shape[0]! - 1];
      agrees("image.cropAndResize", { boxInd, cropSize, method, extrapolationValue }, [shape, [2, 4]], {
        values: (n, input) =>
          input === 0 ? numbers(n) : Float32Array.of(0.1, 0.2, 0.9, 0.7, -0.2, 0, 0.6, 1.3),
        call: ([image, boxes]) =>
          tf.image.cropAndResize(
            image as tf.Tensor4D,
            boxes as tf.Tensor2D,
            tf.tensor1d(boxInd, "int32"),
            cropSize as [number, number],
            method as "bilinear",
            extrapolationValue,
          ),
      });
    },
  );
  every(
    "image.grayscaleToRGB",
    [shapeOf(3)],
    (shape) => agrees("image.grayscaleToRGB", {}, [[...shape, 1]]),
    10,
  );
  every(
    "image.rgbToGrayscale",
    [shapeOf(3)],
    (shape) => agrees("image.rgbToGrayscale", {}, [[...shape, 3]]),
    10,
  );
  every("image.flipLeftRight", [shapeOf(4)], (shape) => agrees("image.flipLeftRight", {}, [shape]), 10);
});

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

test("an operation whose arguments are not all known is not computed", () => {
  expect(runnable(op("dropout", {}, [[2]]))).toBeUndefined();
  expect(runnable(op("batchNorm", {}, [[2, 2]]))).toBeUndefined();
});
