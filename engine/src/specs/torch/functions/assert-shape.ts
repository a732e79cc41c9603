/**
 * `assertShape(x, "[N, 3, H, W]")`: a shape that people state, checked when the program runs and by whoever reads it.
 * PyTorch has none; the language is that of annotations.
 */
import {
  type Dim,
  eq,
  freeSymbols,
  isShapeError,
  isUnknown,
  type ParsedShape,
  parseShape,
  substitute,
} from "../../../dims/index.ts";
import { word, wordOf } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { Args, Call, LayerSpec, Problem, Shape } from "../../spec.ts";
import { define } from "./define.ts";

const patternOf = ({ pattern }: Args): ParsedShape | undefined => {
  const parsed = parseShape(wordOf(pattern)?.trim() ?? "[...]");
  return isShapeError(parsed) ? undefined : parsed;
};

export const assertShape: LayerSpec = define(
  "assertShape",
  "The tensor itself, if it has the shape that is stated.",
  [
    word("pattern", "Sizes, names, arithmetic of both, `?` for any size, `...` for any further ones.", {
      required: true,
    }),
  ],
  inferAssertion,
  {
    kernel: "Identity",
    inputHint: (args) => {
      const parsed = patternOf(args);
      return parsed && parsed.rest === undefined ? parsed.dims : null;
    },
  },
);

function inferAssertion(call: Call): Shape {
  const input = call.inputs[0] ?? null;
  const text = wordOf(call.args.pattern);
  if (text === undefined) return input;
  const parsed = parseShape(text.trim());
  if (isShapeError(parsed)) {
    call.fail(
      problem({ arg: "pattern" }, "argument-value", `cannot read the shape ${text}: ${parsed.error}`),
    );
    return input;
  }
  const { dims, rest } = parsed;
  if (!input) return rest === undefined ? dims : null;
  const tail = rest === undefined ? 0 : dims.length - rest;
  if (rest === undefined ? input.length !== dims.length : input.length < dims.length) {
    const count = `${rest === undefined ? "" : "at least "}${dims.length}`;
    call.fail(
      problem(
        { input: 0 },
        "rank",
        `states ${count} axes, ${text}, receives ${input.length}: ${showShape(input)}`,
      ),
    );
    return input;
  }
  const axisOf = (i: number): number => (i < dims.length - tail ? i : input.length - dims.length + i);
  const sizes = sizesOf(dims.map((dim, i): [Dim, Dim] => [dim, input[axisOf(i)]!]));
  for (const [i, dim] of dims.entries()) {
    const found = input[axisOf(i)]!;
    const stated = substitute(dim, sizes);
    // a name that only stands in arithmetic has no size yet: nothing can be said
    if (isUnknown(stated) || freeSymbols(stated).some((name) => !(name in sizes))) continue;
    const fits = call.require(eq(stated, found), () =>
      problem(
        { input: 0 },
        "shape-asserted",
        `states ${text}, receives ${showShape(input)}: axis ${axisOf(i)} is ${show(found)}, not ${show(stated)}`,
      ),
    );
    if (!fits) break;
  }
  return input.map((size, axis) => {
    const i = axis < dims.length - tail ? axis : axis - input.length + dims.length;
    const stated = rest !== undefined && axis >= rest && axis < input.length - tail ? undefined : dims[i];
    return isUnknown(size) && stated !== undefined ? substitute(stated, sizes) : size;
  });
}

/** What each name stands for: the first axis that is nothing but the name tells. */
function sizesOf(pairs: readonly (readonly [Dim, Dim])[]): Record<string, Dim> {
  const sizes: Record<string, Dim> = {};
  for (const [dim, found] of pairs) {
    const [name, ...others] = freeSymbols(dim);
    const alone =
      name !== undefined && others.length === 0 && substitute(dim, { [name]: 1234567 }) === 1234567;
    if (alone && !Object.hasOwn(sizes, name) && !isUnknown(found)) sizes[name] = found;
  }
  return sizes;
}

const problem = (at: Problem["at"], code: Problem["code"], message: string): Problem => ({
  code,
  stage: "forward",
  at,
  message,
  runtime: `assertShape ${message}`,
  exception: "AssertionError",
});
