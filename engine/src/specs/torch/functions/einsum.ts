/**
 * `einsum("bij,bjk->bik", a, b)`: sums of products along named axes.
 * https://pytorch.org/docs/stable/generated/torch.einsum.html
 */
import { any, type Dim, eq, product, unknown } from "../../../dims/index.ts";
import { word, wordOf } from "../../arguments.ts";
import { show, showShape } from "../../layer.ts";
import type { At, Call, LayerSpec, Problem, Shape } from "../../spec.ts";
import { broadcastSize } from "../broadcast.ts";
import { define } from "./define.ts";

export interface Equation {
  /** The axes of each operand, a letter each. */
  readonly operands: readonly string[];
  readonly result: string;
}

/** Where no result is written it has the letters that stand once, in alphabetical order. */
export function equationOf(text: string): Equation {
  const [left = "", right] = text.replaceAll(" ", "").split("->");
  const letters = left.replaceAll(",", "");
  const once = [...new Set(letters)].filter(
    (letter) => letters.indexOf(letter) === letters.lastIndexOf(letter),
  );
  return { operands: left.split(","), result: right ?? once.sort().join("") };
}

const problem = (at: At, message: string, runtime: string): Problem => ({
  code: "einsum",
  stage: "forward",
  at,
  message,
  runtime: `einsum(): ${runtime}`,
  exception: "RuntimeError",
});

function inferEinsum(call: Call): Shape {
  const text = wordOf(call.args.equation);
  // an ellipsis stands for axes that nothing names: they are not followed
  if (text === undefined || text.includes("...")) return null;
  const equation = equationOf(text);
  const wrong = mistakeIn(equation, text, call.inputs.length);
  if (wrong) {
    call.fail(wrong);
    return null;
  }
  const sizes = sizesOf(equation, call);
  return sizes && [...equation.result].map((letter) => sizes.get(letter)!);
}

function mistakeIn({ operands, result }: Equation, text: string, count: number): Problem | undefined {
  const at = { arg: "equation" };
  const other = /[^a-zA-Z,\s]/.exec(text.replace("->", ""));
  if (other)
    return problem(
      at,
      `names axes by letters, not by ${other[0]}`,
      `invalid subscript given at index ${text.indexOf(other[0])} in the equation string, subscripts must be in [a-zA-Z]`,
    );
  if (operands.length !== count)
    return problem(
      "call",
      `has axes of ${operands.length} operands and receives ${count}`,
      operands.length < count
        ? "more operands were provided than specified in the equation"
        : "fewer operands were provided than specified in the equation",
    );
  for (const [i, letter] of [...result].entries()) {
    if (result.indexOf(letter) !== i)
      return problem(
        at,
        `names "${letter}" twice in its result`,
        `output subscript ${letter} appears more than once in the output`,
      );
    if (!operands.some((letters) => letters.includes(letter)))
      return problem(
        at,
        `has an axis "${letter}" in its result that no operand has`,
        `output subscript ${letter} does not appear in the equation for any input operand`,
      );
  }
  return undefined;
}

/** The size of each letter; undefined where an operand's are not known, or do not fit. */
function sizesOf({ operands }: Equation, call: Call): ReadonlyMap<string, Dim> | null {
  const sizes = new Map<string, Dim>();
  for (const [i, letters] of operands.entries()) {
    const shape = call.inputs[i];
    if (!shape) return null;
    if (shape.length !== letters.length) {
      call.fail(
        problem(
          { input: i },
          `names ${letters.length} axes, "${letters}", of ${showShape(shape)}`,
          `the number of subscripts in the equation (${letters.length}) ${letters.length > shape.length ? "is more than" : "does not match"} the number of dimensions (${shape.length}) for operand ${i}${letters.length > shape.length ? "" : " and no ellipsis was given"}`,
        ),
      );
      return null;
    }
    const own = new Map<string, Dim>();
    for (const [axis, letter] of [...letters].entries()) {
      const size = shape[axis]!;
      const [known, mine] = [sizes.get(letter), own.get(letter)];
      const fine =
        mine !== undefined
          ? call.require(eq(mine, size), () => twice(letter, mine, size, i, axis))
          : known === undefined ||
            call.require(any(eq(known, size), eq(known, 1), eq(size, 1)), () =>
              differing(letter, known, size, i, axis),
            );
      if (!fine) return null;
      own.set(letter, size);
    }
    for (const [letter, size] of own) {
      const known = sizes.get(letter);
      sizes.set(letter, known === undefined ? size : broadcastSize(known, size));
    }
  }
  return sizes;
}

const twice = (letter: string, mine: Dim, size: Dim, input: number, axis: number): Problem =>
  problem(
    { input, axis },
    `gives "${letter}" the sizes ${show(mine)} and ${show(size)} in one operand`,
    `subscript ${letter} is repeated for operand ${input} but the sizes don't match, ${show(size)} != ${show(mine)}`,
  );

const differing = (letter: string, known: Dim, size: Dim, input: number, axis: number): Problem =>
  problem(
    { input, axis },
    `gives "${letter}" the sizes ${show(known)} and ${show(size)}`,
    `operands do not broadcast with remapped shapes [original->remapped]: subscript ${letter} has size ${show(size)} for operand ${input} which does not broadcast with previously seen size ${show(known)}`,
  );

export const einsum: LayerSpec = define(
  "einsum",
  "Sums of products along named axes.",
  [word("equation", "Such as “bij,bjk->bik”: a letter for each axis.", { required: true })],
  inferEinsum,
  {
    inputs: ["..."],
    macs({ equation }, inputs) {
      const text = wordOf(equation);
      if (text === undefined || text.includes("...")) return unknown;
      const sizes = new Map<string, Dim>();
      for (const [i, letters] of equationOf(text).operands.entries())
        for (const [axis, letter] of [...letters].entries()) {
          const size = inputs[i]?.[axis] ?? unknown;
          if (sizes.get(letter) === undefined || sizes.get(letter) === 1) sizes.set(letter, size);
        }
      return product([...sizes.values()]);
    },
  },
);
