/** Functions that pick values by their places or their order: topk, argsort, gather, where. */
import { all, type Dim, ge, le } from "../../../dims/index.ts";
import { bool, dimOf, int, needInt, needTensor } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import { list } from "../../python.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { broadcast } from "../broadcast.ts";
import { checkDim } from "../dim.ts";
import { define } from "./define.ts";

const last = int("dim", "The axis.", { default: -1 });
const descending = bool("descending", "The largest first.", { default: false });

/** https://pytorch.org/docs/stable/generated/torch.topk.html */
function inferTopk(call: Call): readonly Shape[] {
  const [input] = call.inputs;
  const k = dimOf(call.args.k);
  if (!input) return [null, null];
  const axis = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  if (axis === undefined) return [null, null];
  const size = input[axis] ?? 1;
  call.require(all(ge(k, 0), le(k, size)), () => ({
    code: "topk",
    stage: "forward",
    at: { arg: "k" },
    message: `asks for ${show(k)} values of axis ${axis}, which has ${show(size)}: ${showShape(input)}`,
    runtime: "selected index k out of range",
    exception: "RuntimeError",
    expected: size,
    received: k,
  }));
  const shape = input.map((own, i): Dim => (i === axis ? k : own));
  return [shape, shape];
}

function inferArgsort(call: Call): Shape {
  const [input] = call.inputs;
  if (input) checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  return input ?? null;
}

/** https://pytorch.org/docs/stable/generated/torch.gather.html */
function inferGather(call: Call): Shape {
  const [input, index] = call.inputs;
  if (!input || !index) return index ?? null;
  const axis = checkDim(call, dimOf(call.args.dim), input.length, { arg: "dim" });
  if (axis === undefined) return index;
  if (Math.max(1, input.length) !== Math.max(1, index.length)) {
    call.fail({
      code: "rank",
      stage: "forward",
      at: { input: 1 },
      message: `picks from ${showShape(input)} by places ${showShape(index)}: both have the same number of axes`,
      runtime: "Index tensor must have the same number of dimensions as input tensor",
      exception: "RuntimeError",
    });
    return index;
  }
  for (const [i, size] of index.entries()) {
    if (i === axis) continue;
    const own = input[i] ?? 1;
    const fine = call.require(le(size, own), () => ({
      code: "index-range",
      stage: "forward",
      at: { input: 1, axis: i },
      message: `picks ${show(size)} lines of axis ${i}, which has ${show(own)}: places ${showShape(index)} of ${showShape(input)}`,
      runtime: `Size does not match at dimension ${i} expected index ${list(index)} to be no larger than self ${list(input)} apart from dimension ${axis}`,
      exception: "RuntimeError",
      expected: own,
      received: size,
    }));
    if (!fine) break;
  }
  return index;
}

/** Condition and values, all broadcast to each other; a number among them is left out. */
function inferWhere(call: Call): Shape {
  let shape: Shape | undefined;
  for (const input of call.inputs) {
    if (!input) return null;
    shape = shape ? broadcast(call, shape, input) : input;
  }
  return shape ?? null;
}

export const pickFunctions: readonly LayerSpec[] = [
  define(
    "topk",
    "The largest values of an axis in order, and where they were.",
    [
      needInt("k", "How many."),
      last,
      bool("largest", "The smallest ones where it is false.", { default: true }),
      bool("sorted", "In order of their values.", { default: true }),
    ],
    inferTopk,
  ),
  define("argsort", "Where the values of an axis are, in their order.", [last, descending], inferArgsort),
  define(
    "gather",
    "Values of an axis by their places.",
    [needInt("dim", "The axis."), needTensor("index", "Places along the axis: as large as the result.")],
    inferGather,
  ),
  define(
    "where",
    "Values of the one tensor where the condition is not zero, of the other elsewhere.",
    [],
    inferWhere,
    {
      inputs: ["condition", "input", "other"],
    },
  ),
];
