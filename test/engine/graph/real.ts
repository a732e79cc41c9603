/** Runs one op with the real TensorFlow.js and as a runnable, on the same weights and inputs. */
import { Tensor } from "@convlens/engine";
import { costOf, type Op, type OpArgs, runnable, specArgs } from "@convlens/engine/graph";
import { complete, infer, tfjsFunctions, tfjsLayers } from "@convlens/engine/specs";
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { relativeError } from "../nn/golden-run.ts";

export type Shape = readonly number[];
/** A config in plain data: a layer inside is { layer: name, config }. */
export type Config = Readonly<Record<string, unknown>>;
interface Inner {
  readonly inner: string;
  readonly config: Config;
}
const isInner = (value: unknown): value is Inner =>
  typeof value === "object" && value !== null && "inner" in value;

/** A layer given to a layer. */
export const inner = (name: string, config: Config): Inner => ({ inner: name, config });

export const count = (shape: Shape): number => shape.reduce((a, b) => a * b, 1);

/** Numbers of a seed, within ±2, some of them exactly 0. */
export function numbers(length: number, seed = 1): Float32Array {
  let state = (seed * 2654435761 + 1013904223) >>> 0;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % 31 === 0 ? 0 : (state / 2 ** 32) * 4 - 2;
  });
}

type RealLayers = Readonly<Record<string, (config: object) => tf.layers.Layer>>;
const realLayers = tf.layers as unknown as RealLayers;

const real = (value: unknown): unknown =>
  isInner(value)
    ? realLayers[value.inner]!(realConfig(value.config))
    : Array.isArray(value)
      ? value.map(real)
      : value;
const realConfig = (config: Config): object =>
  Object.fromEntries(Object.entries(config).map(([name, value]) => [name, real(value)]));

/** The layer of the real library. */
export const realLayer = (name: string, config: Config): tf.layers.Layer =>
  realLayers[name]!(realConfig(config));

const plain = (value: unknown): unknown =>
  isInner(value)
    ? { name: value.inner, args: plainArgs(value.inner, value.config) }
    : Array.isArray(value)
      ? value.map(plain)
      : value;
function plainArgs(name: string, config: Config): OpArgs {
  const given = Object.fromEntries(Object.entries(config).map(([field, value]) => [field, plain(value)]));
  return complete(tfjsLayers.get(name)!, given as never) as OpArgs;
}

/** The op of a layer. */
export const layerOp = (name: string, config: Config, inputShapes: readonly Shape[]): Op =>
  structuredClone({ library: "tfjs", kind: "layer", name, args: plainArgs(name, config), inputShapes });

/** Both run, and agree in shapes and values. `values` replaces the random inputs. */
export function expectSameLayer(
  name: string,
  config: Config,
  inputShapes: readonly Shape[],
  values: (length: number, input: number) => Float32Array = (length, input) => numbers(length, input + 1),
): Tensor[] {
  const data = inputShapes.map((shape, i) => values(count(shape), i));
  const label = `${name} ${JSON.stringify(config)} ${JSON.stringify(inputShapes)}`;
  const op = layerOp(name, config, inputShapes);
  const ours = runnable(op);
  if (!ours) throw new Error(`${label} cannot be run`);
  const weights = [...ours.weights].map(([key, weight], i) => {
    const drawn = numbers(count(weight.shape), i + 100);
    const value = /variance/.test(key) ? drawn.map((v) => Math.abs(v) + 0.1) : drawn.map((v) => v / 2);
    ours.setWeight(key, Tensor.from(value, weight.shape));
    return { shape: weight.shape, value };
  });
  const theirs = tf.tidy(() => {
    const layer = realLayer(name, config);
    const inputs = data.map((input, i) => tf.tensor(input, [...inputShapes[i]!]));
    const asked = inputs.length === 1 ? inputs[0]! : inputs;
    layer.apply(asked); // builds it
    expect(
      layer.getWeights().map(({ shape }) => shape),
      `weights of ${label}`,
    ).toEqual(weights.map(({ shape }) => shape));
    layer.setWeights(weights.map(({ value, shape }) => tf.tensor(value, [...shape])));
    return [layer.apply(asked) as tf.Tensor | tf.Tensor[]]
      .flat()
      .map((y) => ({ shape: y.shape, data: y.dataSync() }));
  });
  const outputs = ours.run(data.map((input, i) => Tensor.from(input, inputShapes[i]!)));
  expectSame(label, outputs, theirs);
  return [...outputs];
}

interface Result {
  readonly shape: Shape;
  readonly data: ArrayLike<number>;
}

export function expectSame(label: string, ours: readonly Tensor[], theirs: readonly Result[]): void {
  expect(
    ours.map(({ shape }) => shape),
    label,
  ).toEqual(theirs.map(({ shape }) => shape));
  for (const [i, output] of ours.entries())
    expect(relativeError(output.raw, theirs[i]!.data), `output ${i} of ${label}`).toBeLessThanOrEqual(1e-5);
}

/** The shapes that the spec tells are those that came out; the cost counts them. */
export function expectInferred(op: Op, outputs: readonly Tensor[]): void {
  const spec = (op.kind === "layer" ? tfjsLayers : tfjsFunctions).get(op.name)!;
  const inferred = infer(spec, specArgs(op.args), op.inputShapes).outputs;
  expect(inferred, `${op.name} ${JSON.stringify(op.args)}`).toEqual(outputs.map(({ shape }) => shape));
  expect(costOf(op).bytes).toBeGreaterThan(0);
}

// ── random configs ──────────────────────────────────────────────────────────────────────────────────────────────────

export const small = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
/** One number for all axes, or one an axis. */
export const perAxis = (rank: number, size: fc.Arbitrary<number>): fc.Arbitrary<number | number[]> =>
  fc.oneof(size, fc.array(size, { minLength: rank, maxLength: rank }));
export const padding = fc.constantFrom("valid", "same");
export const activation = fc.constantFrom(undefined, "relu", "tanh", "softmax", "hardSigmoid", "elu");
export const dataFormat = fc.constantFrom("channelsLast", "channelsLast", "channelsFirst");

export const imageShape = (
  format: string | undefined,
  batch: number,
  space: readonly number[],
  channels: number,
): Shape => (format === "channelsFirst" ? [batch, channels, ...space] : [batch, ...space, channels]);

export const runs = { numRuns: 40 };

/** Sizes of so many axes. */
export const shapeOf = (rank: number, least = 1, most = 6): fc.Arbitrary<number[]> =>
  fc.array(small(least, most), { minLength: rank, maxLength: rank });
/** Sizes of some axes. */
export const ranks = (least: number, most: number) => small(least, most).chain((rank) => shapeOf(rank));

/** A test over random values. */
export function every<T extends unknown[]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => void,
  numRuns = runs.numRuns,
): void {
  test(name, () => {
    fc.assert(fc.property(...(arbitraries as never as [fc.Arbitrary<unknown>]), check as never), { numRuns });
  });
}

/** As `expectSameLayer`, and the spec tells the shapes. */
export function expectLayer(
  name: string,
  config: Config,
  inputs: readonly Shape[],
  values?: Parameters<typeof expectSameLayer>[3],
): void {
  const outputs = expectSameLayer(name, config, inputs, values);
  expectInferred(layerOp(name, config, inputs), outputs);
}
