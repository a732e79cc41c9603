/** Functions that reduce axes (mean, sum, max, …) and functions of each value alone. */
import type { Dim } from "../../../dims/index.ts";
import { bool, dimOf, flagOf, int, isList, number } from "../../arguments.ts";
import type { Arg, Call, LayerSpec, Param, Shape } from "../../spec.ts";
import { checkDim } from "../dim.ts";
import { define } from "./define.ts";

const dim: Param = { name: "dim", kind: "ints", doc: "The axis or axes; all by default.", default: null };
const keepdim = bool("keepdim", "Keeps reduced axes with size 1.", { default: false });

function inferReduce(call: Call): Shape {
  const [input] = call.inputs;
  const asked = call.args.dim ?? null;
  const keep = flagOf(call.args.keepdim);
  if (asked === null || (isList(asked) && asked.length === 0))
    return keep ? (input?.map(() => 1) ?? null) : [];
  if (!input || keep === undefined) return null;
  const axes = (isList(asked) ? asked : [asked]).map((d, i) =>
    checkDim(call, dimOf(d), input.length, isList(asked) ? { arg: "dim", element: i } : { arg: "dim" }),
  );
  if (axes.some((axis) => axis === undefined)) return null;
  const repeated = axes.findIndex((axis, i) => axes.indexOf(axis) !== i);
  if (repeated >= 0) {
    call.fail({
      code: "dim-range",
      stage: "forward",
      at: { arg: "dim", element: repeated },
      message: `names axis ${axes[repeated]} twice`,
      runtime: `dim ${axes[repeated]} appears multiple times in the list of dims`,
      exception: "RuntimeError",
    });
    return null;
  }
  if (input.length === 0) return [];
  return keep
    ? input.map((size, i): Dim => (axes.includes(i) ? 1 : size))
    : input.filter((_, i) => !axes.includes(i));
}

/** max, min, median, sort along an axis give values and indices; over everything only the value. */
function inferWithIndices(call: Call): readonly Shape[] {
  const shape = inferReduce(call);
  return absent(call.args.dim) ? [shape] : [shape, shape];
}
const absent = (arg: Arg): boolean => arg === null || arg === undefined;

const same = (call: Call): Shape => call.inputs[0]!;
const alongAxis = (call: Call): Shape => {
  const [input] = call.inputs;
  if (input && !absent(call.args.dim)) checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  return input!;
};

const elementwise =
  "exp log log1p sqrt rsqrt abs neg sin cos square reciprocal sign floor ceil round contiguous detach clone".split(
    " ",
  );

export const reduceFunctions: readonly LayerSpec[] = [
  ...[
    "mean",
    "sum",
    "prod",
    "std",
    "var",
    "norm",
    "logsumexp",
    "argmax",
    "argmin",
    "any",
    "all",
    "amax",
    "amin",
  ].map((name) => define(name, "Reduces axes to one value.", [dim, keepdim], inferReduce)),
  ...["max", "min", "median"].map((name) =>
    define(name, "The value, and along an axis its index.", [dim, keepdim], inferWithIndices),
  ),
  ...["cumsum", "cumprod"].map((name) => define(name, "Along one axis; the shape stays.", [dim], alongAxis)),
  define(
    "clamp",
    "Values between two bounds.",
    [
      number("min", "The least value.", { default: null }),
      number("max", "The largest value.", { default: null }),
    ],
    same,
  ),
  define(
    "sort",
    "Values of an axis in order, and where they were.",
    [int("dim", "The axis.", { default: -1 }), bool("descending", "The largest first.", { default: false })],
    (call) => [alongAxis(call), alongAxis(call)],
  ),
  define(
    "normalize",
    "Each line of an axis divided by its norm, where that is not tiny.",
    [
      number("p", "The exponent of the norm.", { default: 2 }),
      int("dim", "The axis.", { default: 1 }),
      number("eps", "The least divisor.", { default: 1e-12 }),
    ],
    alongAxis,
    { inFunctional: true },
  ),
  ...elementwise.map((name) => define(name, "Each value alone; the shape stays.", [], same)),
];
