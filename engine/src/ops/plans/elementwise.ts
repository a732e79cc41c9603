/** Activations and arithmetic of each element, where both operands have one shape or the second is one number. */
import { type BinaryName, planBinary, planUnary, type UnaryOp } from "../../kernels/index.ts";
import type { Args } from "../../specs/spec.ts";
import type { Job } from "../kernels.ts";
import { type Planner, type Prepared, providePlanner, runs } from "../planner.ts";

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
  ["Sigmoid", "sigmoid", () => ({ op: "sigmoid" })],
  ["SiLU", "silu", () => ({ op: "silu" })],
  ["Tanh", "tanh", () => ({ op: "tanh" })],
  ["ELU", "elu", ({ alpha = 1 }) => ({ op: "elu", alpha: alpha as number, scale: 1 })],
  ["SELU", "selu", () => ({ op: "elu", alpha: 1.6732632423543772, scale: 1.0507009873554805 })],
  ["Hardsigmoid", "hardsigmoid", () => ({ op: "hardsigmoid" })],
  ["Hardswish", "hardswish", () => ({ op: "hardswish" })],
];
for (const [layer, name, op] of activations) {
  const prepare: Planner["prepare"] = ({ args, outputs: [y] }) => runs(planUnary(op(args), y!.data.length));
  providePlanner([layer, name], { work, prepare });
}
for (const op of ["neg", "sqrt", "abs", "square", "exp"] as const) {
  providePlanner([op], { work, prepare: ({ outputs: [y] }) => runs(planUnary({ op }, y!.data.length)) });
}

/** The second operand is of the same shape, or one number. Otherwise the loops broadcast. */
function prepareBinary(op: BinaryName, { inputs: [a, b], outputs: [y] }: Job): Prepared | null {
  const count = y!.data.length;
  if (a!.data.length !== count) return null;
  if (b!.data.length === 1) return runs(planBinary(op, count, { scalar: true }));
  const isSame =
    a!.shape.length === b!.shape.length && a!.shape.every((size, axis) => size === b!.shape[axis]);
  return isSame ? runs(planBinary(op, count)) : null;
}
for (const op of ["add", "sub", "mul", "div", "maximum", "minimum"] as const) {
  providePlanner([op], { work, prepare: (job) => prepareBinary(op, job) });
}
