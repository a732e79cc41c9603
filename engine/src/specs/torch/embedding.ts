/** Embedding: a row of a table for each index. */
import { all, type Dim, ge, lt, mul, sub, symbol } from "../../dims/index.ts";
import { dimOf, int, isList, needInt } from "../arguments.ts";
import { show, torchDocs } from "../layer.ts";
import type { Call, LayerSpec } from "../spec.ts";

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

export const embedding: LayerSpec = {
  name: "Embedding",
  kind: "layer",
  summary: "Looks each index up in a learned table.",
  docs: torchDocs("Embedding"),
  params: [
    needInt("numEmbeddings", "Rows of the table: the number of different indices."),
    needInt("embeddingDim", "Size of a row."),
    int("paddingIdx", "Index whose row stays zero.", { default: null }),
  ],
  check({ args, require }) {
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
    return [input ? [...input, dimOf(args.embeddingDim)] : null];
  },
  parameters: (args) => ({ weight: [dimOf(args.numEmbeddings), dimOf(args.embeddingDim)] }),
  macs: () => 0,
  anyRank: true,
  inputHint: () => [symbol("N"), symbol("L")],
  repr(args) {
    const index = dimOf(args.paddingIdx);
    const row = typeof index === "number" && index < 0 ? sub(dimOf(args.numEmbeddings), -index) : index;
    return `${show(dimOf(args.numEmbeddings))}, ${show(dimOf(args.embeddingDim))}${args.paddingIdx === null ? "" : `, padding_idx=${show(row)}`}`;
  },
};
