/** Padding layers and functions. */
import type { Dim } from "../../specs/index.ts";
import { int, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

/** ONNX's words for PyTorch's modes. */
const MODES: Readonly<Record<string, string>> = {
  constant: "constant",
  zeros: "constant",
  reflect: "reflect",
  replicate: "edge",
  circular: "wrap",
};

/** Pads the last axes, in their order, before and after. */
export function mirrored(
  call: ExportCall,
  input: string,
  shape: readonly Dim[],
  before: readonly number[],
  after: readonly number[],
  mode: string,
  value = 0,
): string {
  const word = MODES[mode];
  if (!word) throw call.refuse(`ONNX has no padding mode ${mode}`);
  if (word === "wrap" && call.emit.opset < 19) return wrapped(call, input, shape, before, after);
  const none = new Array<number>(shape.length - before.length).fill(0);
  const pads = call.emit.ints([...none, ...before, ...none, ...after]);
  return call.op("Pad", [input, pads, ...(value === 0 ? [] : [call.emit.scalar(value)])], {
    mode: text(word),
  });
}

/** What Pad does in mode “wrap” since operator set 19: the other end is put before and behind. */
function wrapped(
  call: ExportCall,
  input: string,
  shape: readonly Dim[],
  before: readonly number[],
  after: readonly number[],
): string {
  let value = input;
  for (const [i, low] of before.entries()) {
    const axis = shape.length - before.length + i;
    const high = after[i]!;
    if (low < 0 || high < 0) throw call.refuse("it crops in circular mode, which operator set 17 cannot");
    const cut = (start: number, end: number): string =>
      call.op("Slice", [value, call.emit.ints([start]), call.emit.ints([end]), call.emit.ints([axis])]);
    const parts = [...(low ? [cut(-low, 2 ** 31)] : []), value, ...(high ? [cut(0, high)] : [])];
    if (parts.length > 1) value = call.op("Concat", parts, { axis: int(axis) });
  }
  return value;
}

/** PyTorch's list begins with the last axis: left, right, top, bottom. */
function padding(call: ExportCall, sides: readonly Dim[], mode: string, value: number): string {
  const numbers = call.numbers(sides, "the padding");
  const count = numbers.length / 2;
  const before = Array.from({ length: count }, (_, i) => numbers[2 * (count - 1 - i)]!);
  const after = Array.from({ length: count }, (_, i) => numbers[2 * (count - 1 - i) + 1]!);
  return mirrored(call, call.input, call.shape, before, after, mode, value);
}

const layer =
  (rank: number, mode: string): Exporter =>
  (call) => {
    const given = call.list("padding");
    const sides = given.length === 1 ? new Array<Dim>(2 * rank).fill(given[0]!) : given;
    return [padding(call, sides, mode, call.isGiven("value") ? call.number("value") : 0)];
  };

const NAMES = {
  Zero: "constant",
  Constant: "constant",
  Reflection: "reflect",
  Replication: "replicate",
  Circular: "circular",
};

export const padExporters: Readonly<Record<string, Exporter>> = {
  ...Object.fromEntries(
    Object.entries(NAMES).flatMap(([name, mode]) =>
      [1, 2, 3].map((rank) => [`${name}Pad${rank}d`, layer(rank, mode)]),
    ),
  ),
  pad: (call) => [
    padding(
      call,
      call.list("pad"),
      call.word("mode") || "constant",
      call.isGiven("value") ? call.number("value") : 0,
    ),
  ],
};
