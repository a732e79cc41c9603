/**
 * First values of weights, as PyTorch's reset_parameters: kaiming-uniform with a = √5, which is uniform in ±1/√fanIn,
 * for weights and biases alike; ones and zeros for norms; normal for embeddings.
 */
import { generator } from "../random/generator.ts";
import type { Args } from "../specs/spec.ts";
import { countOf, Tensor } from "../tensor/tensor.ts";

export function initialWeight(layer: string, name: string, shape: readonly number[], args: Args): Tensor {
  const data = new Float32Array(countOf(shape));
  if (/Norm/.test(layer)) data.fill(name === "weight" ? 1 : 0);
  else if (layer === "PReLU") data.fill(args.init as number);
  else if (layer === "Embedding") embeddingRows(data, shape, args);
  else if (layer === "MultiheadAttention") attentionWeight(data, name, shape);
  else generator.fillUniform(data, -bound(layer, shape, args), bound(layer, shape, args));
  return Tensor.wrap(data, [...shape]);
}

/** 1/√fanIn; of recurrent layers 1/√hiddenSize. */
function bound(layer: string, shape: readonly number[], args: Args): number {
  if (/^(RNN|LSTM|GRU)$/.test(layer)) return 1 / Math.sqrt(args.hiddenSize as number);
  const fanIn = shape.length > 1 ? fan(shape) : fanOfBias(layer, args);
  return fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
}

const fan = (shape: readonly number[]): number => shape.slice(1).reduce((a, b) => a * b, 1);

/** The fan of the weight beside a bias. */
function fanOfBias(layer: string, args: Args): number {
  if (layer.includes("Linear")) return args.inFeatures as number;
  const rank = Number(/(\d)d$/.exec(layer)?.[1] ?? 1);
  const kernel = Array.isArray(args.kernelSize)
    ? (args.kernelSize as number[]).reduce((a, b) => a * b, 1)
    : (args.kernelSize as number) ** rank;
  const channels = layer.includes("Transpose") ? (args.outChannels as number) : (args.inChannels as number);
  return (channels / (args.groups as number)) * kernel;
}

function embeddingRows(data: Float32Array, [, width]: readonly number[], args: Args): void {
  generator.fillNormal(data);
  const index = args.paddingIdx as number | null;
  if (index === null || index === undefined) return;
  const row = index < 0 ? index + (args.numEmbeddings as number) : index;
  data.fill(0, row * width!, (row + 1) * width!);
}

/** Xavier-uniform projections, kaiming for the output, zero biases. */
function attentionWeight(data: Float32Array, name: string, shape: readonly number[]): void {
  if (shape.length < 2) return;
  const [rows, columns] = shape as [number, number];
  const limit = name === "out_proj.weight" ? 1 / Math.sqrt(columns) : Math.sqrt(6 / (rows + columns));
  generator.fillUniform(data, -limit, limit);
}
