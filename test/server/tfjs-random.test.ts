/** Random layers and operations through source text agree with what the real TensorFlow.js says of the same calls. */
import { isOpen, type Shape } from "@convlens/engine/specs";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { analyzeText } from "./memory-project.ts";

type Json = unknown;
type Sizes = (number | null)[];

const HEAD = 'import * as tf from "@tensorflow/tfjs";\n';
const RUNS = { numRuns: 60 };
/** What TensorFlow.js computes without a word and we warn of. */
const WELCOME: ReadonlySet<string> = new Set([
  "output-empty",
  "output-negative",
  "option-ignored",
  "negative-axis",
  "numeric-padding",
  "broadcast-outer",
]);

beforeEach(() => void vi.spyOn(console, "warn").mockImplementation(() => {}));

// ── random configs ──────────────────────────────────────────────────────────────────────────────────────────────

const int = (min: number, max: number) => fc.integer({ min, max });
const some = fc.constantFrom;
const perAxis = (rank: number, max = 3) =>
  fc.oneof(int(1, max), fc.array(int(1, max), { minLength: rank, maxLength: rank }));
/** Now and then what no layer takes. */
const orWrong = (field: fc.Arbitrary<Json>) =>
  fc.oneof(
    { weight: 12, arbitrary: field },
    { weight: 1, arbitrary: some<Json>(0, -1, 1.5, "3", [2], null) },
  );
const size = (min: number, max: number) =>
  fc.oneof({ weight: 10, arbitrary: int(min, max) }, { weight: 1, arbitrary: fc.constant(null) });
const shapeOf = (rank: number, min = 1, max = 8): fc.Arbitrary<Sizes> =>
  fc.tuple(some(null, null, 2), ...Array.from({ length: rank - 1 }, () => size(min, max)));
const anyRank = fc.oneof(...[2, 3, 4].map((rank) => shapeOf(rank)));
const image = (rank: number): fc.Arbitrary<Sizes> => shapeOf(rank + 2, 3, 9);

const record = (
  needed: Record<string, fc.Arbitrary<Json>>,
  optional: Record<string, fc.Arbitrary<Json>> = {},
): fc.Arbitrary<Record<string, Json>> =>
  fc.record({ ...needed, ...optional }, { requiredKeys: Object.keys(needed) });
const dataFormat = some<Json>("channelsFirst", "channelsLast", "channelsLast");
const conv = (rank: number) =>
  record(
    { filters: orWrong(int(1, 5)), kernelSize: orWrong(perAxis(rank, 4)) },
    {
      strides: orWrong(perAxis(rank)),
      padding: some<Json>("same", "valid", "causal", "SAME"),
      dilationRate: perAxis(rank, 2),
      dataFormat,
      activation: some<Json>("relu", "linear", "Relu", "gelu"),
      useBias: fc.boolean(),
    },
  );
const pool = (rank: number) =>
  record(
    {},
    {
      poolSize: orWrong(perAxis(rank)),
      strides: orWrong(perAxis(rank)),
      padding: some<Json>("same", "valid"),
      dataFormat,
    },
  );
const recurrent = record(
  { units: orWrong(int(1, 5)) },
  {
    returnSequences: fc.boolean(),
    returnState: fc.boolean(),
    useBias: fc.boolean(),
    stateful: some<Json>(false, true),
  },
);

const layers: Readonly<Record<string, readonly [fc.Arbitrary<Record<string, Json>>, fc.Arbitrary<Sizes>]>> = {
  conv1d: [conv(1), image(1)],
  conv2d: [conv(2), image(2)],
  conv3d: [conv(3), image(3)],
  conv2dTranspose: [conv(2), image(2)],
  depthwiseConv2d: [conv(2).map(({ filters: _filters, ...config }) => config), image(2)],
  separableConv2d: [conv(2), image(2)],
  maxPooling1d: [pool(1), image(1)],
  averagePooling2d: [pool(2), image(2)],
  maxPooling3d: [pool(3), image(3)],
  globalAveragePooling2d: [record({}, { dataFormat }), image(2)],
  zeroPadding2d: [record({}, { padding: orWrong(perAxis(2)), dataFormat }), image(2)],
  cropping2D: [record({ cropping: perAxis(2, 2) }, { dataFormat }), image(2)],
  dense: [record({ units: orWrong(int(1, 6)) }, { useBias: fc.boolean() }), anyRank],
  flatten: [record({}), anyRank],
  permute: [record({ dims: some<Json>([1, 2], [2, 1], [2, 3], [1]) }), anyRank],
  batchNormalization: [record({}, { axis: int(-3, 3), scale: fc.boolean(), center: fc.boolean() }), anyRank],
  layerNormalization: [record({}, { axis: int(-3, 3), scale: fc.boolean() }), anyRank],
  embedding: [
    record({ inputDim: orWrong(int(1, 9)), outputDim: int(1, 4) }, { inputLength: int(2, 4) }),
    anyRank,
  ],
  lstm: [recurrent, shapeOf(3)],
  gru: [recurrent, shapeOf(3)],
  simpleRNN: [recurrent, shapeOf(3)],
};

