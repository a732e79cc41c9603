/** Names of what nobody knows, as the source calls it where it is written down for a library. */
import type { Value } from "../../facts/values.ts";
import type { Expression, Spread } from "../../syntax/ir.ts";
import { underName } from "../machine/free.ts";
import type { Frame } from "../machine/run.ts";

/**
 * What nobody knows goes on under the name of the member or function that it came from: `[data.features]`,
 * `{ units: this.units }`, `tf.oneHot(labels, numberOfClasses())`.
 */
export function named(value: Value, node: Expression | Spread | undefined, { run }: Frame): Value {
  if (value.kind !== "unknown" || value.free !== undefined || !node) return value;
  const name = nameIn(node);
  return name === undefined ? value : underName(run, value, name);
}

function nameIn(node: Expression | Spread): string | undefined {
  switch (node.kind) {
    case "Identifier":
      return node.name;
    case "Member":
      return node.key.name ?? nameIn(node.object); // `sizes[i]`
    case "Call": {
      const name = nameIn(node.callee);
      if (name === undefined || CONVERTS.has(name)) return node.args[0] && nameIn(node.args[0]);
      return name.replace(/^get([A-Z])/, (_, first: string) => first.toLowerCase());
    }
    case "Logical":
      return nameIn(node.left); // `options.units ?? 64`
    case "Conditional":
      return nameIn(node.consequent) ?? nameIn(node.alternate);
    default:
      return undefined;
  }
}

/** What gives the number that it is given. */
const CONVERTS: ReadonlySet<string> = new Set(["Number", "parseInt", "parseFloat", "floor", "round", "ceil"]);
