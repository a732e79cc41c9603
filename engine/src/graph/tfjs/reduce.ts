/** Core operations that take axes together. https://js.tensorflow.org/api/latest/#Operations-Reduction */

import { ConvLensError } from "../../errors/convlens-error.ts";
import { isList } from "../../specs/arguments.ts";
import type { Arg } from "../../specs/spec.ts";
import { callFunction } from "../../tensor/function.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { type Compute, provideOperation } from "./job.ts";
import { mapped } from "./values.ts";

type Reduce = (x: Tensor, dim: Arg, keepdim: boolean) => Tensor;
const named =
  (name: string): Reduce =>
  (x, dim, keepdim) =>
    callFunction(name, [x], { dim, keepdim })[0]!;
const [sum, most, least] = [named("sum"), named("amax"), named("amin")];
const truth = (x: Tensor): Tensor => mapped(x, (value) => Number(value !== 0));
const length: Reduce = (x, dim, keepdim) => mapped(sum(x.mul(x), dim, keepdim), Math.sqrt);

const reductions: Readonly<Record<string, Reduce>> = {
  sum,
  mean: named("mean"),
  prod: named("prod"),
  max: most,
  min: least,
  any: (x, dim, keepdim) => most(truth(x), dim, keepdim),
  all: (x, dim, keepdim) => least(truth(x), dim, keepdim),
  euclideanNorm: length,
  logSumExp(x, dim, keepdim) {
    const top = mapped(most(x, dim, true), (value) => (Number.isFinite(value) ? value : 0));
    const logs = mapped(sum(x.sub(top).exp(), dim, keepdim), Math.log);
    return logs.add(top.reshape(logs.shape));
  },
};

const over =
  (reduce: Reduce): Compute =>
  ({ args, inputs: [x] }) =>
    reduce(x!, args.axis ?? null, args.keepDims === true);
for (const [name, reduce] of Object.entries(reductions))
  provideOperation([name], ["axis", "keepDims"], over(reduce));

provideOperation(["moments"], ["axis", "keepDims"], ({ args, inputs: [x] }) => {
  const axis = args.axis ?? null;
  const mean = reductions.mean!;
  const away = x!.sub(mean(x!, axis, true));
  return [mean(x!, axis, args.keepDims === true), mean(away.mul(away), axis, args.keepDims === true)];
});

for (const [name, own] of [
  ["argMax", "argmax"],
  ["argMin", "argmin"],
] as const)
  provideOperation([name], ["axis"], ({ args, inputs: [x] }) =>
    callFunction(own, [x!], { dim: args.axis ?? 0, keepdim: false }),
  );

/** Over one axis, or over everything, norms of vectors; over two axes norms of matrices. */
provideOperation(["norm"], ["ord", "axis", "keepDims"], (job) => {
  const { axis, keepDims, ord = "euclidean" } = job.args;
  const [x] = job.inputs as [Tensor];
  if (ord === "euclidean" || ord === "fro" || ord === 2) return over(length)(job);
  const reduce = ord === Number.NEGATIVE_INFINITY ? least : most;
  if (ord !== 1 && Math.abs(ord as number) !== Number.POSITIVE_INFINITY)
    throw new ConvLensError(`Error in norm: invalid ord value: ${String(ord)}`, "not-implemented", "Error");
  const keep = keepDims === true;
  if (!isList(axis) || axis.length === 1) return (ord === 1 ? sum : reduce)(x.abs(), axis ?? null, keep);
  // the largest sum of a column, or of a row
  const [rows, columns] = axis as readonly [number, number];
  const [along, across] = ord === 1 ? [rows, columns] : [columns, rows];
  const one = reduce(sum(x.abs(), along, true), across, true);
  return keep ? one : one.squeeze([rows, columns]);
});
