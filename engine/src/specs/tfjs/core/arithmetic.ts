/** Arithmetic with broadcasting, products of matrices, and operations on each value alone. */
import { all, type Dim, eq, mul, product, unknown } from "../../../dims/index.ts";
import { bool, flagOf, int, isList, isUnknownArg, number, shape, word } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Arg, Call, LayerSpec, Param, Shape } from "../../spec.ts";
import { torchFunctions } from "../../torch/index.ts";
import { joined } from "../text.ts";
import { alike, operation, operationProblem } from "./define.ts";
import { einsumMacs, inferEinsum } from "./einsum.ts";
import { axisOf } from "./shape.ts";

/** What masks are made with. */
const MASKS = ["greater", "greaterEqual", "less", "lessEqual", "logicalAnd", "logicalOr", "logicalXor"];

const TWO = [
  "add",
  "sub",
  "mul",
  "div",
  "divNoNan",
  "floorDiv",
  "mod",
  "pow",
  "maximum",
  "minimum",
  "squaredDifference",
  "atan2",
  "bitwiseAnd",
  "equal",
  "notEqual",
  ...MASKS,
  "prelu",
];

const EACH =
  "abs acos acosh asin asinh atan atanh ceil clipByValue cos cosh elu erf exp expm1 floor isFinite isInf isNaN leakyRelu log log1p logSigmoid logicalNot neg reciprocal relu relu6 round rsqrt selu sigmoid sign sin sinh softplus sqrt square step tan tanh cumsum cumprod clone ensureShape reverse1d reverse2d reverse3d reverse4d dropout batchNorm batchNorm2d batchNorm3d batchNorm4d localResponseNormalization linalg.bandPart swish mish cast identity stopGradient".split(
    " ",
  );

const along = [
  int("axis", "The axis.", { default: 0 }),
  bool("exclusive", "Whether each value leaves itself out.", { default: false }),
  bool("reverse", "Whether it starts at the end.", { default: false }),
];

/** What those that take more than a tensor take. */
const MORE: Readonly<Record<string, readonly Param[]>> = {
  cast: [word("dtype", "Element type of the result.")],
  clipByValue: [number("clipValueMin", "Smallest result."), number("clipValueMax", "Largest result.")],
  cumprod: along,
  cumsum: along,
  leakyRelu: [number("alpha", "Slope below zero.", { default: 0.2 })],
  localResponseNormalization: [
    int("depthRadius", "Channels on either side.", { default: 5 }),
    number("bias", "Summand.", { default: 1 }),
    number("alpha", "Factor of the squares.", { default: 1 }),
    number("beta", "Exponent.", { default: 0.5 }),
  ],
  step: [number("alpha", "Value below zero.", { default: 0 })],
};

/** Right-aligned; each pair of sizes is equal or one of them is 1. `like`: PyTorch's function of the same rule. */
function inferTwo(call: Call, like = "add"): readonly Shape[] {
  const [a, b] = call.inputs;
  if (!a || !b) return [null];
  const rule = torchFunctions.get(like)!;
  const inTheirWords = (problem: Parameters<Call["fail"]>[0]) => ({
    ...problem,
    runtime: `Operands could not be broadcast together with shapes ${joined(a)} and ${joined(b)}.`,
    exception: "Error",
  });
  return rule.infer({
    ...call,
    fail: (problem) => call.fail(inTheirWords(problem)),
    require: (condition, problem) => call.require(condition, () => inTheirWords(problem())),
  });
}

