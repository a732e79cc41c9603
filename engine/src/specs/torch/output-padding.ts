/** What a transposed convolution adds at one side of its output, to choose among the sizes that a convolution maps to its input. */
import { all, any, type Condition, type Dim, ge, le, lt, sub } from "../../dims/index.ts";
import { axes, dimOf, isList } from "../arguments.ts";
import { type Rank, type Spatial, show, showShape } from "../layer.ts";
import { list } from "../python.ts";
import type { Call, Window } from "../spec.ts";
import { sized } from "./conv-checks.ts";
import { each, unslide } from "./window.ts";

export function checkOutput(
  call: Call,
  input: Spatial,
  windows: readonly Window[],
  extra: readonly Dim[],
  sizes: readonly Dim[],
  orEmpty: (c: Condition) => Condition,
): void {
  for (const [i, { stride, dilation }] of windows.entries()) {
    const fits = call.require(orEmpty(any(lt(extra[i]!, stride), lt(extra[i]!, dilation))), () => ({
      code: "output-padding",
      stage: "forward",
      at: { arg: "outputPadding" },
      message: `needs an outputPadding smaller than the stride ${show(stride)} or the dilation ${show(dilation)}, not ${show(extra[i]!)}`,
      runtime: `output padding must be smaller than either stride or dilation, but got ${sized("output_padding", extra, 0)} ${sized("stride", each(windows, "stride"))} ${sized("dilation", each(windows, "dilation"))}`,
      exception: "RuntimeError",
      expected: typeof stride === "number" ? stride - 1 : undefined,
      received: extra[i]!,
    }));
    if (!fits) return;
  }
  // an empty batch may give a map of no cells, but not of less
  call.require(all(...sizes.map((size) => all(ge(size, 0), orEmpty(ge(size, 1))))), () => ({
    code: "output-empty",
    stage: "forward",
    at: { arg: "padding" },
    message: `gives an empty map: ${input.space.map(show).join(" × ")} becomes ${sizes.map(show).join(" × ")}`,
    runtime: `Given input size per channel: (${planar(input.space).map(show).join(" x ")}). Calculated output size per channel: (${planar(sizes).map(show).join(" x ")}). Output size is too small`,
    exception: "RuntimeError",
  }));
}

/** PyTorch runs one axis as two. */
export const planar = (values: readonly Dim[]): readonly Dim[] =>
  values.length === 1 ? [1, ...values] : values;

/** The argument, or what the call's `outputSize` asks for. */
export function outputPaddingOf(call: Call, rank: Rank, input: Spatial, windows: readonly Window[]): Dim[] {
  const wanted = call.callArgs?.outputSize;
  if (wanted === undefined || wanted === null) return axes(call, "outputPadding", rank);
  const short = ["stride", "padding", "dilation"].find(
    (name) => rank > 1 && isList(call.args[name]) && call.args[name].length === 1,
  );
  if (short) {
    call.fail({
      code: "tuple-length",
      stage: "forward",
      at: { arg: short },
      message: `takes one ${short} or ${rank} where an outputSize is asked for, not a list of one`,
      runtime: "tuple index out of range",
      exception: "IndexError",
    });
    return new Array<Dim>(rank).fill(0);
  }
  const asked = isList(wanted) ? wanted.map(dimOf) : [dimOf(wanted)];
  const spare = input.batch === undefined ? 1 : 2;
  if (asked.length !== rank && asked.length !== rank + spare) {
    call.fail({
      code: "tuple-length",
      stage: "forward",
      at: "call",
      message: `takes ${rank} or ${rank + spare} sizes as outputSize, not ${asked.length}`,
      runtime: `ConvTranspose${rank}D: for ${rank + spare}D input, output_size must have ${rank} or ${rank + spare} elements (got ${asked.length})`,
      exception: "ValueError",
    });
    return new Array<Dim>(rank).fill(0);
  }
  const sizes = asked.slice(-rank);
  const least = input.space.map((size, i) => unslide(size, windows[i]!, 0));
  const most = least.map((size, i) => sub(size, sub(1, windows[i]!.stride)));
  call.require(all(...sizes.flatMap((size, i) => [le(least[i]!, size), le(size, most[i]!)])), () => ({
    code: "output-padding",
    stage: "forward",
    at: "call",
    message: `can give ${showShape(least)} to ${showShape(most)}, not the outputSize ${showShape(sizes)}`,
    runtime: `requested an output size of ${list(sizes)}, but valid sizes range from ${list(least)} to ${list(most)} (for an input of torch.Size(${list(input.space)}))`,
    exception: "ValueError",
  }));
  return sizes.map((size, i) => sub(size, least[i]!));
}
