/** Whether the window of a convolution can move over its input. */
import { all, any, type Condition, type Dim, decide, ge, le, mul, sub } from "../../dims/index.ts";
import { wordOf } from "../arguments.ts";
import { type Rank, show, spaceNames } from "../layer.ts";
import type { Call, Window } from "../spec.ts";
import { emptySpace, requireSteps } from "./conv-checks.ts";
import { each, span } from "./window.ts";

/** Stride and dilation at least 1, padding not negative (but for the modes that crop). */
export function checkSteps(call: Call, windows: readonly Window[], empty: Condition | undefined): boolean {
  const zeros = wordOf(call.args.paddingMode) === "zeros" && wordOf(call.args.padding) === undefined;
  const orEmpty = (condition: Condition): Condition => (empty ? any(empty, condition) : condition);
  return (
    (!zeros || requireSteps(call, "padding", each(windows, "low"), 0, (c) => c)) &&
    requireSteps(call, "stride", each(windows, "stride"), 1, (c) => c) &&
    requireSteps(call, "dilation", each(windows, "dilation"), 1, orEmpty) &&
    requireSteps(call, "kernelSize", each(windows, "kernel"), 1, orEmpty)
  );
}

/** Axes are not empty, padding fits its mode, and the kernel fits the padded input. */
export function checkSpace(
  call: Call,
  space: readonly Dim[],
  windows: readonly Window[],
  rank: Rank,
  empty: Condition | undefined,
): boolean {
  const { require, args } = call;
  const orEmpty = (condition: Condition): Condition => (empty ? any(empty, condition) : condition);
  const mode = wordOf(args.paddingMode);
  const input = call.inputs[0]!;
  const rooms = space.map((size, i) => sub(size, sub(mul(-1, windows[i]!.low), windows[i]!.high)));
  const spans = windows.map(span);
  const tooLarge = kernelTooLargeText(rooms, spans);
  const early = spans.some((spanned, i) => decide(le(spanned, rooms[i]!)) === false);
  if (
    !require(orEmpty(all(...space.map((size) => ge(size, 1)))), () =>
      emptySpace(input, rank, early ? tooLarge : undefined))
  )
    return false;
  if (wordOf(args.padding) === "same" && mode === "zeros") return true;
  return space.every((_, i) =>
    require(le(spans[i]!, rooms[i]!), () => ({
      code: "kernel-too-large",
      stage: "forward",
      at: { arg: "kernelSize" },
      message: `has a kernel that spans ${show(spans[i]!)} cells, more than the ${show(rooms[i]!)} of the ${spaceNames(rank)[i]} axis (padding included)`,
      runtime: tooLarge,
      exception: "RuntimeError",
      expected: rooms[i]!,
      received: spans[i]!,
    })),
  );
}

const kernelTooLargeText = (rooms: readonly Dim[], spans: readonly Dim[]): string =>
  `Calculated padded input size per channel: (${rooms.map(show).join(" x ")}). Kernel size: (${spans.map(show).join(" x ")}). Kernel size can't be greater than actual input size`;