// ── what both say ───────────────────────────────────────────────────────────────────────────────────────────────

const plain = (shape: Shape): Json => shape?.map((dim) => (isOpen(dim) ? null : dim)) ?? "?";
const shapesOf = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(({ shape }: tf.SymbolicTensor) => shape)
    : (value as tf.SymbolicTensor).shape;

interface Truth {
  readonly error?: string;
  readonly shapes?: Json;
  readonly params?: number;
  /** It builds and then fails, or gives another shape or none: a report is welcome, not demanded. */
  readonly silent?: boolean;
}

function realLayer(name: string, config: Record<string, Json>, input: Sizes): Truth {
  const make = (tf.layers as unknown as Record<string, (config: Json) => tf.layers.Layer>)[name]!;
  try {
    const layer = make(structuredClone(config));
    const shapes = shapesOf(layer.apply(tf.input({ batchShape: input })));
    const nonsense = hasNaN(shapes) || !runsAs(layer, input, shapes, name);
    return { shapes, params: layer.countParams(), silent: nonsense };
  } catch (error) {
    return { error: String(error) };
  }
}

/** `poolSize: [2]` for three axes gives sizes that are no numbers, and no error. */
const hasNaN = (shapes: Json): boolean =>
  Array.isArray(shapes) ? shapes.some(hasNaN) : typeof shapes === "number" && Number.isNaN(shapes);

function runsAs(layer: tf.layers.Layer, input: Sizes, shapes: Json, name: string): boolean {
  return tf.tidy(() => {
    try {
      const x = tf.ones(
        input.map((dim) => dim ?? 2),
        name === "embedding" ? "int32" : "float32",
      );
      const found = JSON.stringify(shapesOf(layer.apply(x)));
      return new RegExp(
        `^${JSON.stringify(shapes).replace(/[[\]]/g, "\\$&").replaceAll("null", "\\d+")}$`,
      ).test(found);
    } catch {
      return false;
    }
  });
}

/** Nothing, or in what we differ. */
function difference(source: string, truth: Truth): string | undefined {
  const { applications, findings } = analyzeText(HEAD + source);
  const errors = findings.filter(({ severity }) => severity === "error");
  if (truth.error !== undefined) return errors.length ? undefined : `no error, but ${truth.error}`;
  if (truth.silent) return undefined;
  const alarm = errors[0] ?? findings.find(({ code }) => !WELCOME.has(code));
  if (alarm) return `false ${alarm.code}: ${alarm.message}`;
  const last = applications.at(-1);
  const outputs = last?.outputs.map(({ shape }) => plain(shape)) ?? [];
  const found = JSON.stringify(outputs.length === 1 ? outputs[0] : outputs);
  if (found !== JSON.stringify(truth.shapes)) return `${found} instead of ${JSON.stringify(truth.shapes)}`;
  return truth.params === undefined || last?.params === truth.params
    ? undefined
    : `${String(last?.params)} parameters instead of ${truth.params}`;
}

describe("random layers", () => {
  test.each(Object.entries(layers))("%s", (name, [config, input]) => {
    fc.assert(
      fc.property(config, input, (given, shape) => {
        const source = `const y = tf.layers.${name}(${JSON.stringify(given)}).apply(tf.input({ batchShape: ${JSON.stringify(shape)} }));\n`;
        expect(difference(source, realLayer(name, given, shape)), source).toBeUndefined();
      }),
      RUNS,
    );
  });
});

