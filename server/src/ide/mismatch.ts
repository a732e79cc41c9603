/** Which size of its first input a failing layer does not take: 128 on axis 1 of [N, 128, 7, 7] where it is declared for 64. */
import type { Application } from "../facts/values.ts";

export interface Mismatch {
  readonly axis: number;
  readonly wanted: number;
}

/** Undefined where the layer declares no size that differs. */
export function mismatchOf({ failed, inputs, spec, args }: Application): Mismatch | undefined {
  const given = inputs[0]?.shape;
  const wanted = spec.inputHint?.(args);
  if (!failed || !given || !wanted) return undefined;
  const shift = given.length - wanted.length; // the last axes are the layer's own
  for (const [axis, size] of given.entries()) {
    const own = wanted[axis - shift];
    if (typeof size === "number" && typeof own === "number" && size !== own) return { axis, wanted: own };
  }
  return undefined;
}
