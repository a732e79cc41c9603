/**
 * Operators of onnxruntime's own that its optimizers and exporters write: fused, quantized and attention.
 * https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
 */
import { add, type Dim, divideExactly, mul, type Shape, unknown } from "../../specs/index.ts";
import { broadcastOf, same } from "./elementwise.ts";
import { axisOf, type Operator, withAxis } from "./node-call.ts";
import { gemm, matmulBits } from "./products.ts";
import { recurrent } from "./recurrent.ts";
import { NOTHING, ofShape } from "./value.ts";
import { conv, globalPool } from "./windows.ts";

const swapped = (shape: readonly Dim[]): Shape =>
  shape.length < 2 ? null : [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!];

const fusedMatMul: Operator = (node) => {
  const turned = (i: number, name: string): Shape => {
    const shape = node.shape(i);
    return shape && node.int(name, 0) ? swapped(shape) : shape;
  };
  const [a, b] = [turned(0, "transA"), turned(1, "transB")];
  const byBatch = node.int("transBatchA", 0) || node.int("transBatchB", 0);
  if (!a || !b || byBatch) return [ofShape(null, node.type(0))];
  return [ofShape(node.through("matmul", {}, [a, b])[0]!, node.type(0))];
};

/** [batch, sequence, hidden] of one matrix that makes queries, keys and values; the states of earlier steps in front. */
const attention =
  (past: number, type?: string): Operator =>
  (node) => {
    const [input, weights] = [node.shape(0), node.shape(1)];
    if (input?.length !== 3) return [NOTHING];
    const [batch, sequence] = input as [Dim, Dim, Dim];
    const width = node.ints("qkv_hidden_sizes")?.[2] ?? third(weights?.[1]);
    const before = node.shape(past);
    const heads = node.int("num_heads", unknown);
    const shared = node.int("past_present_share_buffer", 0) !== 0 || node.ints("qkv_hidden_sizes");
    const states = [2, batch, heads, before ? add(before[3] ?? unknown, sequence) : sequence];
    const present = shared || (node.input(past) && !before) ? null : [...states, part(width, heads)];
    return [ofShape([batch, sequence, width], type ?? node.type(0)), ofShape(present, type ?? node.type(0))];
  };

const part = (width: Dim, heads: Dim): Dim =>
  typeof heads === "number" && heads > 0 ? (divideExactly(width, heads) ?? unknown) : unknown;
const third = (width: Dim | undefined): Dim =>
  width === undefined ? unknown : (divideExactly(width, 3) ?? unknown);

/** Queries, keys and values apart, [batch, sequence, hidden]; keys and values of another source as [batch, heads, sequence, size]. */
const multiHead: Operator = (node) => {
  const [query, key, value] = [node.shape(0), node.shape(1), node.shape(2)];
  const heads = node.int("num_heads", unknown);
  if (query?.length !== 3 && query?.length !== 5) return [NOTHING];
  const packed = query.length === 5 ? query : key?.length === 5 ? key : undefined;
  let width: Dim = unknown;
  if (packed) width = mul(packed[2]!, packed[4]!);
  else if (value?.length === 3) width = value[2]!;
  else if (value?.length === 4) width = mul(value[1]!, value[3]!);
  // what is kept for the next step depends on what was there before
  const state = ofShape([query[0]!, heads, unknown, part(width, heads)], node.type(0));
  return [ofShape([query[0]!, query[1]!, width], node.type(0)), state, state];
};

/** Several heads of queries share one of keys and values; without keys all three lie in the query, side by side. */
const groupQuery: Operator = (node) => {
  const query = node.shape(0);
  const [heads, shared] = [node.int("num_heads", undefined), node.int("kv_num_heads", undefined)];
  if (query?.length !== 3 || heads === undefined || shared === undefined) return [NOTHING];
  const [batch, sequence, all] = query as [Dim, Dim, Dim];
  const size = divideExactly(all, node.input(1) ? heads : heads + 2 * shared) ?? unknown;
  const state = ofShape([batch, shared, unknown, size], node.type(0));
  return [ofShape([batch, sequence, mul(size, heads)], node.type(0)), state, state];
};

