/** einsum: sums of products over the letters of an equation. */
import { type Dim, eq, product, unknown } from "../../../dims/index.ts";
import { show } from "../../layer.ts";
import type { Call, LayerSpec, Shape } from "../../spec.ts";
import { joined } from "../text.ts";
import { operationProblem } from "./define.ts";

/** One product for each combination of the letters. */
export const einsumMacs: LayerSpec["macs"] = ({ equation }, inputs) => {
  const left = typeof equation === "string" ? equation.replaceAll(" ", "").split("->")[0]!.split(",") : [];
  const sizes = new Map(
    left.flatMap((letters, i) =>
      [...letters].map((letter, axis): [string, Dim] => [letter, inputs[i]?.[axis] ?? unknown]),
    ),
  );
  return sizes.size > 0 ? product([...sizes.values()]) : unknown;
};

/** "bij,bjk->bik" */
export function inferEinsum(call: Call): readonly Shape[] {
  const equation = call.args.equation;
  if (typeof equation === "string" && (!equation.includes("->") || equation.includes("..."))) {
    call.fail(
      operationProblem(
        "einsum",
        { arg: "equation" },
        equation.includes("...") ? 'has no "..." in TensorFlow.js' : 'needs "->" and the axes of the result',
        equation.includes("...")
          ? 'The ellipsis notation ("...") is not supported yet.'
          : "Equations without an arrow are not supported.",
      ),
    );
    return [null];
  }
  const [left, right] = typeof equation === "string" ? equation.replaceAll(" ", "").split("->") : [];
  if (!left || right === undefined) return [null];
  const sizes = new Map<string, Dim>();
  for (const [i, letters] of left.split(",").entries()) {
    const shape = call.inputs[i];
    if (!shape || shape.length !== letters.length) return [null];
    for (const [axis, letter] of [...letters].entries()) {
      const known = sizes.get(letter);
      const size = shape[axis]!;
      if (known !== undefined) {
        call.require(eq(known, size), () =>
          operationProblem(
            "einsum",
            { input: i, axis },
            `gives "${letter}" the sizes ${show(known)} and ${show(size)}`,
            `Expected dimension ${show(known)} at axis ${axis} of input shaped [${joined(shape)}], but got dimension ${show(size)}`,
          ),
        );
      } else sizes.set(letter, size);
    }
  }
  return [[...right].map((letter) => sizes.get(letter)!)];
}