// ── operations ──────────────────────────────────────────────────────────────────────────────────────────────────

const sizes = (min: number, max: number, rank = 3) =>
  fc.array(int(1, 4), { minLength: min, maxLength: max || rank });
const zeros = (shape: readonly number[]): string => `tf.zeros(${JSON.stringify(shape)})`;
const pads = some<Json>("same", "valid", 0, 1, "SAME", [
  [0, 0],
  [1, 0],
  [0, 1],
  [0, 0],
]);

/** Calls as source text: what runs there runs here. */
const operations: Readonly<Record<string, fc.Arbitrary<string>>> = {
  conv2d: fc
    .tuple(sizes(4, 4), sizes(4, 4), perAxis(2), pads)
    .map(
      ([x, filter, strides, pad]) =>
        `tf.conv2d(${zeros([x[0]!, x[1]! + 3, x[2]! + 3, x[3]!])}, ${zeros(filter)}, ${JSON.stringify(strides)}, ${JSON.stringify(pad)})`,
    ),
  maxPool: fc
    .tuple(sizes(3, 4), perAxis(2), perAxis(2), pads)
    .map(
      ([x, size, strides, pad]) =>
        `tf.maxPool(${zeros(x)}, ${JSON.stringify(size)}, ${JSON.stringify(strides)}, ${JSON.stringify(pad)})`,
    ),
  matMul: fc
    .tuple(sizes(1, 3), sizes(1, 3), fc.boolean(), fc.boolean())
    .map(([a, b, turnA, turnB]) => `tf.matMul(${zeros(a)}, ${zeros(b)}, ${turnA}, ${turnB})`),
  add: fc.tuple(sizes(0, 3), sizes(0, 3)).map(([a, b]) => `tf.maximum(${zeros(a)}, ${zeros(b)})`),
  reshape: fc
    .tuple(sizes(1, 3), fc.array(some(-1, 1, 2, 3, 4), { maxLength: 3 }))
    .map(([x, shape]) => `${zeros(x)}.reshape(${JSON.stringify(shape)})`),
  concat: fc
    .tuple(sizes(2, 2), sizes(2, 2), int(-3, 3))
    .map(([a, b, axis]) => `tf.concat([${zeros(a)}, ${zeros(b)}], ${axis})`),
  sum: fc
    .tuple(sizes(1, 3), int(-4, 3), fc.boolean())
    .map(([x, axis, keep]) => `tf.sum(${zeros(x)}, ${axis}, ${keep})`),
  slice: fc
    .tuple(sizes(2, 2), sizes(2, 2), sizes(2, 2))
    .map(
      ([x, begin, count]) =>
        `tf.slice(${zeros(x)}, ${JSON.stringify(begin.map((at) => at - 1))}, ${JSON.stringify(count)})`,
    ),
  squeeze: fc.tuple(sizes(1, 3), int(-3, 3)).map(([x, axis]) => `tf.squeeze(${zeros(x)}, [${axis}])`),
  gather: fc
    .tuple(sizes(1, 3), sizes(0, 2), int(-3, 3))
    .map(([x, at, axis]) => `tf.gather(${zeros(x)}, tf.zeros(${JSON.stringify(at)}, "int32"), ${axis})`),
  tensor2d: fc
    .tuple(fc.array(int(0, 9), { minLength: 1, maxLength: 6 }), sizes(2, 2))
    .map(
      ([values, shape]) =>
        `tf.zerosLike(tf.tensor2d(${JSON.stringify(values)}, ${JSON.stringify(shape)})).square()`,
    ),
};

/** The call as the library runs it. */
function realOperation(call: string): Truth {
  return tf.tidy(() => {
    try {
      const result = new Function("tf", `return ${call};`)(tf) as tf.Tensor;
      result.dataSync();
      return { shapes: result.shape };
    } catch (error) {
      return { error: String(error) };
    }
  });
}

describe("random operations", () => {
  test.each(Object.entries(operations))("%s", (_name, calls) => {
    fc.assert(
      fc.property(calls, (call) => {
        expect(difference(`const y = ${call};\n`, realOperation(call)), call).toBeUndefined();
      }),
      RUNS,
    );
  });
});