const embedLayerNorm: Operator = (node) => {
  const [ids, words] = [node.shape(0), node.shape(2)];
  if (ids?.length !== 2) return [NOTHING];
  const all = ofShape([...ids, words?.[1] ?? unknown], node.type(2));
  return [all, ofShape([ids[0]!], "int32"), all];
};

/** Elementwise on quantized tensors: `places` are those among scales and zero points. */
const quantized =
  (...places: readonly number[]): Operator =>
  (node) => [
    ofShape(
      broadcastOf(
        node,
        places.map((place) => node.shape(place)),
      ),
      node.type(places.at(-1)!),
    ),
  ];

/** Scale and zero point of the result, then each tensor with its own. */
const quantizedConcat: Operator = (node) => {
  const inputs = node.all.filter((_, i) => i >= 2 && (i - 2) % 3 === 0);
  const shapes = inputs.map(({ shape }) => shape);
  const axis = shapes[0] ? axisOf(node.int("axis", 0), shapes[0].length) : undefined;
  if (axis === undefined || shapes.includes(null)) return [ofShape(null, inputs[0]?.type)];
  return [ofShape(node.through("cat", { dim: axis }, shapes)[0]!, inputs[0]?.type)];
};

const firstOnly =
  (operator: Operator): Operator =>
  (node) =>
    node.int("channels_last", 0) ? [NOTHING] : operator(node);

/** Rows of a table whose numbers of 4 bits lie two in a byte, unless their type says so. */
const gatherBlocks: Operator = (node) => {
  const [data, indices] = [node.shape(0), node.shape(1)];
  const type = node.type(2);
  const axis = data ? axisOf(node.int("gather_axis", 0), data.length) : undefined;
  if (!data || !indices || axis === undefined) return [ofShape(null, type)];
  const wide = node.type(0) === "uint8" ? withAxis(data, data.length - 1, unknown) : data;
  return [ofShape([...wide.slice(0, axis), ...indices, ...wide.slice(axis + 1)], type)];
};

const lstm = recurrent(2);

const RULES: Readonly<Record<string, Operator>> = {
  FusedMatMul: fusedMatMul,
  TransposeMatMul: fusedMatMul,
  FusedGemm: gemm(1),
  FusedConv: conv(1),
  Attention: attention(4),
  QAttention: attention(8, "float32"),
  MultiHeadAttention: multiHead,
  DecoderMaskedMultiHeadAttention: multiHead,
  GroupQueryAttention: groupQuery,
  EmbedLayerNormalization: embedLayerNorm,
  ...Object.fromEntries(
    [
      ...["Gelu", "FastGelu", "QuickGelu", "BiasGelu", "BiasSoftmax", "BiasAdd", "BiasDropout"],
      ...["RotaryEmbedding", "GroupNorm", "QLinearSigmoid", "QLinearLeakyRelu", "QLinearSoftmax", "Trilu"],
    ].map((name) => [name, same]),
  ),
  QLinearAdd: quantized(0, 3),
  QLinearMul: quantized(0, 3),
  QLinearWhere: quantized(0, 1, 4),
  QLinearConcat: quantizedConcat,
  QLinearGlobalAveragePool: firstOnly(globalPool),
  QGemm: (node) => gemm(3)(node).map(({ shape }) => ofShape(shape, node.input(8) ? node.type(8) : "float32")),
  QuantizeLinear: (node) => [ofShape(node.shape(0), node.type(2) ?? "uint8")],
  DequantizeLinear: (node) => [ofShape(node.shape(0), node.type(1) ?? "float32")],
  DynamicQuantizeLSTM: (node) => (node.int("hidden_size", undefined) === undefined ? [NOTHING] : lstm(node)),
  MatMulBnb4: matmulBits,
  GatherBlockQuantized: gatherBlocks,
};

export const fusedOperators: Readonly<Record<string, Operator>> = Object.fromEntries(
  Object.entries(RULES).map(([name, rule]) => [`com.microsoft:${name}`, rule]),
);
