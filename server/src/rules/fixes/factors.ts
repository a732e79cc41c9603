/** Counts that the source writes as a product stay one: `16 * 5 * 5` becomes `16 * 4 * 4`, not 256. */
import { type Dim, product, type Shape } from "@convlens/engine/specs";
import type { Fix } from "../../facts/analysis.ts";
import type { Tensor } from "../../facts/values.ts";
import type { Read } from "./edit.ts";

/** The fix with its one number as the product of the trailing sizes of `shape`, where the source has a product there. */
export function asProduct(fix: Fix, value: number, shape: Shape, read: Read): Fix {
  const [edit] = fix.edits;
  const sizes = shape && trailing(shape, value);
  if (!edit || fix.edits.length !== 1 || !sizes || !read(edit.span)?.includes("*")) return fix;
  const text = sizes.join(" * ");
  return {
    ...fix,
    title: fix.title.replace(` to ${value}`, ` to ${text}`),
    edits: [{ ...edit, newText: text }],
  };
}

/** The sizes that a flattened axis was made of; null where nobody flattened it. */
export function flattenedFrom({ producer }: Tensor): Shape {
  return producer && /^(flatten|Flatten|view|reshape)$/.test(producer.op)
    ? (producer.inputs[0]?.shape ?? null)
    : null;
}

/** The last sizes whose product is the value; undefined where there are none, or only one. */
function trailing(shape: readonly Dim[], value: number): readonly Dim[] | undefined {
  for (let from = 0; from < shape.length - 1; from++) {
    const sizes = shape.slice(from);
    if (product(sizes) !== value || !sizes.every((size) => typeof size === "number")) continue;
    const factors = sizes.filter((size) => size !== 1);
    return factors.length > 1 ? factors : undefined;
  }
  return undefined;
}
