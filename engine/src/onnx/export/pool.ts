/** Poolings with a window, and adaptive ones, axis by axis. */
import type { Dim } from "../../specs/index.ts";
import { int, ints } from "../format/write.ts";
import { batched } from "./conv.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

const pool =
  (kind: "Max" | "Average", rank: number): Exporter =>
  (call) => {
    if (kind === "Max" && call.flag("returnIndices"))
      throw call.refuse("ONNX counts the places of maxima over the whole tensor, PyTorch within a map");
    const { kernel, stride, dilation, pads } = call.windows(rank);
    const ceil = call.flag("ceilMode");
    const divisor =
      kind === "Average" && call.isGiven("divisorOverride") ? call.number("divisorOverride") : undefined;
    if (divisor !== undefined && ceil)
      throw call.refuse("a divisorOverride together with ceilMode has no form in ONNX");
    const counts = divisor !== undefined || call.flag("countIncludePad");
    return [
      batched(call, rank, (input) => {
        const pooled = call.op(`${kind}Pool`, [input], {
          kernel_shape: ints(kernel),
          strides: ints(stride),
          pads: ints(pads),
          ceil_mode: int(Number(ceil)),
          ...(kind === "Max" ? { dilations: ints(dilation) } : { count_include_pad: int(Number(counts)) }),
        });
        if (divisor === undefined) return pooled;
        const cells = kernel.reduce((a, b) => a * b, 1);
        return call.op("Mul", [pooled, call.emit.scalar(cells / divisor)]);
      }),
    ];
  };

/** Every output cell is the mean (or the largest) of cells ⌊i·n/m⌋ to ⌈(i+1)·n/m⌉ of each axis. */
const adaptive =
  (kind: "Max" | "Average", rank: number): Exporter =>
  (call) => {
    if (kind === "Max" && call.flag("returnIndices")) throw call.refuse("it gives the places of the maxima");
    const out = call.outputShape.slice(-rank);
    return [
      batched(call, rank, (input, shape) => {
        const space = shape.slice(2);
        if (out.every((size) => size === 1)) return call.op(`Global${kind}Pool`, [input]);
        const kernel = space.map((size, i) => evenPart(size, out[i]!));
        if (kernel.every((size) => size !== undefined))
          return call.op(`${kind}Pool`, [input], { kernel_shape: ints(kernel), strides: ints(kernel) });
        return space.reduce<string>(
          (value, size, i) => alongAxis(call, kind, value, i + 2, rank + 2, size, out[i]!),
          input,
        );
      }),
    ];
  };

const evenPart = (size: Dim, parts: Dim): number | undefined =>
  typeof size === "number" && typeof parts === "number" && size % parts === 0 ? size / parts : undefined;

function alongAxis(
  call: ExportCall,
  kind: "Max" | "Average",
  value: string,
  axis: number,
  rank: number,
  size: Dim,
  out: Dim,
): string {
  if (size === out) return value;
  if (out === 1) return call.reduce(kind === "Max" ? "ReduceMax" : "ReduceMean", value, [axis], true);
  const [from, to] = call.numbers([size, out], "the size of its input") as [number, number];
  const ends = Array.from(
    { length: to },
    (_, i) => [Math.floor((i * from) / to), Math.ceil(((i + 1) * from) / to)] as const,
  );
  if (kind === "Max") {
    const parts = ends.map(([start, end]) => {
      const cut = call.op("Slice", [
        value,
        call.emit.ints([start]),
        call.emit.ints([end]),
        call.emit.ints([axis]),
      ]);
      return call.reduce("ReduceMax", cut, [axis], true);
    });
    return call.op("Concat", parts, { axis: int(axis) });
  }
  const matrix = new Float32Array(from * to);
  for (const [i, [start, end]] of ends.entries())
    for (let j = start; j < end; j++) matrix[j * to + i] = 1 / (end - start);
  const weights = call.emit.weight(`constant_means_${from}_of_${to}`, [from, to], matrix);
  const swap = Array.from({ length: rank }, (_, i) => i);
  [swap[axis], swap[rank - 1]] = [rank - 1, axis];
  const last = axis === rank - 1;
  const means = call.op("MatMul", [last ? value : call.transpose(value, swap), weights]);
  return last ? means : call.transpose(means, swap);
}

export const poolExporters: Readonly<Record<string, Exporter>> = Object.fromEntries(
  [1, 2, 3].flatMap((rank): [string, Exporter][] => [
    [`MaxPool${rank}d`, pool("Max", rank)],
    [`AvgPool${rank}d`, pool("Average", rank)],
    [`AdaptiveMaxPool${rank}d`, adaptive("Max", rank)],
    [`AdaptiveAvgPool${rank}d`, adaptive("Average", rank)],
  ]),
);
