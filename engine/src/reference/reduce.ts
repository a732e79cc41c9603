/** Reductions over axes, softmax along one, and losses. */

import { type Cells, type Job, provide } from "../ops/kernels.ts";
import { isList } from "../specs/arguments.ts";
import { forEachIndex, product, stridesOf } from "./grid.ts";

type Reduce = (values: readonly number[]) => number;
const sum: Reduce = (values) => values.reduce((a, b) => a + b, 0);
const mean: Reduce = (values) => sum(values) / values.length;
const extreme =
  (better: (a: number, b: number) => boolean): ((values: readonly number[]) => number) =>
  (values) =>
    values.reduce(
      (best, value, i) =>
        Number.isNaN(values[best]!) ? best : Number.isNaN(value) || better(value, values[best]!) ? i : best,
      0,
    );
const argmax = extreme((a, b) => a > b);
const argmin = extreme((a, b) => a < b);
const variance: Reduce = (values) =>
  sum(values.map((value) => (value - mean(values)) ** 2)) / (values.length - 1);

const reductions: Readonly<Record<string, Reduce>> = {
  sum,
  mean,
  prod: (values) => values.reduce((a, b) => a * b, 1),
  var: variance,
  std: (values) => Math.sqrt(variance(values)),
  norm: (values) => Math.sqrt(sum(values.map((value) => value * value))),
  amax: (values) => values[argmax(values)]!,
  amin: (values) => values[argmin(values)]!,
  argmax,
  argmin,
};

/** Calls `give` with the values behind each output place. */
function forEachGroup(
  { args, inputs: [x] }: Job,
  give: (values: readonly number[], place: number) => void,
): void {
  const rank = x!.shape.length;
  const asked = args.dim ?? null;
  const dims =
    asked === null || (isList(asked) && asked.length === 0)
      ? x!.shape.map((_, i) => i)
      : (isList(asked) ? asked : [asked]).map((dim) =>
          (dim as number) < 0 ? (dim as number) + rank : (dim as number),
        );
  const kept = x!.shape.map((_, i) => i).filter((i) => !dims.includes(i));
  const strides = stridesOf(x!.shape);
  const inside = dims.filter((dim) => dim < rank).sort((a, b) => a - b);
  forEachIndex(
    kept.map((i) => x!.shape[i]!),
    (outer, place) => {
      const start = kept.reduce((offset, i, at) => offset + outer[at]! * strides[i]!, 0);
      const values: number[] = [];
      forEachIndex(
        inside.map((i) => x!.shape[i]!),
        (inner) =>
          values.push(
            x!.data[start + inside.reduce((offset, i, at) => offset + inner[at]! * strides[i]!, 0)]!,
          ),
      );
      give(values, place);
    },
  );
}
for (const [name, reduce] of Object.entries(reductions)) {
  provide([name], (job) =>
    forEachGroup(job, (values, place) => {
      job.outputs[0]!.data[place] = reduce(values);
    }),
  );
}
for (const [name, pick] of [
  ["max", argmax],
  ["min", argmin],
] as const) {
  provide([name], (job) =>
    forEachGroup(job, (values, place) => {
      const at = pick(values);
      job.outputs[0]!.data[place] = values[at]!;
      if (job.outputs[1]) job.outputs[1].data[place] = at;
    }),
  );
}

/** exp(x − max) / Σ exp(x − max) along an axis; the logarithm of it for logSoftmax. */
const softmax =
  (log: boolean, sign = 1) =>
  ({ args, inputs: [x], outputs: [y] }: Job): void => {
    const rank = x!.shape.length;
    const asked = (args.dim as number | null) ?? (rank === 0 || rank === 1 || rank === 3 ? 0 : 1);
    const dim = asked < 0 ? asked + Math.max(rank, 1) : asked;
    const size = x!.shape[dim] ?? 1;
    const inner = product(x!.shape.slice(dim + 1));
    for (let start = 0; start < x!.data.length; start++) {
      if (Math.floor(start / inner) % size !== 0) continue;
      const values = Array.from({ length: size }, (_, i) => sign * x!.data[start + i * inner]!);
      const max = Math.max(...values);
      const total = sum(values.map((value) => Math.exp(value - max)));
      for (const [i, value] of values.entries())
        y!.data[start + i * inner] = log ? value - max - Math.log(total) : Math.exp(value - max) / total;
    }
  };
provide(["Softmax", "softmax"], softmax(false));
provide(["Softmin", "softmin"], softmax(false, -1));
provide(["LogSoftmax", "logSoftmax"], softmax(true));

// ── losses ──────────────────────────────────────────────────────────────────────────────────────────────────────

function reduceLoss({ args, outputs: [y] }: Job, losses: readonly number[], weight = losses.length): void {
  if (args.reduction === "none") y!.data.set(losses);
  else y!.data[0] = args.reduction === "sum" ? sum(losses) : sum(losses) / weight;
}

const pointwise =
  (loss: (x: number, t: number, job: Job) => number) =>
  (job: Job): void => {
    const [x, t] = job.inputs as [Cells, Cells];
    reduceLoss(
      job,
      [...x.data].map((value, i) =>
        loss(value, t.data[t.data.length === x.data.length ? i : i % t.data.length]!, job),
      ),
    );
  };
const softened =
  (edge: number, scale: (edge: number) => number) =>
  (x: number, t: number): number => {
    const d = Math.abs(x - t);
    return d < edge ? (0.5 * d * d * scale(edge)) / edge : scale(edge) * (d - 0.5 * edge);
  };
provide(
  ["MSELoss", "mseLoss"],
  pointwise((x, t) => (x - t) ** 2),
);
provide(
  ["L1Loss", "l1Loss"],
  pointwise((x, t) => Math.abs(x - t)),
);
provide(
  ["SmoothL1Loss", "smoothL1Loss"],
  pointwise((x, t, { args }) => softened((args.beta as number) ?? 1, () => 1)(x, t)),
);
provide(
  ["HuberLoss", "huberLoss"],
  pointwise((x, t, { args }) => softened((args.delta as number) ?? 1, (edge) => edge)(x, t)),
);
provide(
  ["BCELoss", "binaryCrossEntropy"],
  pointwise((x, t) => -(t * Math.max(Math.log(x), -100) + (1 - t) * Math.max(Math.log(1 - x), -100))),
);
provide(
  ["BCEWithLogitsLoss", "binaryCrossEntropyWithLogits"],
  pointwise((x, t) => Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x)))),
);

const classification =
  (logits: boolean) =>
  (job: Job): void => {
    const [x, t] = job.inputs as [Cells, Cells];
    const dim = x.shape.length === 1 ? 0 : 1;
    const [classes, inner] = [x.shape[dim]!, product(x.shape.slice(dim + 1))];
    const losses: number[] = [];
    const probabilities =
      t.shape.length === x.shape.length && t.data.length === x.data.length && x.shape.length > 1;
    for (let place = 0; place < x.data.length / classes; place++) {
      const start = Math.floor(place / inner) * classes * inner + (place % inner);
      const values = Array.from({ length: classes }, (_, i) => x.data[start + i * inner]!);
      const shift = logits
        ? Math.max(...values) + Math.log(sum(values.map((value) => Math.exp(value - Math.max(...values)))))
        : 0;
      losses.push(
        probabilities
          ? -sum(values.map((value, i) => (value - shift) * t.data[start + i * inner]!))
          : shift - values[t.data[place]!]!,
      );
    }
    reduceLoss(job, losses);
  };
provide(["CrossEntropyLoss", "crossEntropy"], classification(true));
provide(["NLLLoss", "nllLoss"], classification(false));
