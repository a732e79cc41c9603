/** The symbols that values are made of: what is known under a name must not lose it to something else. */
import { type Dim, freeSymbols, type Shape } from "@convlens/engine/specs";
import type { Changes } from "../../facts/state.ts";
import type { Value } from "../../facts/values.ts";

/** Calls `found` with each name in what was written, and in what it holds. */
export function symbolsIn(changes: Changes, result: unknown, found: (name: string) => void): void {
  const seen = new Set<unknown>();
  const dims = (list: readonly Dim[]): void => {
    for (const dim of list) if (typeof dim !== "number") for (const name of freeSymbols(dim)) found(name);
  };
  const shape = (value: Shape | undefined): void => {
    if (value) dims(value);
  };
  const look = (content: unknown): void => {
    if (typeof content !== "object" || content === null || seen.has(content)) return;
    seen.add(content);
    if ("elements" in content) for (const element of content.elements as Value[]) look(element);
    if ("rest" in content) look(content.rest);
    if ("count" in content && content.count !== undefined) dims([content.count as Dim]);
    if ("shape" in content) shape(content.shape as Shape);
    if (!("kind" in content)) return;
    const value = content as Value;
    switch (value.kind) {
      case "unknown":
        if (value.free !== undefined) found(value.free);
        for (const field of value.fields?.values() ?? []) look(field);
        break;
      case "size":
        dims([value.dim]);
        break;
      case "ratio":
        dims([value.numerator, value.denominator]);
        break;
      case "tensor":
        shape(value.tensor.shape);
        break;
      case "union":
        value.options.forEach(look);
        break;
      case "object":
        for (const field of value.fields.values()) look(field);
        break;
      case "layer":
        for (const arg of Object.values(value.args))
          if (typeof arg === "object" && arg !== null && "kind" in arg) dims([arg as Dim]);
        break;
    }
  };
  look(result);
  for (const keys of changes.values()) for (const { seen: values } of keys.values()) values.forEach(look);
}
