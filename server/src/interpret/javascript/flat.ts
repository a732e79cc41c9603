/** Lists of lists as one: `concat`, `flat`, `flatMap`. */
import { add, type Dim } from "@convlens/engine/specs";
import { perhaps } from "../../facts/aliases.ts";
import { countOf } from "../../facts/join.ts";
import type { ArrayValue, Value } from "../../facts/values.ts";
import { HOLE } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";

/** Lists within lists that `flat(Infinity)` looks for. */
const DEEPEST = 8;

export function flat(elements: readonly Value[], run: Run, complete: boolean): ArrayValue {
  const list: Value[] = [];
  const later: Value[] = []; // behind nobody knows how many
  let count: Dim | undefined = complete ? 0 : undefined;
  let known = true;
  for (const element of elements) {
    const open = element.kind === "unknown" || element.kind === "union";
    const more = element.kind === "array" ? countOf(element) : open ? undefined : 1;
    count = count === undefined || more === undefined ? undefined : add(count, more);
    (known && !open ? list : later).push(...(element.kind === "array" ? element.elements : [element]));
    known &&= element.kind === "array" ? element.complete : !open;
  }
  return run.world.array(list, complete && known, later.length > 0 ? perhaps(later) : undefined, count);
}

/** `list.flat(levels)`. */
export function flattened(list: ArrayValue, levels: number, run: Run): ArrayValue {
  for (let level = 0; level < Math.min(levels, DEEPEST); level++) {
    // places that nobody has written to are left out
    if ([list, ...list.elements].some(mayHaveHoles)) return run.world.array([], false, perhaps(allIn(list)));
    list = flat(list.elements, run, list.complete);
  }
  return list;
}

const mayHaveHoles = (value: Value): boolean => value.kind === "array" && value.elements.includes(HOLE);

/** The elements, and theirs where they are lists. */
export const allIn = ({ elements, rest }: ArrayValue, depth = 0): Value[] =>
  [...elements, ...(rest ? [rest] : [])].flatMap((element) =>
    element.kind === "array" && depth < DEEPEST ? [element, ...allIn(element, depth + 1)] : [element],
  );
