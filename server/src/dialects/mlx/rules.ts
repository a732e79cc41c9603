/**
 * Shape rules of `mx` that PyTorch has in another form: axes in NumPy's manner, channels last.
 *
 *   numpyRules.split.spec.infer({ args: { indicesOrSections: 2, axis: -1 }, inputs: [[4, 6]], … })   // [[4, 3], [4, 3]]
 */
import {
  type Arg,
  type Call,
  type Dim,
  dimOf,
  divideExactly,
  isList,
  isUnknownArg,
  type LayerSpec,
  mul,
  type Param,
  product,
  type Shape,
  sub,
  sum,
  torchFunctions,
  torchLayers,
  unknown,
} from "@convlens/engine/specs";

export interface NumpyRule {
  /** How many arrays stand first; `list`: one list of them. */
  readonly inputs: number | "list";
  /** The parameter that takes all further arguments: sizes or axes. */
  readonly sizes?: string;
  /** The result is a list of arrays. */
  readonly gives?: "list";
  readonly spec: LayerSpec;
}

type Sizes = readonly Dim[];
const param = (name: string, kind: Param["kind"] = "int"): Param => ({ name, kind, doc: "" });

function rule(
  inputs: NumpyRule["inputs"],
  params: readonly Param[],
  infer: (call: Call) => readonly Shape[],
  rest: Partial<NumpyRule> = {},
): NumpyRule {
  const spec: LayerSpec = {
    name: "",
    kind: "function",
    summary: "",
    docs: "https://ml-explore.github.io/mlx/build/html/python/ops.html",
    params,
    lenient: true,
    inputs: inputs === "list" ? ["..."] : ["array", "b", "c", "d"].slice(0, inputs),
    infer,
    macs: () => 0,
  };
  return { inputs, spec, ...rest };
}

const one =
  (infer: (input: Sizes, call: Call) => Shape) =>
  (call: Call): readonly Shape[] => [call.inputs[0] ? infer(call.inputs[0], call) : null];

/** An axis as a place; undefined where it is not known or not there. */
function placeOf(arg: Arg, rank: number): number | undefined {
  const at = dimOf(arg);
  return typeof at === "number" && at >= -rank && at < rank ? (at < 0 ? at + rank : at) : undefined;
}

const put = (input: Sizes, at: number | undefined, ...sizes: readonly Dim[]): Shape =>
  at === undefined ? null : input.toSpliced(at, 1, ...sizes);

/** PyTorch's rule with other arguments. */
const asTorch = (name: string, call: Call, args: Call["args"]): readonly Shape[] =>
  torchFunctions.get(name)!.infer({ ...call, args });

const transpose = one((input, call) => {
  const { axes } = call.args;
  if (isUnknownArg(axes)) return input.map(() => unknown);
  if (!isList(axes) || axes.length === 0) return [...input].reverse();
  return asTorch("permute", call, { dims: axes })[0]!;
});

const reshape = one((_, call) =>
  isUnknownArg(call.args.shape) ? null : asTorch("reshape", call, call.args)[0]!,
);

const expandDims = one((input, call) => {
  const { axis } = call.args;
  const axes = isList(axes0(axis)) ? axes0(axis) : [];
  const rank = input.length + axes.length;
  const places = axes.map((at) => placeOf(at, rank));
  if (axes.length === 0 || places.includes(undefined)) return null;
  const sizes = [...input];
  return Array.from({ length: rank }, (_, i): Dim => (places.includes(i) ? 1 : (sizes.shift() ?? unknown)));
});
const axes0 = (axis: Arg): readonly Dim[] =>
  isList(axis) ? axis.map(dimOf) : axis === undefined || isUnknownArg(axis) ? [] : [dimOf(axis)];

/** Equal parts, or the places where it is cut. */
function split(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const { indicesOrSections: parts } = call.args;
  const at = input ? placeOf(call.args.axis ?? 0, input.length) : undefined;
  if (!input || at === undefined) return [null];
  const whole = input[at]!;
  if (typeof parts === "number" && parts > 0 && parts < 1000) {
    if (typeof whole === "number" && whole % parts !== 0)
      call.fail({
        code: "split-sizes",
        stage: "forward",
        at: { arg: "indicesOrSections" },
        message: `splits ${whole} into ${parts} equal parts`,
        runtime: `[split] Array of size ${whole} along axis ${at} cannot be split into ${parts} equal sections.`,
      });
    return new Array<Shape>(parts).fill(put(input, at, divideExactly(whole, parts) ?? unknown));
  }
  if (!isList(parts)) return [null];
  const cuts: Dim[] = [0, ...parts.map(dimOf), whole];
  return cuts.slice(1).map((end, i) => put(input, at, sub(end, cuts[i]!)));
}

const repeat = one((input, { args }) => {
  if (args.axis === undefined) return [mul(product(input), dimOf(args.repeats))];
  const at = placeOf(args.axis, input.length);
  return put(input, at, mul(input[at ?? 0] ?? unknown, dimOf(args.repeats)));
});

