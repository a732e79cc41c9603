/** Core operations of TensorFlow.js on values against the real library, over random shapes and arguments. */
import { runnable } from "@convlens/engine/graph";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { agrees, bits, type Options, op } from "./operation.ts";
import { every, numbers, ranks, type Shape, shapeOf, small } from "./real.ts";

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

test("an operation whose arguments are not all known is not computed", () => {
  expect(runnable(op("dropout", {}, [[2]]))).toBeUndefined();
  expect(runnable(op("batchNorm", {}, [[2, 2]]))).toBeUndefined();
});
