/**
 * Sizes that several inputs share by name: `ids [batch, seq]` and `mask [batch, seq]`. No runtime checks them; what does
 * not agree fails inside of the model, or is broadcast without a word.
 */
import { type Dim, prettyShape, type Shape } from "@convlens/engine/specs";
import type { Problem } from "../../facts/problem.ts";
import type { ModelInput } from "../../model-files/index.ts";
import { differs } from "./feed.ts";

export interface Fed {
  readonly input: ModelInput;
  readonly shape: Shape;
}

/** A warning for each input that gives a name another size than the inputs before it. */
export function symbolProblems(
  feeds: readonly Fed[],
): { readonly input: ModelInput; readonly problem: Problem }[] {
  const sizes = new Map<string, { readonly size: Dim; readonly input: string }>();
  const found: { input: ModelInput; problem: Problem }[] = [];
  for (const { input, shape } of feeds) {
    // nothing is in an empty tensor that could be combined with others
    if (!shape || shape.length !== input.dims?.length || shape.includes(0)) continue;
    const clash = input.dims
      .map((name, axis) => ({ name, size: shape[axis]! }))
      .find(({ name, size }) => {
        const before = typeof name === "string" && isChosen(name) ? sizes.get(name) : undefined;
        return before && differs(before.size, size);
      });
    if (clash) {
      const before = sizes.get(clash.name as string)!;
      const text = (dim: Dim): string => prettyShape([dim]).slice(1, -1);
      found.push({
        input,
        problem: {
          code: "model-input-symbol",
          severity: "warning",
          stage: "forward",
          at: { arg: input.name },
          message: `takes as many as \`${before.input}\` for ${clash.name}: ${text(before.size)} there, ${text(clash.size)} here`,
          expected: before.size,
          received: clash.size,
        },
      });
    }
    for (const [axis, name] of input.dims.entries())
      if (typeof name === "string" && !sizes.has(name))
        sizes.set(name, { size: shape[axis]!, input: input.name });
  }
  return found;
}

/** Exporters that number what they do not know give equal names by accident. */
const isChosen = (name: string): boolean =>
  /[A-Za-z]{2}/.test(name) &&
  !/^(unk|dim|dynamic|symbol|n_?a|none|s)_*\d*$|__\d+$|_dim_\d+$|^\W|\?/i.test(name);