/** Matrices over the last two axes, each transposed on demand. */
function inferMatMul(call: Call): readonly Shape[] {
  const [a, b] = call.inputs;
  if (!a || !b) return [null];
  const low = [a, b].find((shape) => shape.length < 2);
  if (low) {
    call.fail(
      operationProblem(
        "rank",
        { input: low === a ? 0 : 1 },
        `multiplies matrices, receives ${showShape(low)}`,
        "Error in matMul: inputs must have the same rank of at least 2",
      ),
    );
    return [null];
  }
  const [transposeA, transposeB] = [
    flagOf(call.args.transposeA ?? false),
    flagOf(call.args.transposeB ?? false),
  ];
  if (transposeA === undefined || transposeB === undefined) return [null];
  const inner = transposeA ? a.at(-2)! : a.at(-1)!;
  const other = transposeB ? b.at(-1)! : b.at(-2)!;
  const fits = call.require(eq(inner, other), () => ({
    ...operationProblem(
      "matmul",
      "call",
      `multiplies ${showShape(a)} by ${showShape(b)}: the inner sizes ${show(inner)} and ${show(other)} differ`,
      `Error in matMul: inner shapes (${show(inner)}) and (${show(other)}) of Tensors with shapes ${joined(a)} and ${joined(b)} and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
    ),
    expected: inner,
    received: other,
  }));
  const turned = (shape: readonly Dim[], turn: boolean) =>
    turn ? [...shape.slice(0, -2), shape.at(-1)!, shape.at(-2)!] : shape;
  const rule = torchFunctions.get("matmul")!;
  return rule.infer({
    ...call,
    inputs: [turned(a, transposeA), turned(b, transposeB)],
    ...(!fits && { require: () => true, fail: () => {} }),
  });
}

const likeDot = alike("dot", "Product of vectors and matrices.", [], "matmul", {});

function inferDot(call: Call): readonly Shape[] {
  const [a, b] = call.inputs;
  const wrong = [a, b].findIndex((input) => input && (input.length < 1 || input.length > 2));
  if (wrong < 0 || !a || !b) return likeDot.infer(call);
  call.fail(
    operationProblem(
      "rank",
      { input: wrong },
      `multiplies vectors and matrices, receives ${showShape(a)} and ${showShape(b)}; tf.matMul takes more axes`,
      `Error in dot: inputs must all be rank 1 or 2, but got ranks ${a.length} and ${b.length}.`,
    ),
  );
  return [null];
}

function inferSoftmax(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const axis = call.args.dim ?? call.args.axis ?? -1;
  if (input && typeof axis === "number" && axis !== -1 && axis !== input.length - 1)
    call.fail({
      ...operationProblem(
        "softmax-axis",
        { arg: "dim" in call.args ? "dim" : "axis" },
        `can work along the last axis only, not along axis ${axis} of ${showShape(input)}`,
        `Softmax along a non-last dimension is not yet supported. Logits was rank ${input.length} and dim was ${axis}`,
      ),
      expected: -1,
      received: axis,
    });
  return [input ?? null];
}

/** The shape stays; the axes must be there. */
function inferReverse(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const { axis } = call.args;
  if (input && axis !== undefined && axis !== null && !isUnknownArg(axis))
    for (const each of isList(axis) ? axis : [axis]) axisOf(call, each as Arg, input.length);
  return [input ?? null];
}

function inferAddN(call: Call): readonly Shape[] {
  const [first, ...others] = call.inputs;
  if (!first) return [null];
  for (const [i, other] of others.entries()) {
    if (!other) continue;
    const problem = () =>
      operationProblem(
        "broadcast",
        { input: i + 1 },
        `adds tensors of one shape, receives ${showShape(first)} and ${showShape(other)}`,
        "All tensors passed to tf.addN() must have the same shape",
      );
    if (other.length !== first.length) call.fail(problem());
    else call.require(all(...other.map((size, axis) => eq(size, first[axis]!))), problem);
  }
  return [first];
}

/** The condition, too, is stretched. */
function inferWhere(call: Call): readonly Shape[] {
  const [condition, a, b] = call.inputs;
  const [values] = inferTwo({ ...call, inputs: [a ?? null, b ?? null] });
  if (!condition || !values) return [null];
  return inferTwo({ ...call, inputs: [condition, values] });
}

export const arithmeticOperations: readonly LayerSpec[] = [
  ...TWO.map((name) =>
    operation(
      name,
      "Value by value, with broadcasting.",
      [],
      (call) => inferTwo(call, MASKS.includes(name) ? "gt" : "add"),
      { inputs: ["a", "b"] },
    ),
  ),
  ...EACH.map((name) =>
    operation(name, "Each value alone; the shape stays.", MORE[name] ?? [], ({ inputs: [x] }) => [x ?? null]),
  ),
  operation("where", "Values of a where the condition holds, of b elsewhere.", [], inferWhere, {
    inputs: ["condition", "a", "b"],
  }),
  operation("addN", "The sum of a list of tensors.", [], inferAddN, { inputs: ["..."] }),
  operation(
    "matMul",
    "Product of matrices.",
    [
      bool("transposeA", "Whether a is transposed first.", { default: false }),
      bool("transposeB", "Whether b is transposed first.", { default: false }),
    ],
    inferMatMul,
    {
      inputs: ["a", "b"],
      macs: (args, [a], [output]) =>
        a && output ? mul(product(output), args.transposeA === true ? a.at(-2)! : a.at(-1)!) : unknown,
    },
  ),
  { ...likeDot, infer: inferDot },
  operation(
    "outerProduct",
    "All products of two vectors' values.",
    [],
    (call) => {
      const [a, b] = call.inputs;
      if (!a || !b) return [null];
      if (a.length === 1 && b.length === 1) return [[a[0]!, b[0]!]];
      call.fail(
        operationProblem(
          "rank",
          { input: a.length === 1 ? 1 : 0 },
          `multiplies vectors, receives ${showShape(a)} and ${showShape(b)}`,
          `Error in outerProduct: inputs must be rank 1, but got ranks ${a.length} and ${b.length}.`,
        ),
      );
      return [null];
    },
    { inputs: ["v1", "v2"] },
  ),
  ...["softmax", "logSoftmax"].map((name) =>
    operation(
      name,
      "Values that sum to 1 along the last axis.",
      [int(name === "softmax" ? "dim" : "axis", "The axis; it must be the last one.", { default: -1 })],
      inferSoftmax,
    ),
  ),
  operation(
    "reverse",
    "In the opposite order.",
    [shape("axis", "The axes; all by default.", { default: null })],
    inferReverse,
  ),
  operation(
    "einsum",
    "Sums of products along named axes.",
    [{ name: "equation", kind: "word", doc: "Such as “bij,bjk->bik”." }],
    inferEinsum,
    { inputs: ["..."], macs: einsumMacs },
  ),
];
