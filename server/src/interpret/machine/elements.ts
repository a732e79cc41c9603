/** What is in a value, one by one, as loops, spreads and patterns ask for it. */
import { anyMember } from "../../facts/aliases.ts";
import type { ArrayValue, CallSite, Value } from "../../facts/values.ts";
import { ELEMENTS, HOLE, UNDEFINED } from "../../facts/vocabulary.ts";

/** What is read where nothing was put. */
export const filled = (element: Value): Value => (element === HOLE ? UNDEFINED : element);

/** Undefined where nothing is known of it. */
export function elementsOf(value: Value, site: CallSite): ArrayValue | undefined {
  const { world } = site;
  if (value.kind === "array")
    return value.elements.includes(HOLE)
      ? world.array(value.elements.map(filled), value.complete, value.rest, value.count)
      : value;
  if (value.kind === "unknown" && value.aliases) return world.array([], false, anyMember(value));
  const list = world.call(world.get(value, ELEMENTS, site), [], { ...site, self: value });
  return list.kind === "array" ? list : undefined;
}
