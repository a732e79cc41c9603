/** Runs a core operation with the real TensorFlow.js and as a runnable. */
import { Tensor } from "@convlens/engine";
import { type Op, runnable } from "@convlens/engine/graph";
import { complete, tfjsFunctions } from "@convlens/engine/specs";
import * as tf from "@tensorflow/tfjs";
import { count, expectInferred, expectSame, numbers, type Shape } from "./real.ts";

type Args = Readonly<Record<string, unknown>>;
type Real = (...args: unknown[]) => tf.Tensor | tf.Tensor[];

export const op = (name: string, args: Args, inputShapes: readonly Shape[]): Op => ({
  library: "tfjs",
  kind: "function",
  name,
  args: complete(tfjsFunctions.get(name)!, args as never),
  inputShapes,
});

const functionAt = (name: string): Real =>
  name.split(".").reduce((at: unknown, part) => (at as Record<string, unknown>)[part], tf) as Real;

export interface Options {
  /** How the real function is called; by default with the tensors and then the spec's parameters in order. */
  readonly call?: (tensors: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  readonly values?: (length: number, input: number) => Float32Array;
  readonly dtypes?: readonly ("float32" | "int32" | "bool")[];
}

/** Both run, and agree in shapes and values; the spec tells the shapes. */
export function agrees(name: string, args: Args, shapes: readonly Shape[], options: Options = {}): void {
  const data = shapes.map((shape, i) => (options.values ?? ((n) => numbers(n, i + 1)))(count(shape), i));
  const made = runnable(op(name, args, shapes));
  if (!made) throw new Error(`${name} cannot be run`);
  const theirs = tf.tidy(() => {
    const tensors = data.map((values, i) =>
      tf.tensor(values, [...shapes[i]!], options.dtypes?.[i] ?? "float32"),
    );
    const given = tfjsFunctions.get(name)!.params.map((param) => args[param.name]);
    const result = options.call ? options.call(tensors) : functionAt(name)(...tensors, ...given);
    return [result].flat().map((y) => ({ shape: y.shape, data: y.dataSync() }));
  });
  const ours = made.run(data.map((values, i) => Tensor.from(values, shapes[i]!)));
  expectSame(`${name} ${JSON.stringify(args)} ${JSON.stringify(shapes)}`, ours, theirs);
  expectInferred(op(name, args, shapes), ours);
}

/** Zeros and ones. */
export const bits = (length: number, input = 0): Float32Array =>
  numbers(length, input + 5).map((x) => Number(x > 0));
