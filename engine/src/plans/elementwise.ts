/** Activations and arithmetic of each element, where both operands have one shape or the second is one number. */
import type { Planners, Prepared } from "../jobs/backend.ts";
import type { Job } from "../jobs/job.ts";
import { type BinaryName, planBinary, planUnary, type UnaryOp } from "../kernels/index.ts";
import type { Runtime } from "../runtime/index.ts";
import type { Args } from "../specs/spec.ts";
import { OPERATORS, UNARY } from "./elements.ts";
import { planner, runs } from "./runs.ts";

export function elementwisePlanners(runtime: Runtime): Planners {
  const unary = (op: (args: Args) => UnaryOp) =>
    planner(work, ({ args, outputs: [y] }) => runs(runtime, planUnary(runtime, op(args), y!.data.length)));
  return Object.assign(
    {},
    ...Object.entries(UNARY).map(([name, op]) => ({ [name]: unary(op) })),
    ...OPERATORS.map((op) => ({ [op]: planner(work, (job) => prepareBinary(runtime, op, job)) })),
  );
}

const work = ({ outputs: [y] }: Job): number => y!.data.length;

/** The second operand is of the same shape, or one number. Otherwise the loops broadcast. */
function prepareBinary(
  runtime: Runtime,
  op: BinaryName,
  { inputs: [a, b], outputs: [y] }: Job,
): Prepared | null {
  const count = y!.data.length;
  if (a!.data.length !== count) return null;
  if (b!.data.length === 1) return runs(runtime, planBinary(runtime, op, count, { scalar: true }));
  const isSame =
    a!.shape.length === b!.shape.length && a!.shape.every((size, axis) => size === b!.shape[axis]);
  return isSame ? runs(runtime, planBinary(runtime, op, count)) : null;
}
