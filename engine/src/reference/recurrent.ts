/**
 * RNN, LSTM and GRU over a sequence, from given states or zeros. Between the steps all is float64.
 * https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 */

import { ConvLensError } from "../errors/convlens-error.ts";
import type { Cells, Job, State } from "../jobs/job.ts";
import { generator } from "../random/generator.ts";
import type { Loops } from "./loops.ts";

/**
 * One step of one example: `x` is W_ih·x + b_ih and `s` W_hh·h + b_hh, gate after gate; the new hidden state goes to `h`,
 * `c` is the cell state.
 */
type Step = (x: Float64Array, s: Float64Array, h: Float64Array, c: Float64Array) => void;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const elman =
  (activation: (x: number) => number): Step =>
  (x, s, h) => {
    for (let i = 0; i < h.length; i++) h[i] = activation(x[i]! + s[i]!);
  };

/** Gates: input, forget, candidate, output. */
const lstm: Step = (x, s, h, c) => {
  const size = h.length;
  const gate = (kind: number, i: number): number => x[kind * size + i]! + s[kind * size + i]!;
  for (let i = 0; i < size; i++) {
    c[i] = sigmoid(gate(1, i)) * c[i]! + sigmoid(gate(0, i)) * Math.tanh(gate(2, i));
    h[i] = sigmoid(gate(3, i)) * Math.tanh(c[i]!);
  }
};

/** Gates: reset, update, new. Its old state stands in `h`. */
const gru: Step = (x, s, h) => {
  const size = h.length;
  for (let i = 0; i < size; i++) {
    const reset = sigmoid(x[i]! + s[i]!);
    const update = sigmoid(x[size + i]! + s[size + i]!);
    const fresh = Math.tanh(x[2 * size + i]! + reset * s[2 * size + i]!);
    h[i] = (1 - update) * fresh + update * h[i]!;
  }
};

/** Values of every step and example, [steps, batch, width]. */
interface Sequence {
  readonly data: Float64Array;
  readonly steps: number;
  readonly batch: number;
  readonly width: number;
}

function recurrent(job: Job, gates: number, step: Step): void {
  const { args, state, training, outputs } = job;
  const [y, last, carry] = outputs as [Cells, Cells, Cells?];
  const directions = args.bidirectional ? ["", "_reverse"] : [""];
  const layers = args.numLayers as number;
  const hidden = args.hiddenSize as number;
  const out = last.shape.at(-1)!;
  const [startH, startC] = [given(job, "hidden"), given(job, "cell")];
  let sequence = sequenceOf(job);
  const { steps, batch } = sequence;
  for (let layer = 0; layer < layers; layer++) {
    const width = directions.length * out;
    const data = new Float64Array(steps * batch * width);
    for (const [at, suffix] of directions.entries()) {
      const cell = cellOf(state, `l${layer}${suffix}`, gates, hidden, step);
      for (let n = 0; n < batch; n++) {
        const item = (layer * directions.length + at) * batch + n;
        const h = stateOf(startH, item, out);
        const c = stateOf(startC, item, hidden);
        for (let t = 0; t < steps; t++) {
          const place = (at === 0 ? t : steps - 1 - t) * batch + n;
          cell(sequence.data.subarray(place * sequence.width, (place + 1) * sequence.width), h, c);
          data.set(h, place * width + at * out);
        }
        last.data.set(h, item * out);
        carry?.data.set(c, item * hidden);
      }
    }
    sequence = { data, steps, batch, width };
    if (training && layer < layers - 1) drop(data, args.dropout as number);
  }
  write(sequence, y, Boolean(args.batchFirst));
}

/** States that the call starts from. */
function given({ callArgs, inputs }: Job, name: "hidden" | "cell"): Cells | undefined {
  const place = callArgs[name];
  if (place === undefined || place === null) return undefined;
  const cells = typeof place === "number" ? inputs[place] : undefined;
  if (cells) return cells;
  throw new ConvLensError(
    `the values of the ${name} state that it starts from are not known`,
    "not-implemented",
    "NotImplementedError",
  );
}

const stateOf = (all: Cells | undefined, item: number, size: number): Float64Array =>
  all ? Float64Array.from(all.data.subarray(item * size, (item + 1) * size)) : new Float64Array(size);

/** One layer in one direction: takes x, changes the output `h` and the cell state `c`. */
function cellOf(state: State, name: string, gates: number, hidden: number, step: Step) {
  const weight = (kind: string): Cells | undefined => state[`${kind}_${name}`];
  const [input, own, projection] = [weight("weight_ih")!, weight("weight_hh")!, weight("weight_hr")];
  const [inputBias, ownBias] = [weight("bias_ih"), weight("bias_hh")];
  const x = new Float64Array(gates * hidden);
  const s = new Float64Array(gates * hidden);
  const wide = new Float64Array(hidden);
  return (values: Float64Array, h: Float64Array, c: Float64Array): void => {
    multiply(input, values, inputBias, x);
    multiply(own, h, ownBias, s);
    step(x, s, projection ? wide : h, c);
    if (projection) multiply(projection, wide, undefined, h);
  };
}

function multiply(matrix: Cells, x: Float64Array, bias: Cells | undefined, result: Float64Array): void {
  const { data } = matrix;
  const columns = x.length;
  for (let row = 0; row < result.length; row++) {
    let sum = bias ? bias.data[row]! : 0;
    for (let i = 0; i < columns; i++) sum += data[row * columns + i]! * x[i]!;
    result[row] = sum;
  }
}

/** [steps, batch, features] of an input that may begin with the batch, or have none. */
function sequenceOf({ args, inputs: [x] }: Job): Sequence {
  const width = x!.shape.at(-1)!;
  const [a, b] = (x!.shape.length === 2 ? [x!.shape[0]!, 1] : x!.shape) as [number, number];
  const turned = Boolean(args.batchFirst) && x!.shape.length === 3;
  const [steps, batch] = turned ? [b, a] : [a, b];
  const data = Float64Array.from(x!.data);
  if (turned) {
    for (let t = 0; t < steps; t++)
      for (let n = 0; n < batch; n++)
        data.set(
          x!.data.subarray((n * steps + t) * width, (n * steps + t + 1) * width),
          (t * batch + n) * width,
        );
  }
  return { data, steps, batch, width };
}

function write({ data, steps, batch, width }: Sequence, y: Cells, batchFirst: boolean): void {
  if (!batchFirst || y.shape.length === 2) return void y.data.set(data);
  for (let t = 0; t < steps; t++)
    for (let n = 0; n < batch; n++)
      y.data.set(
        data.subarray((t * batch + n) * width, (t * batch + n + 1) * width),
        (n * steps + t) * width,
      );
}

/** Dropout between layers. */
function drop(data: Float64Array, p: number): void {
  if (p === 0) return;
  for (let i = 0; i < data.length; i++) data[i] = generator.uniform() >= p ? data[i]! / (1 - p) : 0;
}

export const recurrentLoops: Loops = {
  RNN: (job) =>
    recurrent(job, 1, elman(job.args.nonlinearity === "relu" ? (x) => Math.max(x, 0) : Math.tanh)),
  LSTM: (job) => recurrent(job, 4, lstm),
  GRU: (job) => recurrent(job, 3, gru),
};
