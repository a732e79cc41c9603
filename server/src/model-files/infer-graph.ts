/**
 * Shapes inside of a TensorFlow.js graph model, as far as its nodes say them: numbers that lie among the weights (the target
 * of a Reshape, the axis of a concatenation) are not read, and what follows from them is unknown.
 *
 *   inferGraph(nodes, new Map([["image", [1, 30, 40, 3]]])).get("conv")   // [1, 15, 20, 2]
 */
import { type Args, complete, infer, type Shape, tfjsFunctions, unknown } from "@convlens/engine/specs";
import { nodeName, sizesOf } from "./graph-model.ts";
import { arrayOf, isObject, textOf } from "./json.ts";
import type { GraphNode } from "./model-file.ts";

/** What gives its first input's shape. */
const SAME: ReadonlySet<string> = new Set(
  `Identity Cast BiasAdd FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 Relu Relu6 LeakyRelu Elu Selu Sigmoid Tanh Softplus
  HardSwish Softmax LogSoftmax Neg Abs Exp Expm1 Log Log1p Sqrt Rsqrt Square Sign Sin Cos Tan Erf Round Floor Ceil Reciprocal
  LogicalNot ClipByValue Prelu StopGradient ZerosLike OnesLike`.split(/\s+/),
);
const BROADCAST: ReadonlySet<string> = new Set(
  `Add AddV2 Sub Mul Div RealDiv DivNoNan FloorDiv FloorMod Maximum Minimum Pow SquaredDifference Greater GreaterEqual Less
  LessEqual Equal NotEqual LogicalAnd LogicalOr`.split(/\s+/),
);
/** The operation of TensorFlow.js that the executor calls, and how many of the node's inputs it takes. */
const OPERATIONS: Readonly<Record<string, readonly [name: string, inputs: number]>> = {
  Conv2D: ["conv2d", 2],
  _FusedConv2D: ["conv2d", 2],
  Conv3D: ["conv3d", 2],
  DepthwiseConv2dNative: ["depthwiseConv2d", 2],
  FusedDepthwiseConv2dNative: ["depthwiseConv2d", 2],
  MaxPool: ["maxPool", 1],
  AvgPool: ["avgPool", 1],
  MatMul: ["matMul", 2],
  _FusedMatMul: ["matMul", 2],
  BatchMatMul: ["matMul", 2],
  BatchMatMulV2: ["matMul", 2],
};

/** By the names of nodes; what is missing is not known. */
export function inferGraph(
  nodes: readonly GraphNode[],
  feeds: ReadonlyMap<string, Shape>,
): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  // converters write nodes behind what they take; one in a loop is never reached, and unknown
  for (const node of nodes) {
    const inputs = node.inputs.filter((input) => !input.startsWith("^"));
    const given = inputs.map((input) =>
      /:[1-9]/.test(input) ? null : (shapes.get(nodeName(input)) ?? null),
    );
    shapes.set(node.name, shapeOf(node, given, feeds));
  }
  return shapes;
}

function shapeOf(node: GraphNode, inputs: readonly Shape[], feeds: ReadonlyMap<string, Shape>): Shape {
  const { name, op, attributes } = node;
  if (op.startsWith("Placeholder")) return fed(declaredAt(attributes.shape), feeds.get(name) ?? null);
  if (op === "Const") return constantShape(node);
  if (SAME.has(op)) return inputs[0] ?? null;
  if (BROADCAST.has(op)) return sound("add", {}, inputs.slice(0, 2));
  const [operation, count] = (Object.hasOwn(OPERATIONS, op) && OPERATIONS[op]) || [];
  const args = operation === undefined ? undefined : argumentsOf(operation, attributes);
  return args && inputs.length >= count! ? sound(operation!, args, inputs.slice(0, count)) : null;
}

/** Nothing is said of what its rule refuses: the executor may be of another mind. */
function sound(operation: string, args: Args, inputs: readonly Shape[]): Shape {
  const spec = tfjsFunctions.get(operation);
  if (!spec || inputs.some((shape) => !shape)) return null;
  const { outputs, problems } = infer(spec, complete(spec, args), inputs);
  return problems.length === 0 ? (outputs[0] ?? null) : null;
}

function argumentsOf(operation: string, attributes: GraphNode["attributes"]): Args | undefined {
  if (operation === "matMul")
    return {
      transposeA: flag(attributes.transpose_a) || flag(attributes.adj_x),
      transposeB: flag(attributes.transpose_b) || flag(attributes.adj_y),
    };
  const pad = word(attributes.padding).toLowerCase();
  const strides = inner(attributes.strides);
  const format = word(attributes.data_format) || (operation === "conv3d" ? "NDHWC" : "NHWC");
  if (!strides || (pad !== "same" && pad !== "valid") || format.startsWith("NC")) return undefined;
  if (operation.endsWith("Pool")) {
    const filterSize = inner(attributes.ksize);
    return filterSize && { filterSize, strides, pad };
  }
  return { strides, pad, dilations: inner(attributes.dilations) ?? strides.map(() => 1) };
}

/** [1, 2, 2, 1] → [2, 2]: what lies between the batch and the channels. */
function inner(attribute: unknown): number[] | undefined {
  const list = isObject(attribute) && isObject(attribute.list) ? arrayOf(attribute.list.i).map(Number) : [];
  const sizes = list.slice(1, -1);
  return sizes.length > 0 && list.every((size) => Number.isSafeInteger(size) && size > 0) ? sizes : undefined;
}

const flag = (attribute: unknown): boolean => isObject(attribute) && attribute.b === true;

/** Words are written in base64. */
const word = (attribute: unknown): string => {
  const text = isObject(attribute) ? textOf(attribute.s) : "";
  return /^[A-Za-z0-9+/]+=*$/.test(text) ? atob(text.slice(0, 64)) : "";
};

const declaredAt = (attribute: unknown): Shape =>
  isObject(attribute) && isObject(attribute.shape)
    ? (sizesOf(attribute.shape)?.map((dim) => (typeof dim === "number" ? dim : unknown)) ?? null)
    : null;

/** Declared sizes hold: what does not fit them was told, and is no evidence. */
function fed(declared: Shape, feed: Shape): Shape {
  if (!declared || feed?.length !== declared.length) return declared ?? feed;
  return declared.map((dim, axis) => (typeof dim === "number" ? dim : feed[axis]!));
}

function constantShape({ attributes: { value } }: GraphNode): Shape {
  if (!isObject(value) || !isObject(value.tensor)) return null;
  const { tensorShape } = value.tensor;
  const dims = isObject(tensorShape) ? sizesOf(tensorShape) : [];
  return dims?.every((dim) => typeof dim === "number") ? (dims as number[]) : null;
}
