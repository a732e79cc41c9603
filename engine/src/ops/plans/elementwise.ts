/** Activations and arithmetic of each element, where both operands have one shape or the second is one number. */
import { planBinary, planUnary, type UnaryOp } from "../../kernels/index.ts";
import type { Args } from "../../specs/spec.ts";
import type { Job } from "../kernels.ts";
import { type Planner, providePlanner, runs } from "../planner.ts";

const work: Planner["work"] = ({ outputs: [y] }) => y!.data.length;

/** The layer, the function that is the layer with its defaults, and what both compute. */
const activations: readonly [layer: string, name: string, op: (args: Args) => UnaryOp][] = [
  ["ReLU", "relu", () => ({ op: "clamp", min: 0, max: Infinity })],
  ["ReLU6", "relu6", () => ({ op: "clamp", min: 0, max: 6 })],
  [
    "Hardtanh",
    "hardtanh",
    ({ minVal = -1, maxVal = 1 }) => ({ op: "clamp", min: minVal as number, max: maxVal as number }),
  ],
  ["LeakyReLU", "leakyRelu", ({ negativeSlope = 0.01 }) => ({ op: "leaky", slope: negativeSlope as number })],
  ["Hardsigmoid", "hardsigmoid", () => ({ op: "hardsigmoid" })],
  ["Hardswish", "hardswish", () => ({ op: "hardswish" })],
];
for (const [layer, name, op] of activations) {
  const prepare: Planner["prepare"] = ({ args, outputs: [y] }) => runs(planUnary(op(args), y!.data.length));
  providePlanner([layer, name], { work, prepare });
}
for (const op of ["neg", "sqrt", "abs", "square"] as const) {
  providePlanner([op], { work, prepare: ({ outputs: [y] }) => runs(planUnary({ op }, y!.data.length)) });
}

function sameShape({ inputs: [a, b] }: Job): boolean {
  return a!.shape.length === b!.shape.length && a!.shape.every((size, axis) => size === b!.shape[axis]);
}
for (const op of ["add", "sub", "mul", "div", "maximum", "minimum"] as const) {
  providePlanner([op], {
    work,
    prepare: (job) => (sameShape(job) ? runs(planBinary(op, job.outputs[0]!.data.length)) : null),
  });
}
