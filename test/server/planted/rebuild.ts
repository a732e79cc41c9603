/**
 * A model as the checker sees it, built again of the same layers by the real TensorFlow.js: what that refuses is a mistake.
 * Nothing of the program itself is run.
 */
import { type Args, isOpen, type Shape } from "@convlens/engine/specs";
import type { Application, LayerValue, ModelFact, Tensor } from "@convlens/server";
import * as tf from "@tensorflow/tfjs";

/** Other arguments of one layer, or none: the layer is left out. */
export type Planted = ReadonlyMap<LayerValue, Args | "left out">;

/** Numbers that a model may take before only its building is tried. */
const MOST_NUMBERS = 100_000;

/**
 * The shape that the model gives; throws what TensorFlow.js throws, also for data of the shape `fed`. Undefined where not
 * all of it can be built here.
 */
export function rebuilt(
  model: ModelFact,
  planted: Planted = new Map(),
  fed?: readonly number[],
): readonly (number | null)[] | undefined {
  const [output] = model.outputs;
  if (!output || model.outputs.length !== 1 || !model.applications.every(isPlain)) return undefined;
  const layers = new Map<LayerValue, tf.layers.Layer>();
  const made = new Map<Tensor, tf.SymbolicTensor>();
  const inputs: tf.SymbolicTensor[] = [];
  const shapeOfInput = (tensor: Tensor): readonly (number | null)[] | undefined => {
    const first = model.applications.find(({ inputs: [given] }) => given === tensor)?.layer;
    const args = first && planted.get(first);
    const changed = typeof args === "object" ? args.inputShape : undefined;
    if (Array.isArray(changed)) return [null, ...(changed as (number | null)[])];
    return sizesOf(tensor.shape);
  };
  const tensorFor = (tensor: Tensor): tf.SymbolicTensor | undefined => {
    const known = made.get(tensor);
    if (known) return known;
    if (tensor.producer) return undefined;
    const batchShape = shapeOfInput(tensor);
    if (!batchShape) return undefined;
    const input = tf.input({ batchShape: [...batchShape] });
    made.set(tensor, input);
    inputs.push(input);
    return input;
  };
  const engine = tf.engine();
  engine.startScope();
  try {
    for (const { layer, inputs: given, outputs } of model.applications) {
      const tensors = given.map(tensorFor);
      if (!tensors.every((tensor) => tensor !== undefined) || outputs.length !== 1) return undefined;
      const args = planted.get(layer!) ?? layer!.args;
      if (args === "left out") {
        made.set(outputs[0]!, tensors[0]!);
        continue;
      }
      const own = layers.get(layer!) ?? layerOf(layer!.spec.name, args);
      layers.set(layer!, own);
      const result = own.apply(tensors.length === 1 ? tensors[0]! : tensors) as tf.SymbolicTensor;
      if (result.shape.some((size) => size !== null && size < 0)) throw new Error("Negative dimension size");
      made.set(outputs[0]!, result);
    }
    const end = made.get(output);
    if (!end) return undefined;
    const whole = tf.model({ inputs, outputs: end });
    if (fed) whole.predict(tf.zeros([...fed]));
    const numbers = [...made.values()].reduce((most, { shape }) => Math.max(most, countOf(shape)), 0);
    if (numbers < MOST_NUMBERS && whole.countParams() < MOST_NUMBERS)
      whole.predict(inputs.map(({ shape }) => tf.zeros(shape.map((size) => size ?? 1))));
    return end.shape;
  } finally {
    engine.endScope();
    tf.disposeVariables();
  }
}

const countOf = (shape: readonly (number | null)[]): number =>
  shape.reduce<number>((product, size) => product * (size ?? 1), 1);

const isPlain = ({ layer, dialect, callArgs }: Application): boolean =>
  layer?.dialect === "tfjs" &&
  dialect === "tfjs" &&
  !layer.graph &&
  layer.spec.name in tf.layers &&
  Object.values(layer.args).every(isJson) &&
  !callArgs?.initialState;

const isJson = (arg: unknown): boolean =>
  arg === null ||
  ["number", "string", "boolean", "undefined"].includes(typeof arg) ||
  (Array.isArray(arg) && arg.every(isJson));

/** To draw weights would take nearly all of the time, and no shape hangs on them. */
const DRAWN = /^(glorot|he|leCun)(Normal|Uniform)$|^(random|truncated)(Normal|Uniform)$|^orthogonal$/;
const undrawn = (arg: unknown): unknown => (typeof arg === "string" && DRAWN.test(arg) ? "zeros" : arg);

const layerOf = (name: string, args: Args): tf.layers.Layer => {
  const make = tf.layers[name as keyof typeof tf.layers] as (config: object) => tf.layers.Layer;
  const { inputShape, batchInputShape, name: _, ...config } = args;
  const given = Object.entries(config).filter(([, arg]) => arg !== undefined && arg !== null);
  return make(Object.fromEntries(given.map(([key, arg]) => [key, undrawn(arg)])));
};

/** The sizes of a shape that is known. */
export function sizesOf(shape: Shape): readonly (number | null)[] | undefined {
  const sizes = shape?.map((dim) => (isOpen(dim) ? null : dim));
  return sizes?.every((size) => size === null || typeof size === "number")
    ? (sizes as (number | null)[])
    : undefined;
}
