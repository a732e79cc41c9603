/**
 * Functions of `mx` and methods of its arrays: NumPy's rules, PyTorch's where both are the same.
 *
 *   mx.transpose(x, 0, 2, 1)      // axes one by one or as a list; all of them reversed where none is given
 *   mx.mean(x, -1, true)          // axis and keepdims, or keepdims alone
 */
import { type Arg, type Args, complete, type LayerSpec, torchFunctions } from "@convlens/engine/specs";
import type { Span } from "../../facts/span.ts";
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { notKnown, toDim, UNKNOWN } from "../../facts/vocabulary.ts";
import { decodeArg, decodeSizes } from "../arguments/decode.ts";
import { nestedShape } from "../torch/tensors.ts";
import { numpyRules } from "./rules.ts";

export const ID = "mlx";

/** `mx.<name>`; undefined where the library has no such function of arrays. */
export function arrayFunction(name: string): BuiltinValue | undefined {
  const call = callOf(name);
  return call && { kind: "builtin", name, call };
}

const likeOf = (name: string): Like | undefined => (Object.hasOwn(LIKE, name) ? LIKE[name] : undefined);

function callOf(name: string): BuiltinValue["call"] {
  const like = likeOf(name);
  if (like) return (site) => applyLike(name, like, site);
  if (VALUE_BY_VALUE.has(name)) return (site) => applyLike(name, ["clone", []], site);
  const rule = Object.hasOwn(numpyRules, name) ? numpyRules[name] : undefined;
  if (rule) return (site) => applyRule(name, rule, site);
  return NOT_FOLLOWED.has(name) ? () => notKnown(`mx.${name} is not followed`) : undefined;
}

/** PyTorch's name of a function, and of its parameters in this library's order; "" for one that shapes do not need. */
type Like = readonly [torch: string, params: readonly string[]];

const binary = (names: string): [string, Like][] => names.split(" ").map((name) => [name, ["add", []]]);
const reductions = (names: string): [string, Like][] =>
  names.split(" ").map((name) => [name, ["sum", ["dim", "keepdim"]]]);

const LIKE: Readonly<Record<string, Like>> = {
  ...Object.fromEntries([
    ...binary(
      "add subtract multiply divide power maximum minimum remainder floorDivide logaddexp arctan2 equal notEqual greater " +
        "greaterEqual less lessEqual logicalAnd logicalOr bitwiseAnd bitwiseOr bitwiseXor leftShift rightShift isclose",
    ),
    ...reductions("sum mean prod max min all any logsumexp variance std"),
  ]),
  argmax: ["argmax", ["dim", "keepdim"]],
  argmin: ["argmin", ["dim", "keepdim"]],
  matmul: ["matmul", []],
  concatenate: ["cat", ["dim"]],
  concat: ["cat", ["dim"]],
  stack: ["stack", ["dim"]],
  flatten: ["flatten", ["startDim", "endDim"]],
  squeeze: ["squeeze", ["dim"]],
  swapaxes: ["transpose", ["dim0", "dim1"]],
  softmax: ["softmax", ["dim"]],
  broadcastTo: ["expand", ["sizes"]],
};

/** Each value alone, or all of them in another order: the shape stays. */
const VALUE_BY_VALUE: ReadonlySet<string> = new Set(
  (
    "abs arccos arccosh arcsin arcsinh arctan arctanh bitwiseInvert ceil clip conjugate cos cosh cummax cummin cumprod cumsum " +
    "degrees erf erfinv exp expm1 floor isinf isnan isneginf isposinf isfinite log log2 log10 log1p logicalNot nanToNum " +
    "negative radians reciprocal round rsqrt sigmoid sign sin sinh sort sqrt square stopGradient tan tanh tril triu argsort " +
    "argpartition partition astype roll realPart imaginaryPart contiguous real imag"
  ).split(" "),
);

/** Functions of arrays whose results are not followed: their shapes hang on values, or nobody has written them down yet. */
export const NOT_FOLLOWED: ReadonlySet<string> = new Set(
  (
    "asStrided atleast1d atleast2d atleast3d allclose arrayEqual blockMaskedMM blockSparseMM broadcastArrays convolve " +
    "convGeneral convTranspose1d convTranspose2d convTranspose3d affineQuantize issubdtype save saveGguf saveSafetensors dequantize diag diagonal divmod einsum einsumPath gatherMM gatherQMM hadamardTransform inner kron load meshgrid outer " +
    "putAlongAxis quantize quantizedMatmul slice sliceUpdate tensordot topk trace tri unflatten view"
  ).split(" "),
);

