/** Which values count as true. */
import { lowerBound } from "@convlens/engine/specs";
import type { Value } from "../../facts/values.ts";

/** Undefined where it is not decided. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case "const":
      return Boolean(value.value);
    case "size":
      return lowerBound(value.dim) > 0 ? true : undefined;
    case "unknown":
    case "ratio":
      return undefined;
    case "union": {
      const verdicts = new Set(value.options.map(truth));
      return verdicts.size === 1 ? [...verdicts][0] : undefined;
    }
    default:
      return true;
  }
}
