/** Each operator's rule against onnxruntime, with numbers and with symbols. */
import { evaluate } from "@convlens/engine/dims";
import { bytesOf, inferOnnx, readOnnx } from "@convlens/engine/onnx";
import { isUnknown } from "@convlens/engine/specs";
import { expect, test } from "vitest";
import { float, floats, int, ints, type NodeToWrite, text } from "../../../engine/src/onnx/format/index.ts";
import { f32, fractions, type Given, graph, i64, op, scalar, whole, zeros } from "./graphs.ts";
import { observe, tensor } from "./runtime.ts";

type Row = readonly [
  inputs: Given,
  nodes: NodeToWrite | readonly NodeToWrite[],
  weights?: Parameters<typeof graph>[2],
  options?: Parameters<typeof graph>[3],
];
/** An operator of onnxruntime's own. */
const ms = (...[name, inputs, attributes, outputs]: Parameters<typeof op>): NodeToWrite => ({
  ...op(name, inputs, attributes, outputs),
  domain: "com.microsoft",
});
const ml = (...call: Parameters<typeof op>): NodeToWrite => ({ ...op(...call), domain: "ai.onnx.ml" });
const i32 = (...dims: readonly number[]) => ({ type: "int32", dims });
const bytes = (...dims: readonly number[]) => ({
  type: "uint8",
  dims,
  data: new Uint8Array(dims.reduce((a, b) => a * b, 1)),
});
const one = { ...fractions(1), dims: [] };
/** The body of a loop, whose types follow from what it is given. */
const body = (takes: readonly string[], gives: readonly string[], nodes: readonly NodeToWrite[]) => {
  // how often it ran, and whether it goes on
  const types: Readonly<Record<string, string>> = { i: "int64", c: "bool", c2: "bool" };
  const value = (name: string) => ({
    name,
    kind: "tensor" as const,
    type: types[name] ?? "float32",
    dims: types[name] ? [] : null,
  });
  const inner = {
    name: "body",
    inputs: takes.map(value),
    outputs: gives.map(value),
    values: [],
    initializers: [],
    nodes: nodes.map((node) => ({ domain: "", attributes: {}, ...node })),
  };
  return { body: { kind: "graph" as const, graph: inner } };
};
const x = (...dims: number[]) => ({ x: f32(...dims) });
const image = x(2, 4, 11, 13);
const shapeOf = op("Shape", ["x"], {}, ["s"]);
const at = (i: number, name: string) => op("Gather", ["s", `at${i}`], { axis: int(0) }, [name]);
const places = { at0: scalar(0), at1: scalar(1), at2: scalar(2), at3: scalar(3) };

