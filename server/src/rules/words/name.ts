/** How a finding calls the layer or function that it speaks of: "Conv2d `conv2`", "cat". */
import type { Subject } from "../../facts/values.ts";

export function nameOf({ spec, layer }: Pick<Subject, "spec" | "layer">): string {
  const name = layer?.name;
  return name === undefined || /^\d+$/.test(name) ? spec.name : `${spec.name} \`${name}\``;
}
