/** Multi-head attention: softmax(q·kᵀ / √d + masks)·v in each head, between learned projections. */
import { type Cells, type Job, provide } from "../ops/kernels.ts";
import { generator } from "../random/generator.ts";

type Matrix = Float64Array;

provide(["MultiheadAttention"], (job) => {
  const { args, state, inputs, outputs } = job;
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
  for (let n = 0; n < batch; n++) {
    const q = project(query, n, targets, at, weightOf(job, 0), state.in_proj_bias, 0, embed);
    const k = extended(
      job,
      "bias_k",
      project(key, n, given, at, weightOf(job, 1), state.in_proj_bias, embed, embed),
    );
    const v = extended(
      job,
      "bias_v",
      project(value, n, given, at, weightOf(job, 2), state.in_proj_bias, 2 * embed, embed),
    );
    const sources = k.length / embed;
    const joined = new Float64Array(targets * embed);
    for (let head = 0; head < heads; head++) {
      const mask = maskOf(job, n * heads + head, n, targets, given);
      for (let i = 0; i < targets; i++) {
        const scores = Array.from(
          { length: sources },
          (_, j) =>
            dot(q, i * embed + head * width, k, j * embed + head * width, width) / Math.sqrt(width) +
            (j < given ? mask(i, j) : 0),
        );
        for (const [j, share] of shares(job, scores).entries()) {
          for (let d = 0; d < width; d++)
            joined[i * embed + head * width + d]! += share * v[j * embed + head * width + d]!;
          if (!outputs[1]) continue;
          if (averaged) outputs[1].data[(n * targets + i) * sources + j]! += share / heads;
          else outputs[1].data[((n * heads + head) * targets + i) * sources + j] = share;
        }
      }
    }
    writeOutput(job, joined, n, targets, at, embed);
  }
});

/** Softmax, then the dropout of a model in training. */
function shares({ args, training }: Job, scores: readonly number[]): number[] {
  const max = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const powers = scores.map((score) => Math.exp(score - max));
  const total = powers.reduce((a, b) => a + b, 0);
  const p = training ? (args.dropout as number) : 0;
  return powers.map((power) => (p > 0 && generator.uniform() < p ? 0 : power / total / (1 - p)));
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
function extended({ state, args }: Job, name: "bias_k" | "bias_v", rows: Matrix): Matrix {
  const learned = state[name]?.data ?? [];
  const zeros = args.addZeroAttn ? (args.embedDim as number) : 0;
  if (learned.length + zeros === 0) return rows;
  const result = new Float64Array(rows.length + learned.length + zeros);
  result.set(rows);
  result.set(learned, rows.length);
  return result;
}

/** Rows of the query's, key's or value's projection: stacked in one tensor, or apart where the sizes differ. */
function weightOf({ state, args }: Job, which: 0 | 1 | 2): { data: Float32Array; from: number } {
  const apart = [state.q_proj_weight, state.k_proj_weight, state.v_proj_weight][which];
  const embed = args.embedDim as number;
  return apart
    ? { data: apart.data, from: 0 }
    : { data: state.in_proj_weight!.data, from: which * embed * embed };
}

type At = (n: number, i: number, length: number) => number;

function project(
  x: Cells,
  n: number,
  length: number,
  at: At,
  weight: { data: Float32Array; from: number },
  bias: Cells | undefined,
  biasFrom: number,
  embed: number,
): Matrix {
  const features = x.shape.at(-1)!;
  const result = new Float64Array(length * embed);
  for (let i = 0; i < length; i++) {
    const row = at(n, i, length) * features;
    for (let o = 0; o < embed; o++) {
      let sum = bias ? bias.data[biasFrom + o]! : 0;
      for (let f = 0; f < features; f++)
        sum += x.data[row + f]! * weight.data[weight.from + o * features + f]!;
      result[i * embed + o] = sum;
    }
  }
  return result;
}

function dot(a: Matrix, i: number, b: Matrix, j: number, width: number): number {
  let sum = 0;
  for (let d = 0; d < width; d++) sum += a[i + d]! * b[j + d]!;
  return sum;
}

function writeOutput(
  { state, outputs }: Job,
  joined: Matrix,
  n: number,
  targets: number,
  at: At,
  embed: number,
): void {
  const weight = state["out_proj.weight"]!.data;
  const bias = state["out_proj.bias"]?.data;
  for (let i = 0; i < targets; i++) {
    for (let o = 0; o < embed; o++) {
      let sum = bias ? bias[o]! : 0;
      for (let e = 0; e < embed; e++) sum += joined[i * embed + e]! * weight[o * embed + e]!;
      outputs[0]!.data[at(n, i, targets) * embed + o] = sum;
    }
  }
}