const rows: readonly Row[] = [
  [image, op("Conv", ["x", "w"]), { w: zeros(6, 4, 3, 3) }],
  [
    image,
    op("Conv", ["x", "w"], { strides: ints([2, 3]), pads: ints([1, 0, 2, 1]) }),
    { w: zeros(6, 4, 3, 3) },
  ],
  [image, op("Conv", ["x", "w"], { dilations: ints([2, 2]), group: int(2) }), { w: zeros(6, 2, 3, 3) }],
  [
    image,
    op("Conv", ["x", "w"], { auto_pad: text("SAME_UPPER"), strides: ints([2, 2]) }),
    { w: zeros(6, 4, 3, 3) },
  ],
  [
    image,
    op("Conv", ["x", "w"], { auto_pad: text("SAME_LOWER"), strides: ints([3, 2]) }),
    { w: zeros(6, 4, 4, 5) },
  ],
  [image, op("Conv", ["x", "w"], { auto_pad: text("VALID") }), { w: zeros(6, 4, 3, 3) }],
  [x(2, 3, 9), op("Conv", ["x", "w"], { pads: ints([2, 2]) }), { w: zeros(5, 3, 4) }],
  [x(1, 2, 5, 6, 7), op("Conv", ["x", "w"]), { w: zeros(3, 2, 2, 2, 2) }],
  [x(1, 3, 4, 4), op("Conv", ["x", "w"]), { w: zeros(6, 3, 5, 5) }],
  [x(1, 5, 8, 8), op("Conv", ["x", "w"]), { w: zeros(6, 4, 3, 3) }],
  [
    image,
    op("ConvTranspose", ["x", "w"], { strides: ints([2, 2]), pads: ints([1, 0, 1, 1]) }),
    { w: zeros(4, 3, 3, 3) },
  ],
  [
    image,
    op("ConvTranspose", ["x", "w"], { strides: ints([2, 2]), output_padding: ints([1, 0]), group: int(2) }),
    { w: zeros(4, 3, 3, 3) },
  ],
  [
    image,
    op("ConvTranspose", ["x", "w"], { strides: ints([2, 2]), output_shape: ints([22, 26]) }),
    { w: zeros(4, 3, 3, 3) },
  ],
  [
    image,
    op("ConvTranspose", ["x", "w"], { strides: ints([2, 2]), auto_pad: text("SAME_UPPER") }),
    { w: zeros(4, 3, 3, 3) },
  ],
  [
    image,
    op("ConvTranspose", ["x", "w"], { dilations: ints([2, 1]), strides: ints([3, 1]) }),
    { w: zeros(4, 3, 2, 3) },
  ],
  [
    image,
    op("MaxPool", ["x"], { kernel_shape: ints([3, 3]), strides: ints([2, 2]), pads: ints([1, 1, 1, 1]) }),
  ],
  [image, op("MaxPool", ["x"], { kernel_shape: ints([2, 2]), strides: ints([2, 2]), ceil_mode: int(1) })],
  [
    image,
    op("MaxPool", ["x"], {
      kernel_shape: ints([2, 2]),
      strides: ints([3, 3]),
      pads: ints([1, 1, 1, 1]),
      ceil_mode: int(1),
    }),
  ],
  [image, op("MaxPool", ["x"], { kernel_shape: ints([3, 3]), dilations: ints([2, 2]) }, ["y", "indices"])],
  [
    image,
    op("MaxPool", ["x"], { kernel_shape: ints([3, 2]), strides: ints([2, 2]), auto_pad: text("SAME_UPPER") }),
  ],
  [
    image,
    op("AveragePool", ["x"], {
      kernel_shape: ints([3, 3]),
      strides: ints([2, 1]),
      count_include_pad: int(1),
      pads: ints([1, 0, 0, 1]),
    }),
  ],
  [image, op("AveragePool", ["x"], { kernel_shape: ints([3, 3]), strides: ints([2, 2]), ceil_mode: int(1) })],
  [image, op("LpPool", ["x"], { kernel_shape: ints([2, 3]), strides: ints([1, 2]) })],
  [image, op("GlobalAveragePool", ["x"])],
  [image, op("GlobalMaxPool", ["x"])],
  [x(1, 12, 30), op("Col2Im", ["x", "size", "block"]), { size: whole(6, 7), block: whole(2, 2) }],

  [{ a: f32(3, 4), b: f32(4, 5) }, op("Gemm", ["a", "b"])],
  [{ a: f32(4, 3), b: f32(5, 4) }, op("Gemm", ["a", "b"], { transA: int(1), transB: int(1) })],
  [{ a: f32(3, 4), b: f32(5, 5) }, op("Gemm", ["a", "b"])],
  [{ a: f32(2, 3, 4), b: f32(4, 5) }, op("MatMul", ["a", "b"])],
  [{ a: f32(6, 1, 3, 4), b: f32(2, 4, 5) }, op("MatMul", ["a", "b"])],
  [{ a: f32(4), b: f32(2, 4, 5) }, op("MatMul", ["a", "b"])],
  [{ a: f32(2, 4), b: f32(4) }, op("MatMul", ["a", "b"])],
  [{ a: f32(2, 3), b: f32(4, 5) }, op("MatMul", ["a", "b"])],
  [{ a: f32(2, 3, 4), b: f32(2, 4, 5) }, op("Einsum", ["a", "b"], { equation: text("bij,bjk->bik") })],
  [{ a: f32(2, 3, 4), b: f32(5, 4) }, op("Einsum", ["a", "b"], { equation: text("...d,kd->...k") })],
  [{ a: f32(3, 4), b: f32(4, 5) }, op("Einsum", ["a", "b"], { equation: text("ij,jk") })],

  [{ a: f32(2, 1, 4), b: f32(3, 1) }, op("Add", ["a", "b"])],
  [{ a: f32(2, 3), b: f32(4, 3) }, op("Mul", ["a", "b"])],
  [{ a: f32(2, 3), b: f32(2, 3), c: f32(3) }, op("Max", ["a", "b", "c"])],
  [{ a: f32(2, 3), b: f32(1) }, op("Pow", ["a", "b"])],
  [{ a: f32(2, 3), b: f32(1, 3) }, op("Greater", ["a", "b"])],
  [x(2, 3), [op("Greater", ["x", "x"], {}, ["c"]), op("Where", ["c", "x", "x"])]],
  [x(2, 3), op("Clip", ["x"])],
  [x(2, 3), op("Softmax", ["x"], { axis: int(1) })],
  [x(2, 3), op("Dropout", ["x"], {}, ["y", "mask"])],
  [x(2, 3), op("Cast", ["x"], { to: int(7) })],
  [x(2, 4, 5), op("BatchNormalization", ["x", "g", "g", "g", "g"]), { g: zeros(4) }],
  [x(2, 4, 5), op("InstanceNormalization", ["x", "g", "g"]), { g: zeros(4) }],
  [
    x(2, 4, 5),
    op("LayerNormalization", ["x", "g", "g"], { axis: int(-1) }, ["y", "mean", "deviation"]),
    { g: zeros(5) },
  ],
  [x(2, 4, 5), op("GroupNormalization", ["x", "g", "g"], { num_groups: int(2) }), { g: zeros(4) }],

  [x(2, 3, 4), op("Reshape", ["x", "s"]), { s: whole(0, -1) }],
  [x(2, 3, 4), op("Reshape", ["x", "s"]), { s: whole(-1, 2, 2, 3) }],
  [x(2, 3, 8, 8), op("Reshape", ["x", "s"]), { s: whole(1, 192) }],
  [x(2, 3, 4), op("Reshape", ["x", "s"]), { s: whole(5, -1) }],
  [x(0, 3, 4), op("Reshape", ["x", "s"], { allowzero: int(1) }), { s: whole(0, 12) }],
  [
    x(2, 12, 5, 64),
    [op("Transpose", ["x"], { perm: ints([0, 2, 1, 3]) }, ["t"]), op("Reshape", ["t", "s"])],
    { s: whole(0, 0, -1) },
  ],
  [x(2, 3, 4, 5), op("Flatten", ["x"], { axis: int(2) })],
  [x(2, 3, 4, 5), op("Flatten", ["x"], { axis: int(-1) })],
  [x(2, 3, 4), op("Flatten", ["x"], { axis: int(0) })],
  [x(2, 3, 4), op("Transpose", ["x"])],
  [x(1, 3, 1, 4), op("Squeeze", ["x"], {}), {}],
  [x(1, 3, 1, 4), op("Squeeze", ["x", "a"]), { a: whole(0, -2) }],
  [x(1, 3, 4), op("Squeeze", ["x"], { axes: ints([0]) }), {}, { opset: 11 }],
  [x(3, 4), op("Unsqueeze", ["x", "a"]), { a: whole(0, -1) }],
  [x(3, 4), op("Unsqueeze", ["x"], { axes: ints([1]) }), {}, { opset: 11 }],
  [x(3, 1), op("Expand", ["x", "s"]), { s: whole(2, 1, 6) }],
  [{ a: f32(2, 3), b: f32(2, 5) }, op("Concat", ["a", "b"], { axis: int(1) })],
  [{ a: f32(2, 3), b: f32(2, 5) }, op("Concat", ["a", "b"], { axis: int(-2) })],
  [x(2, 7), op("Split", ["x", "s"], { axis: int(1) }, ["y", "z"]), { s: whole(3, 4) }],
  [x(2, 7), op("Split", ["x"], { axis: int(1), num_outputs: int(3) }, ["y", "z", "w"])],
  [x(2, 6), op("Split", ["x"], { axis: int(1) }, ["y", "z"]), {}, { opset: 13 }],
  [x(2, 6), op("Split", ["x"], { axis: int(1), split: ints([2, 4]) }, ["y", "z"]), {}, { opset: 11 }],
  [x(2, 3), op("Tile", ["x", "r"]), { r: whole(2, 3) }],
  [x(1, 8, 3, 5), op("DepthToSpace", ["x"], { blocksize: int(2), mode: text("CRD") })],
  [x(1, 2, 4, 6), op("SpaceToDepth", ["x"], { blocksize: int(2) })],
  [x(2, 3, 4, 5), op("Pad", ["x", "p"]), { p: whole(0, 0, 1, 2, 0, 0, 3, -1) }],
  [x(2, 3, 4, 5), op("Pad", ["x", "p", "", "a"], { mode: text("edge") }), { p: whole(1, 2), a: whole(-1) }],
  [x(2, 3), op("Pad", ["x"], { pads: ints([0, 1, 2, 0]) }), {}, { opset: 10 }],

  [x(9, 7), op("Slice", ["x", "b", "e"]), { b: whole(1, 2), e: whole(4, 100) }],
  [
    x(9, 7),
    op("Slice", ["x", "b", "e", "a", "t"]),
    { b: whole(-1), e: whole(-1000), a: whole(1), t: whole(-2) },
  ],
  [
    x(9, 7),
    op("Slice", ["x", "b", "e", "a", "t"]),
    { b: whole(0, 1), e: whole(-1, -2), a: whole(0, 1), t: whole(2, 3) },
  ],
  [x(9, 7), op("Slice", ["x", "b", "e", "a"]), { b: whole(8), e: whole(3), a: whole(0) }],
  [
    x(9, 7),
    op("Slice", ["x"], { starts: ints([1]), ends: ints([2 ** 31]), axes: ints([-1]) }),
    {},
    { opset: 9 },
  ],
  [{ x: f32(5, 6), i: i64(2, 3) }, op("Gather", ["x", "i"], { axis: int(1) })],
  [x(5, 6), op("Gather", ["x", "i"], { axis: int(0) }), { i: scalar(-1) }],
  [{ x: f32(2, 3), i: i64(2, 2) }, op("GatherElements", ["x", "i"], { axis: int(1) })],
  [{ x: f32(2, 3, 4), i: i64(5, 2) }, op("GatherND", ["x", "i"]), {}, { fixed: true }],
  [x(3, 9), op("TopK", ["x", "k"], {}, ["y", "i"]), { k: whole(4) }],
  [{ i: i64(2, 3) }, op("OneHot", ["i", "d", "v"], { axis: int(1) }), { d: scalar(5), v: fractions(0, 1) }],
  [x(2, 3), op("ArgMax", ["x"], { axis: int(1), keepdims: int(0) })],
  [x(2, 3), op("NonZero", ["x"])],
  [x(2, 3), op("CumSum", ["x", "a"]), { a: scalar(1) }],

  [x(2, 3, 4), op("ReduceMean", ["x"], { axes: ints([-1]), keepdims: int(1) }), {}, { opset: 13 }],
  [x(2, 3, 4), op("ReduceMean", ["x", "a"], { keepdims: int(0) }), { a: whole(1, -1) }],
  [x(2, 3, 4), op("ReduceSum", ["x"], { keepdims: int(0) })],
  [x(2, 3, 4), op("ReduceMax", ["x"], { noop_with_empty_axes: int(1) })],

  [image, op("Resize", ["x", "", "s"], { mode: text("nearest") }), { s: fractions(1, 1, 2, 3) }],
  [image, op("Resize", ["x", "", "s"], { mode: text("nearest") }), { s: fractions(1, 1, 0.5, 0.7) }],
  [image, op("Resize", ["x", "", "", "z"], { mode: text("linear") }), { z: whole(2, 4, 20, 30) }],
  [
    image,
    op("Resize", ["x", "", "", "z"], { mode: text("linear"), axes: ints([2, 3]) }),
    { z: whole(20, 30) },
  ],
  [image, op("Upsample", ["x", "s"], { mode: text("nearest") }), { s: fractions(1, 1, 2, 2) }, { opset: 9 }],
  [{ x: f32(1, 2, 5, 5), g: f32(1, 3, 4, 2) }, op("GridSample", ["x", "g"])],

  [
    x(7, 2, 3),
    op("LSTM", ["x", "w", "r"], { hidden_size: int(4) }, ["y", "h", "c"]),
    { w: zeros(1, 16, 3), r: zeros(1, 16, 4) },
  ],
  [
    x(7, 2, 3),
    op("LSTM", ["x", "w", "r"], { hidden_size: int(4), direction: text("bidirectional") }, ["y", "h", "c"]),
    { w: zeros(2, 16, 3), r: zeros(2, 16, 4) },
  ],
  [
    x(7, 2, 3),
    op("GRU", ["x", "w", "r"], { hidden_size: int(4), linear_before_reset: int(1) }, ["y", "h"]),
    { w: zeros(1, 12, 3), r: zeros(1, 12, 4) },
  ],
  [
    x(7, 2, 3),
    op("RNN", ["x", "w", "r"], { hidden_size: int(4) }, ["y", "h"]),
    { w: zeros(1, 4, 3), r: zeros(1, 4, 4) },
  ],

  [x(2, 400, 1), op("STFT", ["x", "step", "", "size"]), { step: scalar(100), size: scalar(200) }],
  // the pads that PyTorch's exporter turns around
  [
    x(2, 3, 8, 9),
    [
      op("ConstantOfShape", ["four"], {}, ["zeros"]),
      op("Cast", ["zeros"], { to: int(7) }, ["none"]),
      op("Concat", ["pads", "none"], { axis: int(0) }, ["all"]),
      op("Reshape", ["all", "pairs"], {}, ["rows"]),
      op("Slice", ["rows", "last", "first", "axis", "back"], {}, ["turned"]),
      op("Transpose", ["turned"], {}, ["columns"]),
      op("Reshape", ["columns", "flat"], {}, ["p"]),
      op("Pad", ["x", "p"], { mode: text("reflect") }),
    ],
    {
      four: whole(4),
      pads: whole(1, 2, 3, 1),
      pairs: whole(-1, 2),
      last: whole(-1),
      first: whole(-100),
      axis: whole(0),
      back: whole(-1),
      flat: whole(-1),
    },
  ],
  // what exporters write to compute a shape
  [
    x(2, 3, 4, 5),
    [
      shapeOf,
      at(0, "n"),
      op("Unsqueeze", ["n", "zero"], {}, ["n1"]),
      op("Concat", ["n1", "rest"], { axis: int(0) }, ["t"]),
      op("Reshape", ["x", "t"]),
    ],
    { ...places, zero: whole(0), rest: whole(-1) },
  ],
  [
    x(2, 3, 4, 5),
    [
      op("Shape", ["x"], { start: int(2) }, ["hw"]),
      op("Mul", ["hw", "two"], {}, ["size"]),
      op("Concat", ["nc", "size"], { axis: int(0) }, ["z"]),
      op("Resize", ["x", "", "", "z"], { mode: text("nearest") }),
    ],
    { two: whole(2), nc: whole(2, 3) },
  ],
  [
    x(2, 3, 4, 5),
    [
      op("Shape", ["x"], {}, ["s"]),
      op("Slice", ["s", "b", "e"], {}, ["tail"]),
      op("ReduceProd", ["tail"], {}, ["count"]),
      op("Concat", ["minus", "count"], { axis: int(0) }, ["t"]),
      op("Reshape", ["x", "t"]),
    ],
    { b: whole(1), e: whole(4), minus: whole(-1) },
  ],
  [
    x(2, 6, 5),
    [
      shapeOf,
      at(1, "c"),
      op("Div", ["c", "two"], {}, ["half"]),
      op("Unsqueeze", ["half", "zero"], {}, ["h1"]),
      op("Slice", ["x", "zero", "h1", "one"]),
    ],
    { ...places, two: scalar(2), zero: whole(0), one: whole(1) },
  ],
  [
    x(2, 3, 5),
    [shapeOf, at(2, "l"), op("Range", ["zero", "l", "one"], {}, ["r"]), op("Unsqueeze", ["r", "axes"])],
    { ...places, zero: scalar(0), one: scalar(1), axes: whole(0) },
  ],
  [x(2, 3), [shapeOf, op("ConstantOfShape", ["s"], {}, ["o"]), op("Add", ["x", "o"])]],
  [
    x(2, 3),
    [
      shapeOf,
      op("ConstantOfShape", ["two"], {}, ["zero"]),
      op("Cast", ["zero"], { to: int(7) }, ["z"]),
      op("Equal", ["s", "z"], {}, ["c"]),
      op("Where", ["c", "z", "s"], {}, ["t"]),
      op("Expand", ["x", "t"]),
    ],
    { two: whole(2) },
  ],
  [
    x(2, 3),
    [op("Size", ["x"], {}, ["n"]), op("Unsqueeze", ["n", "zero"], {}, ["t"]), op("Reshape", ["x", "t"])],
    { zero: whole(0) },
  ],
  [
    x(2, 3, 8),
    [
      shapeOf,
      at(2, "l"),
      op("Cast", ["l"], { to: int(1) }, ["f"]),
      op("Mul", ["f", "half"], {}, ["g"]),
      op("Floor", ["g"], {}, ["k"]),
      op("Cast", ["k"], { to: int(7) }, ["i"]),
      op("Unsqueeze", ["i", "zero"], {}, ["e"]),
      op("Slice", ["x", "zero", "e", "two"]),
    ],
    { ...places, half: { ...fractions(0.5), dims: [] }, zero: whole(0), two: whole(2) },
  ],
  // onnxruntime's own
  [
    { a: f32(2, 4, 3), b: f32(2, 4, 5) },
    ms("FusedMatMul", ["a", "b"], { transA: int(1), alpha: float(0.5) }),
  ],
  [{ a: f32(2, 3, 4), b: f32(5, 4) }, ms("FusedMatMul", ["a", "b"], { transB: int(1) })],
  [{ a: f32(3, 4), b: f32(4, 5) }, ms("FusedGemm", ["a", "b"], { activation: text("Relu") })],
  [image, ms("FusedConv", ["x", "w"], { activation: text("Relu") }), { w: zeros(6, 4, 3, 3) }],
  [x(2, 3, 8), ms("BiasGelu", ["x", "b"]), { b: zeros(8) }],
  [x(2, 3, 8), ms("FastGelu", ["x"])],
  [x(2, 3, 8), ms("QuickGelu", ["x"])],
  [x(2, 3, 8), ms("SkipLayerNormalization", ["x", "x", "g", "g"]), { g: zeros(8) }],
  [
    x(2, 5, 8),
    ms("Attention", ["x", "w", "b"], { num_heads: int(2) }, ["y", "p"]),
    { w: zeros(8, 24), b: zeros(24) },
  ],
  [
    { x: f32(2, 1, 8), p: f32(2, 2, 2, 5, 4) },
    ms("Attention", ["x", "w", "b", "", "p"], { num_heads: int(2), unidirectional: int(1) }, ["y", "n"]),
    { w: zeros(8, 24), b: zeros(24) },
  ],
  [
    { q: f32(2, 5, 8), k: f32(2, 7, 8), v: f32(2, 7, 12) },
    ms("MultiHeadAttention", ["q", "k", "v"], { num_heads: int(2) }),
  ],
  [
    { q: f32(2, 5, 8), k: f32(2, 2, 7, 4), v: f32(2, 2, 7, 4) },
    ms("MultiHeadAttention", ["q", "k", "v"], { num_heads: int(2) }),
  ],
  [
    { ids: i32(2, 3), types: i32(2, 3) },
    ms("EmbedLayerNormalization", ["ids", "types", "w", "p", "t", "g", "g"], {}, ["y", "m"]),
    { w: zeros(9, 8), p: zeros(4, 8), t: zeros(2, 8), g: zeros(8) },
  ],
  // quantized
  [
    image,
    [
      op("DynamicQuantizeLinear", ["x"], {}, ["q", "scale", "zero"]),
      op("ConvInteger", ["q", "w", "zero"], { pads: ints([1, 1, 1, 1]), strides: ints([2, 2]) }),
    ],
    { w: bytes(6, 4, 3, 3) },
  ],
  [
    x(2, 3, 4),
    [
      op("DynamicQuantizeLinear", ["x"], {}, ["q", "scale", "zero"]),
      op("MatMulInteger", ["q", "w", "zero"], {}, ["i"]),
      op("Cast", ["i"], { to: int(1) }),
    ],
    { w: bytes(4, 5) },
  ],
  [
    image,
    [
      op("QuantizeLinear", ["x", "s", "z"], {}, ["q"]),
      op("QLinearConv", ["q", "s", "z", "w", "s", "z", "s", "z"], {}, ["c"]),
      op("DequantizeLinear", ["c", "s", "z"]),
    ],
    { s: one, z: { ...bytes(1), dims: [] }, w: bytes(6, 4, 3, 3) },
  ],
  [
    { a: f32(2, 3, 4), b: f32(3, 1) },
    [
      op("QuantizeLinear", ["a", "s", "z"], {}, ["p"]),
      op("QuantizeLinear", ["b", "s", "z"], {}, ["q"]),
      ms("QLinearAdd", ["p", "s", "z", "q", "s", "z", "s", "z"], {}, ["sum"]),
      ms("QLinearConcat", ["s", "z", "sum", "s", "z", "p", "s", "z"], { axis: int(2) }),
    ],
    { s: one, z: { ...bytes(1), dims: [] } },
  ],
  [
    image,
    [
      op("QuantizeLinear", ["x", "s", "z"], {}, ["q"]),
      ms("QLinearGlobalAveragePool", ["q", "s", "z", "s", "z"]),
    ],
    { s: one, z: { ...bytes(1), dims: [] } },
  ],
  [
    { a: f32(3, 4), b: f32(4, 5) },
    [
      op("QuantizeLinear", ["a", "s", "z"], {}, ["p"]),
      op("QuantizeLinear", ["b", "s", "z"], {}, ["q"]),
      ms("QGemm", ["p", "s", "z", "q", "s", "z"]),
    ],
    { s: one, z: { ...bytes(1), dims: [] } },
  ],
  // classical learning
  [{ x: i64(3, 2) }, ml("LabelEncoder", ["x"], { classes_strings: { kind: "strings", texts: ["a", "b"] } })],
  [x(3, 6), ml("ArrayFeatureExtractor", ["x", "at"]), { at: whole(0, 2, 5) }],
  [
    x(3, 2),
    ml(
      "SVMClassifier",
      ["x"],
      {
        classlabels_ints: ints([0, 1, 2]),
        coefficients: floats([1, 1, 1, 1, 1, 1]),
        kernel_type: text("LINEAR"),
        kernel_params: floats([1, 0, 3]),
        rho: floats([0, 0, 0]),
        prob_a: floats([1, 1, 1]),
        prob_b: floats([0, 0, 0]),
        support_vectors: floats([1, 0, 0, 1, 1, 1]),
        vectors_per_class: ints([1, 1, 1]),
      },
      ["y", "p"],
    ),
  ],
  // bodies that run again and again
  [
    x(2, 3),
    op(
      "Loop",
      ["n", "", "x"],
      body(
        ["i", "c", "h"],
        ["c2", "h2", "r"],
        [
          op("Identity", ["c"], {}, ["c2"]),
          op("Add", ["h", "h"], {}, ["h2"]),
          op("ReduceSum", ["h"], { keepdims: int(0) }, ["r"]),
        ],
      ),
      ["y", "all"],
    ),
    { n: scalar(4) },
  ],
  [
    x(2, 3),
    op(
      "Loop",
      ["n", "", "x"],
      body(
        ["i", "c", "h"],
        ["c2", "h2"],
        [op("Identity", ["c"], {}, ["c2"]), op("Concat", ["h", "x"], { axis: int(0) }, ["h2"])],
      ),
    ),
    { n: scalar(4) },
  ],
  [
    { x: f32(7, 2, 3), h: f32(2, 3) },
    op(
      "Scan",
      ["h", "x"],
      {
        ...body(["s", "r"], ["s2", "o"], [op("Add", ["s", "r"], {}, ["s2"]), op("Relu", ["s2"], {}, ["o"])]),
        num_scan_inputs: int(1),
      },
      ["y", "all"],
    ),
  ],
  [
    { x: f32(2, 7, 3), h: f32(2, 3) },
    op(
      "Scan",
      ["h", "x"],
      {
        ...body(["s", "r"], ["s2", "o"], [op("Add", ["s", "r"], {}, ["s2"]), op("Relu", ["s2"], {}, ["o"])]),
        num_scan_inputs: int(1),
        scan_input_axes: ints([1]),
        scan_output_axes: ints([-1]),
      },
      ["y", "all"],
    ),
  ],
  [{}, op("Constant", [], { value_ints: ints([3, 4]) })],
  [{}, op("Constant", [], { value_floats: floats([0.5]) })],
  [{}, [op("Constant", [], { value_float: float(2) }, ["c"]), op("Identity", ["c"])]],
];

