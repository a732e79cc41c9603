/**
 * First values of weights, drawn in the order of PyTorch's reset_parameters: kaiming-uniform with a = √5, which is uniform
 * in ±1/√fanIn, for weights and biases alike; ones and zeros for norms; normal for embeddings.
 */
import { generator } from "../random/generator.ts";
import type { Args, LayerSpec } from "../specs/spec.ts";
import { countOf, Tensor } from "../tensor/tensor.ts";

type Shapes = Readonly<Record<string, readonly number[]>>;
type Values = Record<string, Float32Array>;

/** A tensor for each of the layer's parameters. `room` gives arrays for values, cleared or not. */
export function initialWeights(
  initial: LayerSpec["initial"],
  shapes: Shapes,
  args: Args,
  room: (count: number) => Float32Array,
): Record<string, Tensor> {
  const make = isDrawn(initial) ? room : (count: number) => new Float32Array(count);
  const values: Values = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, make(countOf(shape))]),
  );
  fill(initial, shapes, values, args);
  return Object.fromEntries(
    Object.entries(values).map(([name, data]) => [name, Tensor.wrap(data, [...shapes[name]!])]),
  );
}

/** Every value is drawn: nothing need be 0 before. */
const isDrawn = (initial: LayerSpec["initial"]): boolean =>
  typeof initial === "function" || initial === "kaiming" || initial === "normal";

function fill(initial: LayerSpec["initial"], shapes: Shapes, values: Values, args: Args): void {
  if (typeof initial === "function") {
    const bound = initial(args);
    for (const data of Object.values(values)) generator.fillUniform(data, -bound, bound);
  } else if (initial === "attention") fillAttention(shapes, values, args);
  else if (!values.weight) return;
  else if (initial === "ones") values.weight.fill(1);
  else if (initial === "slope") values.weight.fill(args.init as number);
  else if (initial === "normal") fillEmbedding(values.weight, args);
  else if (initial === "kaiming") {
    kaiming(values.weight, shapes.weight!);
    if (values.bias) uniformBias(values.bias, shapes.weight!);
  }
}

const fanIn = (shape: readonly number[]): number => shape.slice(1).reduce((a, b) => a * b, 1);

/** init.kaiming_uniform_(weight, a=math.sqrt(5)), in the same steps so that the bounds are the same to the last bit. */
function kaiming(data: Float32Array, shape: readonly number[]): void {
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  const bound = Math.sqrt(3) * (gain / Math.sqrt(fanIn(shape)));
  if (data.length > 0) generator.fillUniform(data, -bound, bound);
}

function uniformBias(data: Float32Array, weight: readonly number[]): void {
  const fan = fanIn(weight);
  const bound = fan > 0 ? 1 / Math.sqrt(fan) : 0;
  if (fan > 0) generator.fillUniform(data, -bound, bound);
  else data.fill(0);
}

function fillEmbedding(table: Float32Array, args: Args): void {
  generator.fillNormal(table);
  const index = args.paddingIdx as number | null;
  if (index === null || index === undefined) return;
  const [rows, width] = [args.numEmbeddings as number, args.embeddingDim as number];
  const row = index < 0 ? index + rows : index;
  table.fill(0, row * width, (row + 1) * width);
}

/** The output projection is a linear layer whose bias is zeroed again; the other projections are xavier-uniform. */
function fillAttention(shapes: Shapes, values: Values, args: Args): void {
  const output = shapes["out_proj.weight"]!;
  kaiming(values["out_proj.weight"]!, output);
  if (args.bias) uniformBias(new Float32Array(output[0]!), output);
  for (const name of ["in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight"]) {
    const [rows, columns] = shapes[name] ?? [0, 0];
    const bound = Math.sqrt(3) * Math.sqrt(2 / (rows! + columns!));
    if (values[name]) generator.fillUniform(values[name], -bound, bound);
  }
  for (const name of ["bias_k", "bias_v"]) {
    if (!values[name]) continue;
    generator.fillNormal(values[name]);
    // xavier-normal of [1, 1, E]: both fans are E
    const deviation = Math.sqrt(2 / (2 * shapes[name]!.at(-1)!));
    for (let i = 0; i < values[name].length; i++) values[name][i]! *= deviation;
  }
}
