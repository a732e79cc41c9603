/**
 * Sizes of models' inputs as a configuration gives them: `[1, 3, 224, 224]` or `"[N, 3, H, W]"` for the first input, or one
 * of these for each parameter of `forward` by its name.
 */
import type { Shape } from "@convlens/engine/specs";
import { parseShape } from "../facts/annotations.ts";

export type Sizes = readonly number[] | string;
export type InputSizes = Sizes | Readonly<Record<string, Sizes>>;

export const FORM =
  '"inputs" maps models to sizes, such as { "Net": [1, 3, 224, 224] } or { "src/net.ts#Net": { "x": "[N, 3, 224, 224]" } }';

/** What is wrong with the sizes of a model, in a few words; undefined where nothing is. */
export function mistakeIn(given: unknown): string | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return mistakeInSizes(given);
  for (const [parameter, sizes] of Object.entries(given)) {
    const mistake = mistakeInSizes(sizes);
    if (mistake !== undefined) return `${parameter} ${mistake}`;
  }
  return undefined;
}

function mistakeInSizes(given: unknown): string | undefined {
  if (typeof given === "string") {
    const { error } = parseShape(given);
    return error && `is ${JSON.stringify(given)}: ${error.message}`;
  }
  return Array.isArray(given) && given.every((size) => Number.isInteger(size) && size >= 0)
    ? undefined
    : `is ${JSON.stringify(given)}`;
}

/** The shape of a parameter; undefined where nothing is said of it. */
export function shapeGiven(
  given: InputSizes | undefined,
  parameter: string | undefined,
  index: number,
): Shape | undefined {
  if (given === undefined) return undefined;
  const whole = typeof given === "string" || Array.isArray(given);
  const sizes = whole ? (index === 0 ? given : undefined) : own(given as object, parameter);
  if (sizes === undefined) return undefined;
  return typeof sizes === "string" ? (parseShape(sizes).shape ?? undefined) : (sizes as readonly number[]);
}

const own = (given: object, name: string | undefined): Sizes | undefined =>
  name !== undefined && Object.hasOwn(given, name) ? (given as Record<string, Sizes>)[name] : undefined;
