/**
 * How a failing call goes on: with the argument at fault mended in the nearest way.
 *
 *   x.transpose(1, 3)                          // [2, 3, 4] has no axis 3: goes on as transpose(1, 2)
 *   new nn.Conv2d(3, 8, 3, { stride: 0 })      // goes on with stride 1
 */
import { type Arg, type Dim, dimOf, isDim, isList, unknown } from "@convlens/engine/specs";
import type { Mend, Mistake, Policy } from "../../facts/policy.ts";
import { permutation } from "../fixes/permutation.ts";

interface Fault extends Mistake {
  readonly arg: string;
  readonly element: number | undefined;
  readonly given: Arg;
}

/** The argument that the problem underlines, as `make` makes it. */
const atFault =
  (make: (fault: Fault) => Arg | undefined): Mend =>
  (mistake) => {
    const { at } = mistake.problem;
    if (at === "call" || !("arg" in at)) return undefined;
    const { arg, element } = at;
    const value = make({ ...mistake, arg, element, given: mistake.args[arg] });
    return value === undefined ? undefined : { args: { ...mistake.args, [arg]: value } };
  };

export const argumentOf = (value: Arg): Mend => atFault(() => value);
export const oneGroup: Mend = ({ args }) => ({ args: { ...args, groups: 1 } });
export const kernelOfOne: Mend = atFault(({ arg }) => (arg === "kernelSize" ? 1 : undefined));
export const firstIndex: Mend = atFault(({ arg }) => (arg === "index" ? 0 : undefined));
export const inputSizes: Mend = atFault(({ input }) => input ?? undefined);
export const firstForAll: Mend = atFault(({ given }) =>
  isList(given) ? (given as readonly Dim[])[0] : undefined,
);
export const wholeNumber: Mend = atFault(({ given }) =>
  typeof given === "number" ? Math.max(1, Math.round(given)) : undefined,
);

const ADDS_AN_AXIS: ReadonlySet<string> = new Set(["unsqueeze", "stack"]);

/** Axes beyond the last are the last; of one named twice only the first is left. */
export const axisInRange: Mend = atFault(({ given, element, input, spec }) => {
  if (!input) return undefined;
  const rank = input.length + Number(ADDS_AN_AXIS.has(spec.name));
  if (!isList(given) || element === undefined) return rank - 1;
  const dims = given as readonly Dim[];
  const axis = dims[element];
  const there = typeof axis === "number" && axis >= -rank && axis < rank;
  return there ? dims.filter((_, i) => i !== element) : dims.with(element, rank - 1);
});

export const everyAxisOnce: Mend = atFault(({ given, input }) =>
  input && isList(given) ? permutation(given as readonly Dim[], input.length) : undefined,
);

/** Sizes of which at most one is -1 and none below. */
export const oneFreeSize: Mend = atFault(({ given, element }) => {
  if (!isList(given) || element === undefined) return undefined;
  const sizes = given as readonly Dim[];
  const others = sizes.filter((size, i) => i !== element && size === -1).length;
  return sizes.with(element, others > 0 ? 1 : -1);
});

/** The input as the layer takes it: its batch, the layer's channels, and what there is of the axes behind them. */
export const inputOfRank: Mend = ({ spec, args, input }) => {
  const hint = spec.inputHint?.(args);
  if (!hint || !input || hint.length === input.length) return undefined;
  const space = input.slice(2).slice(-(hint.length - 2));
  return {
    input: hint.map((size, i) => {
      if (i === 0) return input[0] ?? size;
      if (typeof size === "number") return size;
      return space[i - 2] ?? unknown;
    }),
  };
};

/** The input with the size that the layer expects in the place of the one it got, where there is no doubt which one that is. */
export const expectedSize: NonNullable<Policy["wants"]> = ({ problem, input }) => {
  const { expected: has, received: wanted } = problem;
  if (!input || !isDim(has) || !isDim(wanted)) return null;
  const places = input.flatMap((size, axis) => (size === has ? [axis] : []));
  return places.length === 1 ? input.with(places[0]!, dimOf(wanted)) : null;
};
