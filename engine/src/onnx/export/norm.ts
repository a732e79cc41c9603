/** Normalisations, as a trained model uses them. */
import { float, int } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

const epsilon = (call: ExportCall) => ({ epsilon: float(call.number("eps")) });
const scaleOf = (call: ExportCall, count: number): [string, string] =>
  call.has("weight")
    ? [call.weight("weight"), call.has("bias") ? call.weight("bias") : call.filled(count, 0)]
    : [call.filled(count, 1), call.filled(count, 0)];

const channelsOf = (call: ExportCall): number => call.numbers([call.shape[1]!], "its number of channels")[0]!;

/** With the statistics of the training. */
const batchNorm: Exporter = (call) => {
  if (!call.has("running_mean"))
    throw call.refuse("it keeps no running statistics and would take those of each batch");
  const [scale, bias] = scaleOf(call, call.tensor("running_mean").shape[0]!);
  const statistics = [call.weight("running_mean"), call.weight("running_var")];
  return [call.op("BatchNormalization", [call.input, scale, bias, ...statistics], epsilon(call))];
};

const instanceNorm =
  (rank: number): Exporter =>
  (call) => {
    if (call.has("running_mean")) return batchNorm(call);
    if (call.shape.length !== rank + 2) throw call.refuse("its input has no batch");
    const [scale, bias] = scaleOf(call, channelsOf(call));
    return [call.op("InstanceNormalization", [call.input, scale, bias], epsilon(call))];
  };

const layerNorm: Exporter = (call) => {
  const shape = call.numbers(call.list("normalizedShape"), "normalizedShape");
  const count = shape.reduce((a, b) => a * b, 1);
  const ones = (value: number): string => call.emit.floats(new Array<number>(count).fill(value), shape);
  return [
    call.op(
      "LayerNormalization",
      [
        call.input,
        call.has("weight") ? call.weight("weight") : ones(1),
        ...(call.has("bias") ? [call.weight("bias")] : []),
      ],
      { ...epsilon(call), axis: int(-shape.length) },
    ),
  ];
};

/** Of operators that every set has. */
const rmsNorm: Exporter = (call) => {
  const shape = call.numbers(call.list("normalizedShape"), "normalizedShape");
  const axes = shape.map((_, axis) => axis - shape.length);
  const squares = call.op("Mul", [call.input, call.input]);
  const eps = call.isGiven("eps") ? call.number("eps") : 2 ** -23;
  const mean = call.op("Add", [call.reduce("ReduceMean", squares, axes, true), call.emit.scalar(eps)]);
  const value = call.op("Div", [call.input, call.op("Sqrt", [mean])]);
  return [call.has("weight") ? call.op("Mul", [value, call.weight("weight")]) : value];
};

/** One operator since set 21; before, and for inputs without maps, the groups are instances of their own. */
const groupNorm: Exporter = (call) => {
  const groups = call.number("numGroups");
  const channels = channelsOf(call);
  const rank = call.shape.length;
  if (call.emit.opset >= 21 && rank > 2) {
    const [scale, bias] = scaleOf(call, channels);
    return [
      call.op("GroupNormalization", [call.input, scale, bias], { ...epsilon(call), num_groups: int(groups) }),
    ];
  }
  const rows = call.op("Reshape", [call.input, call.emit.ints([0, groups, -1])]);
  const normal = call.op(
    "InstanceNormalization",
    [rows, call.filled(groups, 1), call.filled(groups, 0)],
    epsilon(call),
  );
  const value = call.op("Reshape", [normal, call.op("Shape", [call.input])]);
  if (!call.has("weight")) return [value];
  const dims = [channels, ...new Array<number>(rank - 2).fill(1)];
  return [call.op("Add", [call.op("Mul", [value, call.weight("weight", dims)]), call.weight("bias", dims)])];
};

export const normExporters: Readonly<Record<string, Exporter>> = {
  ...Object.fromEntries(
    [1, 2, 3].flatMap((rank): [string, Exporter][] => [
      [`BatchNorm${rank}d`, batchNorm],
      [`InstanceNorm${rank}d`, instanceNorm(rank)],
    ]),
  ),
  LayerNorm: layerNorm,
  RMSNorm: rmsNorm,
  GroupNorm: groupNorm,
};
