/** Embedding: a row of a table for each index. */
import { all, type Dim, ge, lt, mul, sub, symbol } from "../../dims/index.ts";
import { bool, dimOf, flagOf, int, isList, needInt, needTensor, number } from "../arguments.ts";
import { show, torchDocs } from "../layer.ts";
import { float, list } from "../python.ts";
import type { Call, LayerSpec, Param } from "../spec.ts";

/** Indices whose values are known to whoever asks, as `callArgs.indexRange`: the smallest and the largest. */
function checkIndices({ callArgs, require }: Call, rows: Dim): void {
  const range = callArgs?.indexRange;
  if (!isList(range)) return;
  const [least, most] = range.map(dimOf) as [Dim, Dim];
  const wrong = typeof least === "number" && least < 0 ? least : most;
  require(all(ge(least, 0), lt(most, rows)), () => ({
    code: "embedding-index",
    stage: "forward",
    at: { input: 0 },
    message: `has ${show(rows)} rows, and no row ${show(wrong)}`,
    runtime: "index out of range in self",
    exception: "IndexError",
  }));
}

const lookup: readonly Param[] = [
  int("paddingIdx", "Index whose row stays zero.", { default: null }),
  number("maxNorm", "Rows of a larger norm are scaled down to it when they are looked up.", {
    default: null,
  }),
  number("normType", "The p of that norm.", { default: 2 }),
  bool("scaleGradByFreq", "Scales gradients by how often an index occurs.", { default: false }),
  bool("sparse", "Gives sparse gradients.", { default: false }),
];

export const embedding: LayerSpec = {
  name: "Embedding",
  kind: "layer",
  summary: "Looks each index up in a learned table.",
  docs: torchDocs("Embedding"),
  params: [
    needInt("numEmbeddings", "Rows of the table: the number of different indices."),
    needInt("embeddingDim", "Size of a row."),
    ...lookup,
  ],
  initial: "normal",
  functional: {
    name: "embedding",
    params: [needTensor("weight", "The table: [rows, size of a row]."), ...lookup],
    behind: { numEmbeddings: "weight", embeddingDim: "weight" },
    layer(given) {
      const weight = given.ranked("weight", 2);
      if (!weight) return undefined;
      const { weight: _, ...rest } = given.args;
      return { args: { numEmbeddings: weight[0]!, embeddingDim: weight[1]!, ...rest } };
    },
  },
  check({ args, require }) {
    const table = [dimOf(args.numEmbeddings), dimOf(args.embeddingDim)];
    const names = ["numEmbeddings", "embeddingDim"];
    for (const [i, size] of table.entries()) {
      const fine = require(ge(size, 0), () => ({
        code: "argument-negative",
        stage: "construct",
        at: { arg: names[i]! },
        message: `cannot have ${names[i]} ${show(size)}: sizes are not negative`,
        runtime: `Trying to create tensor with negative dimension ${show(size)}: ${list(table)}`,
        exception: "RuntimeError",
      }));
      if (!fine) return;
    }
    if (args.paddingIdx === null) return;
    const index = dimOf(args.paddingIdx);
    const rows = dimOf(args.numEmbeddings);
    require(all(ge(index, mul(-1, rows)), lt(index, rows)), () => ({
      code: "embedding-index",
      stage: "construct",
      at: { arg: "paddingIdx" },
      message: `has ${show(rows)} rows, and no row ${show(index)}`,
      runtime: "Padding_idx must be within num_embeddings",
      exception: "AssertionError",
    }));
  },
  infer(call) {
    const {
      inputs: [input],
      args,
    } = call;
    checkIndices(call, dimOf(args.numEmbeddings));
    if (args.numEmbeddings === 0 && input && !input.includes(0))
      call.fail({
        code: "embedding-index",
        stage: "forward",
        at: { arg: "numEmbeddings" },
        message: "has no rows to look up",
        runtime: "index_select(): self indexing axis dim should be positive",
        exception: "RuntimeError",
      });
    return [input ? [...input, dimOf(args.embeddingDim)] : null];
  },
  parameters: (args) => ({ weight: [dimOf(args.numEmbeddings), dimOf(args.embeddingDim)] }),
  macs: () => 0,
  anyRank: true,
  inputHint: () => [symbol("N"), symbol("L")],
  repr(args) {
    const index = dimOf(args.paddingIdx);
    const row = typeof index === "number" && index < 0 ? sub(dimOf(args.numEmbeddings), -index) : index;
    const parts = [show(dimOf(args.numEmbeddings)), show(dimOf(args.embeddingDim))];
    if (args.paddingIdx !== null) parts.push(`padding_idx=${show(row)}`);
    if (args.maxNorm !== null) parts.push(`max_norm=${float(args.maxNorm)}`);
    if (args.normType !== 2) parts.push(`norm_type=${float(args.normType)}`);
    if (flagOf(args.scaleGradByFreq)) parts.push("scale_grad_by_freq=True");
    if (flagOf(args.sparse)) parts.push("sparse=True");
    return parts.join(", ");
  },
};
