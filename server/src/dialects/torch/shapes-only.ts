/**
 * Functions of PyTorch that the engine does not run and models use all the same: what they do to shapes, without rules of
 * their own to break.
 *
 *   const [q, k, v] = qkv.unbind(0);   // [3, 2, 4, 8] → three times [2, 4, 8]
 */
import { type Dim, type LayerSpec, product, type Shape, unknown } from "@convlens/engine/specs";
import type { BuiltinValue, CallSite, Value } from "../../facts/values.ts";
import { asNumber, toDim, UNKNOWN } from "../../facts/vocabulary.ts";

/** The function of that name; undefined where it is not one of these. */
export function shapesOnly(name: string, dialect: string): BuiltinValue | undefined {
  const rule = Object.hasOwn(rules, name) ? rules[name]! : UNCHANGED.has(name) ? unchanged : undefined;
  return rule && { kind: "builtin", name, call: (site) => apply(name, rule, site, dialect) };
}

/** What a rule sees: the shapes of the tensors among the arguments, and the arguments. */
type Rule = (shapes: readonly Shape[], site: CallSite) => Shape | readonly Shape[];

/** Names whose functions give a list, also of one. */
const LISTS: ReadonlySet<string> = new Set(["unbind", "meshgrid", "cummax"]);

function apply(name: string, rule: Rule, site: CallSite, dialect: string): Value {
  const inputs = site.args.flatMap((arg) => (arg.kind === "array" ? arg.elements : [arg])).filter(isTensor);
  if (!isTensor(site.args[0]) && name !== "meshgrid") return UNKNOWN;
  const spec: LayerSpec = {
    name,
    kind: "function",
    summary: "",
    docs: `https://pytorch.org/docs/stable/generated/torch.${name}.html`,
    params: [],
    infer: ({ inputs: shapes }) => asList(rule(shapes, site)),
    macs: () => 0,
  };
  const outputs = site.world.apply({
    spec,
    args: {},
    argSpans: {},
    inputs,
    inputSpans: inputs.map((_, i) => site.argSpans[i] ?? site.span),
    span: site.span,
    calleeSpan: site.calleeSpan,
    dialect,
  });
  if (!LISTS.has(name)) return outputs[0]!;
  const known = outputs.every(({ tensor }) => tensor.shape !== null);
  return site.world.array(known ? outputs : [], known);
}

const isTensor = (value: Value | undefined): boolean => value?.kind === "tensor";
const asList = (result: Shape | readonly Shape[]): readonly Shape[] =>
  result?.every((item) => item === null || Array.isArray(item)) && result.length > 0
    ? (result as readonly Shape[])
    : [result as Shape];

/** Value by value, or in another order: the shape stays. */
const unchanged: Rule = ([shape]) => shape!;
const UNCHANGED: ReadonlySet<string> = new Set(
  (
    "roll tril triu flip fliplr flipud erf erfc sinh cosh tan asin acos atan expm1 log2 log10 trunc frac logit nanToNum " +
    "logicalNot isnan isinf isfinite gumbelSoftmax rrelu scatter " +
    "scatterAdd indexAdd indexFill indexCopy maskedScatter fill zero copy uniform normal bernoulli renorm clip deg2rad"
  ).split(" "),
);

/** The axis that an argument names, counted from 0; undefined where it is not known or not there. */
function axisOf(value: Value | undefined, rank: number, fallback?: number): number | undefined {
  const given = value === undefined ? fallback : asNumber(value);
  if (given === undefined || !Number.isInteger(given) || given < -rank || given >= rank) return undefined;
  return given < 0 ? given + rank : given;
}

/** The option of that name in a trailing object, or the argument at that place. */
function argument({ args }: CallSite, at: number, name: string): Value | undefined {
  const options = args.at(-1);
  if (options?.kind === "object" && options.fields.has(name)) return options.fields.get(name);
  return args[at]?.kind === "object" ? undefined : args[at];
}

/** The shape with one axis changed; not known where the axis is not. */
const withAxis = (shape: Shape, axis: number | undefined, change: (size: Dim) => readonly Dim[]): Shape =>
  shape && axis !== undefined ? shape.flatMap((size, i) => (i === axis ? change(size) : [size])) : null;

/** An axis that an argument names, changed. */
const along =
  (
    at: number,
    name: string,
    fallback: number | undefined,
    change: (size: Dim, site: CallSite) => readonly Dim[],
  ): Rule =>
  ([shape], site) =>
    withAxis(shape!, shape ? axisOf(argument(site, at, name), shape.length, fallback) : undefined, (size) =>
      change(size, site),
    );

/** Aligned from the right; a size is told where it is certain. */
function broadcast(a: Shape, b: Shape): Shape {
  if (!a || !b) return null;
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i): Dim => {
    const [x, y] = [a[i - rank + a.length] ?? 1, b[i - rank + b.length] ?? 1];
    return x === y || y === 1 ? x : x === 1 ? y : unknown;
  });
}
const combined: Rule = ([a, b]) => (b === undefined ? a! : broadcast(a!, b));

const rules: Readonly<Record<string, Rule>> = {
  logicalAnd: combined,
  logicalOr: combined,
  logicalXor: combined,
  hypot: combined,
  xlogy: combined,
  lerp: combined,
  unbind([shape], site) {
    const axis = shape ? axisOf(argument(site, 1, "dim"), shape.length, 0) : undefined;
    const count = axis === undefined ? undefined : shape![axis];
    if (typeof count !== "number" || count === 0 || count > 1000) return null;
    return Array.from({ length: count }, () => withAxis(shape!, axis, () => []));
  },
  movedim([shape], { args }) {
    if (!shape) return null;
    const [from, to] = [axisOf(args[1], shape.length), axisOf(args[2], shape.length)];
    if (from === undefined || to === undefined) return null;
    return shape.toSpliced(from, 1).toSpliced(to, 0, shape[from]!);
  },
  indexSelect: ([shape, indices], { args }) =>
    withAxis(shape!, shape ? axisOf(args[1], shape.length) : undefined, () => [
      indices ? product(indices) : unknown,
    ]),
  repeatInterleave: along(2, "dim", undefined, (size, { args }) => {
    const times = toDim(args[1]);
    return [typeof times === "number" ? product([size, times]) : unknown];
  }),
  glu: along(1, "dim", -1, (size) => [typeof size === "number" && size % 2 === 0 ? size / 2 : unknown]),
  cosineSimilarity: ([a, b], site) => along(2, "dim", 1, () => [])([broadcast(a!, b ?? null)], site),
  pairwiseDistance: ([a, b]) => broadcast(a!, b ?? null)?.slice(0, -1) ?? null,
  cdist: ([a, b]) => (a && b?.length === a.length ? [...a.slice(0, -1), b.at(-2) ?? unknown] : null),
  outer: ([a, b]) => (a?.length === 1 && b?.length === 1 ? [a[0]!, b[0]!] : null),
  dot: () => [],
  mv: ([matrix]) => (matrix?.length === 2 ? [matrix[0]!] : null),
  scaledDotProductAttention: ([query, , value]) =>
    query && value ? [...query.slice(0, -1), value.at(-1) ?? unknown] : null,
  meshgrid(shapes) {
    const sizes = shapes.map((shape) => (shape ? product(shape) : unknown));
    return sizes.map(() => sizes);
  },
  maskedSelect: () => [unknown],
  nonzero: ([shape = null]) => shape && [unknown, shape.length],
};
