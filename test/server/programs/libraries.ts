/**
 * What random programs do with tensors, in the words of each library: checks of a size, and steps from one tensor to the
 * next, from inputs whose rank and sizes nobody knows.
 */
import { cat, nn, randn } from "@convlens/engine";
import * as tf from "@tensorflow/tfjs";
import type { Random } from "./random.ts";

export interface Library {
  readonly imports: string;
  /** A batch of one example for each size. */
  readonly examples: string;
  /** What the imported names are while a program runs. */
  readonly names: Readonly<Record<string, unknown>>;
  /** Whether examples of `size` numbers go into something that was made for `read` of them. */
  readonly checks: readonly ((read: string, size: number) => string)[];
  /** Another tensor, made of the tensor `x`. */
  readonly steps: readonly ((x: string, a: number, b: number) => string)[];
  /** A tensor of some shape. */
  readonly input: (shape: readonly number[]) => unknown;
  /** Runs `body`, and lets go of the tensors that it made. */
  readonly tidied: <T>(body: () => Promise<T>) => Promise<T>;
}

const SIZES = [3, 5, 16] as const;
const examples = (zeros: string): string =>
  `const xs = { ${SIZES.map((size) => `${size}: ${zeros}([1, ${size}])`).join(", ")} };`;

const ours: Library = {
  imports: 'import { cat, nn, randn } from "@convlens/engine";',
  examples: examples("randn"),
  names: { cat, nn, randn },
  checks: [(read, size) => `new nn.Linear(${read}, 2).forward(xs[${size}])`],
  steps: [
    (x, a, b) => `new nn.Linear(${a}, ${b}).forward(${x})`,
    (x, a, b) => `new nn.Conv1d(${a}, ${b}, 1).forward(${x})`,
    (x, a, b) => `new nn.Conv2d(${a}, ${b}, 1).forward(${x})`,
    (x, a) => `new nn.BatchNorm1d(${a}).eval().forward(${x})`,
    (x, a) => `new nn.LayerNorm(${a}).forward(${x})`,
    (x) => `new nn.Flatten().forward(${x})`,
    (x) => `new nn.ReLU().forward(${x})`,
    (x) => `new nn.MaxPool1d(1).forward(${x})`,
    (x, a) => `${x}.reshape(-1, ${a})`,
    (x, a) => `${x}.view(${x}.shape[0], ${a})`,
    (x, a) => `${x}.add(xs[${a}])`,
    (x, a) => `cat([${x}, xs[${a}]])`,
    (x) => `${x}.unsqueeze(0)`,
    (x) => `${x}.squeeze(0)`,
    (x) => `${x}.flatten(1)`,
    (x) => `${x}.permute(0, 2, 1)`,
    (x) => `${x}.transpose(0, 1)`,
    (x) => `${x}.sum(1)`,
    (x) => `${x}.select(0, 0)`,
    (x) => `${x}.matmul(xs[3].t())`,
  ],
  input: (shape) => randn(shape),
  tidied: (body) => body(),
};

const tensorflow: Library = {
  imports: 'import * as tf from "@tensorflow/tfjs";',
  examples: examples("tf.zeros"),
  names: { tf },
  checks: [
    (read, size) => `tf.zeros([1, ${read}]).reshape([1, ${size}])`,
    (read, size) => `tf.matMul(xs[${size}], tf.zeros([${read}, 2]))`,
    (read, size) =>
      `tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [${read}] })] }).predict(xs[${size}])`,
  ],
  steps: [
    (x, a) => `tf.layers.dense({ units: ${a} }).apply(${x})`,
    (x, a, b) => `tf.layers.dense({ units: ${a}, inputShape: [${b}] }).apply(${x})`,
    (x, a) => `tf.layers.conv1d({ filters: ${a}, kernelSize: 1 }).apply(${x})`,
    (x, a) => `tf.layers.conv2d({ filters: ${a}, kernelSize: 1 }).apply(${x})`,
    (x) => `tf.layers.flatten().apply(${x})`,
    (x, a, b) => `tf.layers.reshape({ targetShape: [${a}, ${b}] }).apply(${x})`,
    (x) => `tf.layers.batchNormalization().apply(${x})`,
    (x) => `tf.layers.globalAveragePooling1d().apply(${x})`,
    (x, a, b) =>
      `tf.sequential({ layers: [tf.layers.dense({ units: ${a}, inputShape: [${b}] })] }).predict(${x})`,
    (x, a) => `${x}.reshape([-1, ${a}])`,
    (x, a) => `${x}.reshape([${x}.shape[0], ${a}])`,
    (x, a, b) => `${x}.as2D(${a}, ${b})`,
    (x, a) => `${x}.add(xs[${a}])`,
    (x, a) => `tf.concat([${x}, xs[${a}]])`,
    (x, a) => `tf.matMul(${x}, tf.zeros([${a}, 2]))`,
    (x) => `tf.stack([${x}, ${x}])`,
    (x) => `${x}.expandDims(0)`,
    (x) => `${x}.squeeze()`,
    (x) => `${x}.squeeze([0])`,
    (x) => `${x}.transpose()`,
    (x) => `${x}.transpose([0, 2, 1])`,
    (x) => `${x}.sum(1)`,
    (x) => `${x}.relu()`,
    (x, a) => `${x}.slice([0, 0], [1, ${a}])`,
    (x) => `${x}.gather([0])`,
  ],
  input: (shape) => tf.zeros([...shape]),
  tidied: async (body) => {
    const engine = tf.engine();
    engine.startScope();
    try {
      return await body();
    } finally {
      engine.endScope();
      tf.disposeVariables();
    }
  },
};

export const LIBRARIES: readonly Library[] = [ours, tensorflow];

/** A tensor as a stranger would pass it. */
export const someInput = ({ input }: Library, random: Random): unknown =>
  input(Array.from({ length: 1 + random.below(4) }, () => random.of([1, 2, ...SIZES])));