test.each(
  rows.map(
    (row) =>
      [
        [row[1]]
          .flat()
          .map(({ op }) => op)
          .join(" + "),
        row,
      ] as const,
  ),
)("%s", async (_name, [inputs, nodes, weights, options]) => {
  const list = [nodes].flat() as NodeToWrite[];
  const bytes = graph(inputs, list, weights, options);
  const model = readOnnx(bytesOf(bytes));
  const names = list.flatMap(({ outputs }) => outputs);
  const declared = model.graph.outputs.map(({ name }) => name);
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, { type, dims }]) => [name, tensor(type, dims)]),
  );
  const concrete = inferOnnx(model, new Map(Object.entries(inputs).map(([name, { dims }]) => [name, dims])));
  const problems = concrete.nodes.flatMap((node) => node.problems);
  let seen: Awaited<ReturnType<typeof observe>>;
  try {
    seen = await observe(bytes, names, feeds, declared);
  } catch (error) {
    expect(problems, `onnxruntime refuses it: ${error}`).not.toEqual([]);
    return;
  }
  expect(problems).toEqual([]);
  const sizes = Object.fromEntries(
    Object.entries(inputs).flatMap(([name, { dims }]) => dims.map((size, axis) => [`${name}_${axis}`, size])),
  );
  const symbolic = inferOnnx(model);
  for (const [name, { dims, type, data }] of seen) {
    const { shape, elements } = concrete.values.get(name)!;
    // how often a loop runs, or what is not 0, is known from values alone
    const dynamic = list.some((node) => node.op === "NonZero" || node.op === "Loop");
    const known = dynamic ? shape?.map((dim, axis) => (isUnknown(dim) ? dims[axis] : dim)) : shape;
    expect(known, name).toEqual(dims);
    if (elements)
      expect(elements.map(Number), `${name}: ${type}`).toEqual(Array.from(data as ArrayLike<number>, Number));
    const free = symbolic.values.get(name)!.shape;
    // what symbols leave open is unknown; what they say is right
    for (const [axis, dim] of (free ?? []).entries())
      expect([dims[axis], undefined], `${name} axis ${axis}`).toContain(evaluate(dim, sizes));
  }
});
