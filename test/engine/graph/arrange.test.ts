/** Core operations of TensorFlow.js that move values against the real library. */
import { Tensor } from "@convlens/engine";
import { runnable } from "@convlens/engine/graph";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { describe, expect } from "vitest";
import { agrees, type Options, op } from "./operation.ts";
import { count, every, expectSame, numbers, ranks, type Shape, shapeOf, small } from "./real.ts";

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
