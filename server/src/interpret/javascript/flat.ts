/** Lists of lists as one: `concat`, `flat`, `flatMap`. */
import { add, type Dim } from "@convlens/engine/specs";
import { countOf } from "../../facts/join.ts";
import type { ArrayValue, Value } from "../../facts/values.ts";
import { HOLE } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";

/** Lists within lists that `flat(Infinity)` looks for. */
const DEEPEST = 8;

export function flat(elements: readonly Value[], run: Run, complete: boolean): ArrayValue {
  const list: Value[] = [];
  let count: Dim | undefined = complete ? 0 : undefined;
  for (const element of elements) {
    const open = element.kind === "unknown" || element.kind === "union";
    const more = element.kind === "array" ? countOf(element) : open ? undefined : 1;
    count = count === undefined || more === undefined ? undefined : add(count, more);
    if (element.kind === "array") list.push(...element.elements);
    else if (!open) list.push(element);
    complete &&= element.kind === "array" ? element.complete : !open;
  }
  return run.world.array(list, complete, undefined, count);
}

/** `list.flat(levels)`. */
export function flattened(list: ArrayValue, levels: number, run: Run): ArrayValue {
  for (let level = 0; level < Math.min(levels, DEEPEST); level++) {
    // places that nobody has written to are left out
    if ([list, ...list.elements].some(mayHaveHoles)) return run.world.array([], false);
    list = flat(list.elements, run, list.complete);
  }
  return list;
}

const mayHaveHoles = (value: Value): boolean => value.kind === "array" && value.elements.includes(HOLE);
