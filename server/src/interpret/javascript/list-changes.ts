/** Lists that are not changed like others: frozen ones, and the shape that a tensor has. */
import type { ArrayValue, Value } from "../../facts/values.ts";
import { UNKNOWN } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";
import { builtin } from "./namespace.ts";

/** Methods that change the list itself. */
export const CHANGING: ReadonlySet<string> = new Set(
  "push unshift pop shift splice reverse sort fill copyWithin".split(" "),
);

/** `x.shape.reverse()`: the list is the tensor's own, which nobody can compute with from here on. */
export function spoilShape({ shapeOf }: ArrayValue, run: Run): void {
  if (shapeOf) run.state.settle(shapeOf, { shape: null, open: false, assumed: false, uncertain: true });
}

/** What changes a frozen list throws. */
export const changeFrozen = (array: ArrayValue, name: string, run: Run): Value =>
  builtin(name, () => {
    run.risks++;
    if (array.frozen === "perhaps") run.state.scramble(array, [UNKNOWN]);
    return UNKNOWN;
  });
