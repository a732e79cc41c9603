/** Multi-head attention as its products, which every runtime has. */
import type { ExportCall, Exporter } from "./export-call.ts";
import { turned } from "./linear.ts";

const attention: Exporter = (call) => {
  const { callArgs } = call.node;
  for (const name of ["addBiasKv", "addZeroAttn"])
    if (call.flag(name)) throw call.refuse(`it is made with ${name}`);
  for (const name of ["attnMask", "keyPaddingMask"])
    if (callArgs[name] !== undefined && callArgs[name] !== null)
      throw call.refuse(`it is called with an ${name}`);
  if (call.shape.length !== 3) throw call.refuse("its input has no batch");
  const [heads, embed] = [call.number("numHeads"), call.number("embedDim")];
  const width = embed / heads;
  const first = call.flag("batchFirst");
  /** [N, heads, L, width] */
  const inHeads = (which: number, scale: number): string => {
    const input = first ? call.node.inputs[which]! : call.transpose(call.node.inputs[which]!, [1, 0, 2]);
    const projected = project(call, input, which, scale);
    return call.transpose(
      call.op("Reshape", [projected, call.emit.ints([0, 0, heads, width])]),
      [0, 2, 1, 3],
    );
  };
  const query = inHeads(0, 1 / Math.sqrt(width));
  const key = call.transpose(inHeads(1, 1), [0, 1, 3, 2]);
  const shares = call.op("Softmax", [call.op("MatMul", [query, key])]);
  const mixed = call.transpose(call.op("MatMul", [shares, inHeads(2, 1)]), [0, 2, 1, 3]);
  const rows = call.op("Reshape", [mixed, call.emit.ints([0, 0, embed])]);
  const output = call.op("MatMul", [rows, matrix(call, "out_proj.weight", embed)]);
  const result = call.has("out_proj.bias") ? call.op("Add", [output, call.weight("out_proj.bias")]) : output;
  const averaged =
    callArgs.averageAttnWeights !== false ? call.reduce("ReduceMean", shares, [1], false) : shares;
  return [
    first ? result : call.transpose(result, [1, 0, 2]),
    ...(call.node.outputShapes.length > 1 ? [averaged] : []),
  ];
};

function matrix(call: ExportCall, name: string, rows: number): string {
  const { data } = call.tensor(name);
  const columns = data.length / rows;
  return call.weight(name, [columns, rows], turned(data, rows, columns), "_transposed");
}

/** One of the three projections, which lie apart or stacked in one tensor; queries are scaled along. */
function project(call: ExportCall, input: string, which: number, scale: number): string {
  const embed = call.number("embedDim");
  const letter = "qkv"[which]!;
  const stackedWeights = call.has("in_proj_weight");
  const { data } = call.tensor(stackedWeights ? "in_proj_weight" : `${letter}_proj_weight`);
  const own = stackedWeights ? data.subarray(which * embed * embed, (which + 1) * embed * embed) : data;
  const columns = own.length / embed;
  const name = `${call.node.weightsName}.${letter}_proj`;
  const weights = turned(own, embed, columns).map((value) => value * scale);
  const product = call.op("MatMul", [input, call.emit.weight(`${name}.weight`, [columns, embed], weights)]);
  if (!call.has("in_proj_bias")) return product;
  const bias = call.tensor("in_proj_bias").data.slice(which * embed, (which + 1) * embed);
  return call.op("Add", [
    product,
    call.emit.weight(
      `${name}.bias`,
      [embed],
      bias.map((value) => value * scale),
    ),
  ]);
}

export const attentionExporters: Readonly<Record<string, Exporter>> = { MultiheadAttention: attention };
