/** What every backend shares of multi-head attention: softmax(q·kᵀ / √d + masks)·v in each head, between learned projections. */

import { generator } from "../random/generator.ts";
import type { Cells, Job } from "./job.ts";

type Rows = Float32Array | Float64Array;
/** Rows of features times one of the layer's matrices, its bias added: of queries, keys, values, or of what comes out. */
export type Project = (which: Projection, rows: Rows) => Rows;
export type Projection = "query" | "key" | "value" | "output";

/** All between the projections, and who does those. Outputs are zeros, to be filled. */
export function attend(job: Job, project: Project): void {
  const { args, inputs, outputs } = job;
  const [query, key, value] = inputs as [Cells, Cells, Cells];
  const embed = args.embedDim as number;
  const heads = args.numHeads as number;
  const batched = query.shape.length === 3;
  const first = args.batchFirst === true;
  const batch = batched ? query.shape[first ? 0 : 1]! : 1;
  const lengthOf = ({ shape }: Cells): number => (batched ? shape[first ? 1 : 0]! : shape[0]!);
  const [targets, given] = [lengthOf(query), lengthOf(key)];
  const at = (n: number, i: number, length: number): number =>
    !batched ? i : first ? n * length + i : i * batch + n;
  const width = embed / heads;
  const averaged = job.callArgs.averageAttnWeights !== false;
  const queries = project("query", query.data);
  const [keys, values] = [project("key", key.data), project("value", value.data)];
  /** The rows of one example, in order. */
  const rowsOf = (all: Rows, n: number, length: number): Float64Array => {
    const rows = new Float64Array(length * embed);
    for (let i = 0; i < length; i++) {
      const from = at(n, i, length) * embed;
      rows.set(all.subarray(from, from + embed), i * embed);
    }
    return rows;
  };
  const joined = new Float64Array(batch * targets * embed);
  for (let n = 0; n < batch; n++) {
    const q = rowsOf(queries, n, targets);
    const k = extended(job, "bias_k", rowsOf(keys, n, given));
    const v = extended(job, "bias_v", rowsOf(values, n, given));
    const sources = k.length / embed;
    const scores = new Float64Array(sources);
    for (let head = 0; head < heads; head++) {
      const mask = maskOf(job, n * heads + head, n, targets, given);
      const column = head * width;
      for (let i = 0; i < targets; i++) {
        for (let j = 0; j < sources; j++)
          scores[j] =
            dot(q, i * embed + column, k, j * embed + column, width) / Math.sqrt(width) +
            (j < given ? mask(i, j) : 0);
        share(job, scores);
        const to = at(n, i, targets) * embed + column;
        for (let j = 0; j < sources; j++) {
          const part = scores[j]!;
          for (let d = 0; d < width; d++) joined[to + d]! += part * v[j * embed + column + d]!;
          if (!outputs[1]) continue;
          if (averaged) outputs[1].data[(n * targets + i) * sources + j]! += part / heads;
          else outputs[1].data[((n * heads + head) * targets + i) * sources + j] = part;
        }
      }
    }
  }
  outputs[0]!.data.set(project("output", joined));
}

/** Learned matrix [embedDim, features] and bias of a projection: stacked in one tensor, or apart where the sizes differ. */
export function projectionOf(
  { state, args }: Job,
  which: Projection,
): { readonly weight: Float32Array; readonly bias: Float32Array | undefined } {
  if (which === "output")
    return { weight: state["out_proj.weight"]!.data, bias: state["out_proj.bias"]?.data };
  const embed = args.embedDim as number;
  const place = ["query", "key", "value"].indexOf(which);
  const apart = [state.q_proj_weight, state.k_proj_weight, state.v_proj_weight][place];
  const part = (all: Float32Array | undefined, size: number): Float32Array | undefined =>
    all?.subarray(place * size, (place + 1) * size);
  return {
    weight: apart?.data ?? part(state.in_proj_weight?.data, embed * embed)!,
    bias: part(state.in_proj_bias?.data, embed),
  };
}

/** Softmax in place, then the dropout of a model in training. */
function share({ args, training }: Job, scores: Float64Array): void {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) max = Math.max(max, scores[i]!);
  let total = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.exp(scores[i]! - max);
    total += scores[i]!;
  }
  const p = training ? (args.dropout as number) : 0;
  for (let i = 0; i < scores.length; i++)
    scores[i] = p > 0 && generator.uniform() < p ? 0 : scores[i]! / total / (1 - p);
}

/** What is added to the score of query i and key j: the attention mask (of one head, or of all) and the padding's. */
function maskOf(
  { inputs, callArgs }: Job,
  head: number,
  n: number,
  targets: number,
  sources: number,
): (i: number, j: number) => number {
  const [attention, padding] = [callArgs.attnMask, callArgs.keyPaddingMask].map((place) =>
    typeof place === "number" ? inputs[place] : undefined,
  );
  const from = attention?.shape.length === 3 ? head * targets * sources : 0;
  return (i, j) =>
    (attention ? attention.data[from + i * sources + j]! : 0) +
    (padding ? padding.data[n * sources + j]! : 0);
}

/** The learned key (or value) and the zero one that stand behind the given ones. */
function extended({ state, args }: Job, name: "bias_k" | "bias_v", rows: Float64Array): Float64Array {
  const learned = state[name]?.data ?? [];
  const zeros = args.addZeroAttn ? (args.embedDim as number) : 0;
  if (learned.length + zeros === 0) return rows;
  const result = new Float64Array(rows.length + learned.length + zeros);
  result.set(rows);
  result.set(learned, rows.length);
  return result;
}

function dot(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += a[i + d]! * b[j + d]!;
  return sum;
}