/** PyTorch's function that computes the same from the same arguments; undefined where there is none. */
export function torchNameOf(name: string): string | undefined {
  if (Object.hasOwn(COMPUTES, name)) return COMPUTES[name];
  const like = likeOf(name)?.[0];
  return like === name || like === "cat"
    ? like
    : VALUE_BY_VALUE.has(name) || name === "reshape"
      ? name
      : undefined;
}
const COMPUTES: Readonly<Record<string, string>> = {
  subtract: "sub",
  multiply: "mul",
  divide: "div",
  maximum: "maximum",
  minimum: "minimum",
  mean: "mean",
  max: "amax",
  min: "amin",
  swapaxes: "transpose",
};

/** The rule of PyTorch's function under this library's name and order of arguments. */
function applyLike(name: string, [torch, params]: Like, site: CallSite): Value {
  const rule = torchFunctions.get(torch)!;
  const spec: LayerSpec = { ...rule, name };
  const list = spec.inputs?.[0] === "...";
  const count = list ? 1 : (spec.inputs?.length ?? 1);
  const inputs = list ? elementsOf(site.args[0]) : site.args.slice(0, count);
  // a flag in the place of the axis: `mean(x, true)`
  const flagFirst = site.args[count]?.kind === "const" && typeof site.args[count].value === "boolean";
  const names = flagFirst && params[0] === "dim" ? params.slice(1) : params;
  const args: Record<string, Arg> = {};
  const argSpans: Record<string, Span> = {};
  for (const [i, param] of names.entries()) {
    const value = site.args[count + i];
    if (!value || isAbsent(value)) continue;
    args[param] = decodeArg(
      value,
      rule.params.find((each) => each.name === param),
    );
    const span = site.argSpans[count + i];
    if (span) argSpans[param] = span;
  }
  if (torch === "clone") return apply(spec, {}, {}, [site.args[0] ?? UNKNOWN], site)[0]!;
  return apply(spec, complete(rule, args), argSpans, inputs, site)[0]!;
}

const isAbsent = (value: Value): boolean =>
  value.kind === "const" && (value.value === undefined || value.value === null);

const elementsOf = (list: Value | undefined): readonly Value[] =>
  list?.kind === "array" ? (list.complete ? list.elements : [...list.elements, UNKNOWN]) : [UNKNOWN];

/** A rule of this library's own. */
function applyRule(name: string, rule: (typeof numpyRules)[string], site: CallSite): Value {
  const list = rule.inputs === "list";
  const count = list ? 1 : rule.inputs;
  const inputs = list ? elementsOf(site.args[0]) : site.args.slice(0, count);
  const values = site.args.slice(count);
  const spans = site.argSpans.slice(count);
  const args = rule.sizes === undefined ? inOrder(rule.spec, values) : sizesIn(rule.sizes, values);
  const argSpans = Object.fromEntries(
    rule.spec.params.flatMap(({ name: param }, i): [string, Span][] => (spans[i] ? [[param, spans[i]]] : [])),
  );
  const outputs = apply({ ...rule.spec, name }, args, argSpans, inputs, site);
  if (!rule.gives) return outputs[0]!;
  return site.world.array(
    outputs,
    outputs.every(({ tensor }) => tensor.shape !== null),
  );
}

const inOrder = (spec: LayerSpec, values: readonly Value[]): Args =>
  complete(
    spec,
    Object.fromEntries(
      spec.params.flatMap((param, i): [string, Arg][] =>
        values[i] && !isAbsent(values[i]) ? [[param.name, decodeArg(values[i], param)]] : [],
      ),
    ),
  );

/** Sizes or axes one by one, or as one list. */
function sizesIn(name: string, values: readonly Value[]): Args {
  if (values.length === 0) return {};
  return { [name]: decodeSizes(values) ?? { unknown: true } };
}

function apply(
  spec: LayerSpec,
  args: Args,
  argSpans: Readonly<Record<string, Span>>,
  inputs: readonly Value[],
  site: CallSite,
) {
  return site.world.apply({
    spec,
    args,
    argSpans,
    inputs: inputs.map((value) => asArray(value, site)),
    inputSpans: inputs.map((_, i) => site.argSpans[i] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect: ID,
  });
}

/** Numbers are arrays without axes, nested lists have the axes of their nesting. */
function asArray(value: Value, { world, span }: CallSite): Value {
  if (value.kind === "tensor") return value;
  if (
    value.kind === "size" ||
    value.kind === "ratio" ||
    (value.kind === "unknown" && value.free && !value.fields)
  )
    return world.tensor([], span, { dialect: ID });
  const shape = nestedShape(value);
  if (
    !shape ||
    (value.kind === "const" && typeof value.value !== "number" && typeof value.value !== "boolean")
  )
    return UNKNOWN;
  const content = shape.length === 0 ? { content: { kind: "fill", value: toDim(value) } as const } : {};
  return world.tensor(shape, span, { dialect: ID, ...content });
}
