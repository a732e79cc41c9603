/** What a run will take, from shapes alone, so that a budget is checked before memory is taken. */
import type { Dim } from "../dims/index.ts";
import { infer } from "../specs/run.ts";
import type { Shape } from "../specs/spec.ts";
import { type Op, specArgs, specOf } from "./op.ts";

export interface Cost {
  /** Multiply-accumulate operations, as the spec counts them: 0 for operations that multiply nothing. */
  readonly macs: number;
  /** Inputs, weights and outputs as float32. What only the run itself can tell counts as nothing. */
  readonly bytes: number;
}

/** Never throws: an op that would be refused costs what its declared output does. */
export function costOf(op: Op): Cost {
  const spec = specOf(op);
  if (!spec) return { macs: 0, bytes: 0 };
  const args = specArgs(op.args);
  const lazy = spec.materialize?.(args, op.inputShapes[0] ?? null);
  if (lazy) return costOf({ ...op, ...lazy });
  const { outputs } = infer(spec, args, op.inputShapes, { ...(op.callArgs && { callArgs: op.callArgs }) });
  const weights = [spec.parameters?.(args, op.inputShapes), spec.buffers?.(args)].flatMap((shapes) =>
    Object.values(shapes ?? {}),
  );
  const values = [...op.inputShapes, ...outputs, ...weights].reduce((sum, shape) => sum + valuesOf(shape), 0);
  return { macs: known(spec.macs?.(args, op.inputShapes, outputs)), bytes: 4 * values };
}

const known = (dim: Dim | undefined): number => (typeof dim === "number" && dim > 0 ? dim : 0);
const valuesOf = (shape: Shape): number =>
  shape ? shape.reduce<number>((count, size) => count * known(size), 1) : 0;
