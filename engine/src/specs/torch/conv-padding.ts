/** The padding of convolutions: words, modes, and how far an axis can be mirrored or wrapped. */
import { all, type Dim, ge, gt } from "../../dims/index.ts";
import { axes, axesOf, isList, wordOf } from "../arguments.ts";
import { type Rank, show } from "../layer.ts";
import { list } from "../python.ts";
import type { Args, Call, Window } from "../spec.ts";
import { emptySpace } from "./conv-checks.ts";
import { PADDING_MODES } from "./conv-facts.ts";
import { cellsOf, reflectText, tooFewCells } from "./padding.ts";

export function checkPadding({ args, fail }: Pick<Call, "args" | "fail">, rank: Rank): void {
  const padding = wordOf(args.padding);
  if (padding !== undefined && padding !== "same" && padding !== "valid") {
    fail({
      code: "padding-mode",
      stage: "construct",
      at: { arg: "padding" },
      message: `takes padding "same", "valid" or numbers, not "${padding}"`,
      runtime: `Invalid padding string '${padding}', should be one of {'same', 'valid'}`,
      exception: "ValueError",
    });
  }
  const strides = axesOf(args.stride, rank);
  if (padding === "same" && strides?.some((s) => typeof s === "number" && s !== 1)) {
    fail({
      code: "same-stride",
      stage: "construct",
      at: { arg: "padding" },
      message: `cannot keep the size with padding "same" and stride ${show(strides.find((s) => s !== 1)!)}`,
      runtime: "padding='same' is not supported for strided convolutions",
      exception: "ValueError",
    });
  }
  const mode = wordOf(args.paddingMode);
  if (mode !== undefined && !PADDING_MODES.includes(mode as never)) {
    fail({
      code: "padding-mode",
      stage: "construct",
      at: { arg: "paddingMode" },
      message: `knows the padding modes ${PADDING_MODES.join(", ")}, not "${mode}"`,
      runtime: `padding_mode must be one of {'zeros', 'reflect', 'replicate', 'circular'}, but got padding_mode='${mode}'`,
      exception: "ValueError",
    });
  }
}

/** With a padding mode the sizes go to F.pad, which broadcasts no one-element tuple. */
export function checkPaddingSides(call: Call, rank: Rank): void {
  const { padding, paddingMode } = call.args;
  if (
    rank > 1 &&
    isList(padding) &&
    padding.length === 1 &&
    wordOf(paddingMode) !== "zeros" &&
    wordOf(paddingMode) !== undefined
  ) {
    call.fail({
      code: "tuple-length",
      stage: "forward",
      at: { arg: "padding" },
      message: `takes one padding or ${rank} in ${wordOf(paddingMode)} mode, not a list of one`,
      runtime: NO_SUCH_PADDING,
      exception: "NotImplementedError",
    });
  }
  axes(call, "padding", rank);
}

/** Every mode but zeros goes through F.pad, whose errors come before the convolution's. */
export const padsFirst = (args: Args): boolean => {
  const mode = wordOf(args.paddingMode);
  return mode !== undefined && mode !== "zeros";
};
export const NO_SUCH_PADDING = "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now";

/** Cells are mirrored or wrapped only as far as there are some. */
export function checkMode(
  call: Call,
  space: readonly Dim[],
  windows: readonly Window[],
  rank: Rank,
): boolean {
  const mode = wordOf(call.args.paddingMode)!;
  const input = call.inputs[0]!;
  if (mode !== "circular") {
    const cells = cellsOf(input, rank).map((size) => ge(size, 1));
    const some = call.require(all(...cells), () =>
      emptySpace(
        input,
        rank,
        `Expected ${rank + 1}D or ${rank + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: ${list(input)}`,
      ),
    );
    if (!some) return false;
  }
  if (mode === "replicate") return true;
  // F.pad begins with the last axis
  return [...space.keys()].reverse().every((i) => {
    const size = space[i]!;
    const { low: before, high: after } = windows[i]!;
    return call.require(mode === "reflect" ? gt(size, after) : ge(size, after), () => ({
      code: "padding-mode",
      stage: "forward",
      at: { arg: "padding" },
      message: tooFewCells(mode, after, size, input.length === rank + 1 ? input : undefined),
      runtime:
        mode === "circular"
          ? "Padding value causes wrapping around more than once."
          : reflectText(before, after, rank - 1 - i, rank, input),
      exception: "RuntimeError",
    }));
  });
}
