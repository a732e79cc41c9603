/** Values picked by their places or their order, and sums of products along named axes. */
import type { Dim } from "../../specs/index.ts";
import { int, text } from "../format/write.ts";
import type { ExportCall, Exporter } from "./export-call.ts";

/** The first `count` values of an axis in order, and where they were, as numbers. */
function ordered(call: ExportCall, count: Dim, largest: boolean, sorted = true): [string, string] {
  const [values, places] = call.ops(
    "TopK",
    [call.input, call.sizes([count])],
    { axis: int(call.axis("dim")), largest: int(Number(largest)), sorted: int(Number(sorted)) },
    2,
  );
  return [values!, call.op("Cast", [places!], { to: int(1) })];
}

const topk: Exporter = (call) => ordered(call, call.list("k")[0]!, call.flag("largest"), call.flag("sorted"));

const sort: Exporter = (call) => ordered(call, call.shape[call.axis("dim")]!, call.flag("descending"));

const argsort: Exporter = (call) => [sort(call)[1]!];

const gather: Exporter = (call) => {
  const [input, index] = call.node.inputs;
  const places = call.emit.wholes.has(index!) ? index! : call.op("Cast", [index!], { to: int(7) });
  return [call.op("GatherElements", [input!, places], { axis: int(call.axis("dim")) })];
};

const where: Exporter = (call) => {
  const [condition, a, b] = call.node.inputs;
  if (b === undefined) throw call.refuse("one of its values is no tensor");
  const isZero = call.op("Equal", [condition!, call.emit.scalar(0)]);
  return [call.op("Where", [isZero, b, a!])];
};

const einsum: Exporter = (call) => [
  call.op("Einsum", call.node.inputs, { equation: text(call.word("equation")) }),
];

export const pickExporters: Readonly<Record<string, Exporter>> = {
  topk,
  sort,
  argsort,
  gather,
  where,
  einsum,
};