const tile = one((input, { args: { reps } }) => {
  const times = isList(reps) ? reps.map(dimOf) : isUnknownArg(reps) ? undefined : [dimOf(reps)];
  if (!times) return null;
  const rank = Math.max(input.length, times.length);
  return Array.from({ length: rank }, (_, i) =>
    mul(input[i - rank + input.length] ?? 1, times[i - rank + times.length] ?? 1),
  );
});

/** Entries of an axis by number; without an axis of the flattened array. */
const take = (call: Call): readonly Shape[] => {
  const [input, indices] = call.inputs;
  if (!input || !indices) return [null];
  if (call.args.axis === undefined) return [indices];
  return [put(input, placeOf(call.args.axis, input.length), ...indices)];
};

const moveaxis = one((input, { args }) => {
  const [from, to] = [placeOf(args.source, input.length), placeOf(args.destination, input.length)];
  if (from === undefined || to === undefined) return null;
  return input.toSpliced(from, 1).toSpliced(to, 0, input[from]!);
});

/** A width for all axes, one [before, after] for all, or one for each. */
const pad = one((input, { args: { padWidth } }) => {
  if (isUnknownArg(padWidth)) return input.map(() => unknown);
  const given: readonly unknown[] = isList(padWidth) ? padWidth : [padWidth];
  const pairs = given.map((each) => (isList(each) ? (each as readonly unknown[]) : [each]));
  const flat = !given.some(isList);
  return input.map((size, axis) => {
    const own = flat ? given : (pairs[axis] ?? pairs[0]!);
    return sum([size, dimOf(own[0]), dimOf(own.at(-1))]);
  });
});

/** NDHWC under a filter of [O, D, H, W, C / groups], by PyTorch's rule between two transpositions. */
const convolution = (rank: number): NumpyRule =>
  rule(
    2,
    [
      ...["stride", "padding", "dilation"].map((name) => param(name, "ints")),
      { ...param("groups"), default: 1 },
    ],
    (call) => {
      const [input, weight] = call.inputs;
      if (input?.length !== rank + 2 || weight?.length !== rank + 2) return [null];
      const { stride = 1, padding = 0, dilation = 1, groups = 1 } = call.args;
      const layer = torchLayers.get(`Conv${rank}d`)!;
      const defaults = Object.fromEntries(layer.params.map((each) => [each.name, each.default]));
      const [output] = layer.infer({
        ...call,
        inputs: [[input[0]!, input.at(-1)!, ...input.slice(1, -1)]],
        args: {
          ...defaults,
          inChannels: mul(weight.at(-1)!, dimOf(groups)),
          outChannels: weight[0]!,
          kernelSize: weight.slice(1, -1),
          stride,
          padding,
          dilation,
          groups,
        },
      });
      return [output ? [output[0]!, ...output.slice(2), output[1]!] : null];
    },
  );

const broadcastThree = (call: Call): readonly Shape[] => {
  const [a, b, c] = call.inputs;
  const add = torchFunctions.get("add")!;
  if (!a || !b || !c) return [null];
  const [both] = add.infer({ ...call, inputs: [b, c] });
  return both ? add.infer({ ...call, inputs: [a, both] }) : [null];
};

/** c + a · b */
const addmm = (call: Call): readonly Shape[] => {
  const [c, a, b] = call.inputs;
  if (!a || !b) return [null];
  const [result] = asTorch("matmul", { ...call, inputs: [a, b] }, {});
  return c && result ? torchFunctions.get("add")!.infer({ ...call, inputs: [c, result] }) : [result ?? null];
};

const same = one((input) => input);
/** As many values, in the shape of the queries with the width of the values. */
const attention = ({ inputs: [queries, , values] }: Call): readonly Shape[] => [
  queries && values ? [...queries.slice(0, -1), values.at(-1) ?? unknown] : null,
];

export const numpyRules: Readonly<Record<string, NumpyRule>> = {
  transpose: rule(1, [param("axes", "shape")], transpose, { sizes: "axes" }),
  permuteDims: rule(1, [param("axes", "shape")], transpose, { sizes: "axes" }),
  reshape: rule(1, [param("shape", "shape")], reshape, { sizes: "shape" }),
  expandDims: rule(1, [param("axis", "ints")], expandDims),
  split: rule(1, [param("indicesOrSections", "ints"), { ...param("axis"), default: 0 }], split, {
    gives: "list",
  }),
  repeat: rule(1, [param("repeats"), param("axis")], repeat),
  tile: rule(1, [param("reps", "ints")], tile),
  take: rule(2, [param("axis")], take),
  takeAlongAxis: rule(2, [param("axis")], ({ inputs: [, indices] }) => [indices ?? null]),
  moveaxis: rule(1, [param("source"), param("destination")], moveaxis),
  pad: rule(1, [param("padWidth", "ints")], pad),
  where: rule(3, [], broadcastThree),
  addmm: rule(3, [], addmm),
  conv1d: convolution(1),
  conv2d: convolution(2),
  conv3d: convolution(3),
  zerosLike: rule(1, [], same),
  onesLike: rule(1, [], same),
  "fast.rmsNorm": rule(1, [], same),
  "fast.layerNorm": rule(1, [], same),
  "fast.rope": rule(1, [], same),
  "fast.scaledDotProductAttention": rule(3, [], attention),
};
