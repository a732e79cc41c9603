/** Arrays in order. */
import type { ArrayValue, CallSite, Value } from "../../facts/values.ts";
import { asNumber } from "../../facts/vocabulary.ts";
import type { Run } from "../machine/run.ts";
import { apply } from "./array.ts";

/** The elements in order; undefined where a comparison is not decided. */
export function sorted(self: ArrayValue, site: CallSite, run: Run): Value[] | undefined {
  let decided = self.complete;
  const compare = (a: Value, b: Value): number => {
    const verdict = site.args[0] ? asNumber(apply(site.args[0], [a, b], site, run)) : byText(a, b);
    if (verdict === undefined) decided = false;
    return verdict ?? 0;
  };
  const order = [...self.elements].sort(compare);
  return decided ? order : undefined;
}

function byText(a: Value, b: Value): number | undefined {
  if (a.kind !== "const" || b.kind !== "const") return undefined;
  const [x, y] = [String(a.value), String(b.value)];
  return x < y ? -1 : x > y ? 1 : 0;
}
