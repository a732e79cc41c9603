/**
 * Initial weights of TensorFlow.js's layers by its initialisers' rules: the same kind of distribution, from our own seed.
 * https://js.tensorflow.org/api/latest/#Initializers
 */
import { generator } from "../../random/generator.ts";
import type { Args, LayerSpec, Shape } from "../../specs/spec.ts";
import { cellsOf, isInner } from "../../specs/tfjs/recurrent.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";

export function initialWeights(spec: LayerSpec, args: Args, inputs: readonly Shape[]): Map<string, Tensor> {
  return new Map(
    Object.entries(spec.parameters?.(args, inputs) ?? {}).map(([name, sizes]) => {
      const shape = sizes as readonly number[];
      const data = new Float32Array(countOf(shape));
      const owner = ownerOf(name, args);
      fill(initializerOf(owner.name, owner.args), data, shape);
      if (owner.name === "bias" && owner.args.unitForgetBias === true)
        data.fill(1, data.length / 4, data.length / 2);
      return [name, Tensor.wrap(data, [...shape])];
    }),
  );
}

/** The layer inside a wrapper, or the cell, that a weight belongs to, and its name there. */
function ownerOf(name: string, args: Args): { readonly name: string; readonly args: Args } {
  if (isInner(args.layer)) return ownerOf(name.replace(/^(forward|backward)_/, ""), args.layer.args);
  const cell = /^cell_(\d+)\/(.+)$/.exec(name);
  return cell ? { name: cell[2]!, args: cellsOf(args.cell)![Number(cell[1])]!.args } : { name, args };
}

/** What a weight is made by where its field says nothing. */
const DEFAULTS: Readonly<Record<string, string>> = {
  kernel: "glorotNormal",
  depthwise_kernel: "glorotNormal",
  pointwise_kernel: "glorotUniform",
  recurrent_kernel: "orthogonal",
  embeddings: "randomUniform",
  gamma: "ones",
  moving_variance: "ones",
};

/** "recurrent_kernel" is made by recurrentInitializer, "moving_mean" by movingMeanInitializer. */
function initializerOf(name: string, args: Args): string {
  const stem = name === "kernel" ? name : name.replace(/_kernel$/, "");
  const field = stem.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const given = args[`${field}Initializer`];
  return typeof given === "string" ? given[0]!.toLowerCase() + given.slice(1) : (DEFAULTS[name] ?? "zeros");
}

function fill(initializer: string, data: Float32Array, shape: readonly number[]): void {
  const scaling = /^(glorot|he|leCun)(Normal|Uniform)$/.exec(initializer);
  if (scaling) scaled(data, shape, scaling[1]!, scaling[2]!);
  else if (initializer === "varianceScaling") scaled(data, shape, "leCun", "Normal");
  else if (initializer === "ones") data.fill(1);
  else if (initializer === "randomUniform") generator.fillUniform(data, -0.05, 0.05);
  else if (initializer === "randomNormal") normal(data, 0.05);
  else if (initializer === "truncatedNormal") truncated(data, 0.05);
  else if (initializer === "orthogonal") orthogonal(data, shape);
  else if (initializer === "identity") for (let i = 0; i < shape[0]!; i++) data[i * (shape[0]! + 1)] = 1;
}

/** Variance 1/fan or 2/fan, of the inputs or of both sides. */
function scaled(data: Float32Array, shape: readonly number[], rule: string, distribution: string): void {
  const [fanIn, fanOut] = fansOf(shape);
  const fan = Math.max(1, rule === "glorot" ? (fanIn + fanOut) / 2 : fanIn);
  const variance = (rule === "he" ? 2 : 1) / fan;
  if (distribution === "Normal") truncated(data, Math.sqrt(variance));
  else generator.fillUniform(data, -Math.sqrt(3 * variance), Math.sqrt(3 * variance));
}

/** Values behind an input and an output: [...window, in, out]. */
function fansOf(shape: readonly number[]): [number, number] {
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length < 2 || shape.length > 5) return [Math.sqrt(count), Math.sqrt(count)];
  return [count / shape.at(-1)!, count / shape.at(-2)!];
}

function normal(data: Float32Array, deviation: number): void {
  generator.fillNormal(data);
  for (let i = 0; i < data.length; i++) data[i]! *= deviation;
}

/** Normal values, those beyond two deviations drawn again. */
function truncated(data: Float32Array, deviation: number): void {
  generator.fillNormal(data);
  const again = new Float32Array(2);
  for (let i = 0; i < data.length; i++) {
    let value = data[i]!;
    while (Math.abs(value) > 2) {
      generator.fillNormal(again);
      value = again[0]!;
    }
    data[i] = value * deviation;
  }
}

/** The orthonormal side of a random matrix, by Gram and Schmidt: rows or columns, whichever are fewer. */
function orthogonal(data: Float32Array, shape: readonly number[]): void {
  const columns = shape.at(-1)!;
  const rows = data.length / columns;
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const made: Float64Array[] = [];
  const draw = new Float32Array(length);
  for (let at = 0; at < count; at++) {
    generator.fillNormal(draw);
    const vector = Float64Array.from(draw);
    for (const other of made) {
      const along = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i]! -= along * other[i]!;
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) {
      vector[i]! /= norm;
      data[rows < columns ? at * columns + i : i * columns + at] = vector[i]!;
    }
    made.push(vector);
  }
}

/** Four sums at once: a processor adds them side by side. */
function dot(a: Float64Array, b: Float64Array): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (let i = whole; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + s2 + s3;
}
