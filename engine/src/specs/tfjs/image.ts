/** The axes of images and sequences: where channels stand and what is space. */
import { type Dim, symbol, unknown } from "../../dims/index.ts";
import { ints, word } from "../arguments.ts";
import { spaceNames } from "../layer.ts";
import type { Args, Param, Shape } from "../spec.ts";
import { geometryOf } from "./window.ts";

export type Rank = 1 | 2 | 3;
export const FORMATS = ["channelsLast", "channelsFirst"] as const;

export const dataFormat: Param = word(
  "dataFormat",
  "Whether channels are the last axis or the first one after the batch.",
  { default: "channelsLast", choices: FORMATS },
);
export const strides = (doc = "Step of the window."): Param => ints("strides", doc, { default: 1 });
export const padding: Param = word(
  "padding",
  "“valid”: no padding; “same”: the output is ⌈input / strides⌉.",
  { default: "valid", choices: ["valid", "same", "causal"] },
);

export const channelsFirst = (args: Args): boolean => args.dataFormat === "channelsFirst";

export interface Image {
  readonly channels: Dim;
  readonly space: readonly Dim[];
  with(channels: Dim, space: readonly Dim[]): Dim[];
}

/** Takes [batch, …space, channels] or [batch, channels, …space] apart. */
export function imageOf(args: Args, input: readonly Dim[]): Image {
  const batch = input[0] ?? unknown;
  if (channelsFirst(args)) {
    return {
      channels: input[1] ?? unknown,
      space: input.slice(2),
      with: (channels, space) => [batch, channels, ...space],
    };
  }
  return {
    channels: input.at(-1) ?? unknown,
    space: input.slice(1, -1),
    with: (channels, space) => [batch, ...space, channels],
  };
}

/** [null-free batch N, H, W, C] with free sizes. */
export function imageHint(args: Args, rank: Rank): Shape {
  const space = spaceNames(rank).map((name) => symbol(name));
  return channelsFirst(args) ? [symbol("N"), symbol("C"), ...space] : [symbol("N"), ...space, symbol("C")];
}

/** The window formulas of an image layer over its spatial axes. */
export function imageFormula(
  write: (
    geometry: ReturnType<typeof geometryOf>,
    names: readonly string[],
    input: readonly Dim[],
    output: readonly Dim[],
  ) => string[],
  rank: Rank,
  kernel = "kernelSize",
) {
  return (args: Args, input: readonly Dim[], output: readonly Dim[]): string[] =>
    write(
      geometryOf(args, rank, kernel),
      spaceNames(rank),
      imageOf(args, input).space,
      imageOf(args, output).space,
    );
}
