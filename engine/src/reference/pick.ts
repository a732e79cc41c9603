/** Values picked by their places or their order, and sums of products along named axes. */
import { ConvLensError } from "../errors/convlens-error.ts";
import { forEachIndex, stepsOf, stridesOf } from "../jobs/grid.ts";
import type { Job } from "../jobs/job.ts";
import { equationOf } from "../specs/torch/functions/einsum.ts";
import { alongAxis, inOrder } from "./lines.ts";
import type { Loops } from "./loops.ts";

/** The first k of each line in order, the largest or the smallest first. */
function topk({ args, inputs, outputs: [values, indices] }: Job): void {
  const k = args.k as number;
  const [x] = inputs;
  const rank = x!.shape.length;
  const dim = (args.dim as number) < 0 ? (args.dim as number) + Math.max(rank, 1) : (args.dim as number);
  const size = x!.shape[dim] ?? 1;
  const inner = x!.shape.slice(dim + 1).reduce((a, b) => a * b, 1);
  alongAxis(x!, args.dim as number, (line, at) => {
    // the line starts at outer · size · inner + rest; that of the results at outer · k · inner + rest
    const start = at(0);
    const to = Math.floor(start / (size * inner)) * k * inner + (start % inner);
    for (const [i, from] of inOrder(line, args.largest !== false)
      .slice(0, k)
      .entries()) {
      values!.data[to + i * inner] = line[from]!;
      indices!.data[to + i * inner] = from;
    }
  });
}

function argsort({ args, inputs: [x], outputs: [y] }: Job): void {
  alongAxis(x!, args.dim as number, (line, at) => {
    for (const [i, from] of inOrder(line, args.descending === true).entries()) y!.data[at(i)] = from;
  });
}

/** y[i][j] = x[index[i][j]][j] for the first axis. Throws PyTorch's error for a place that the axis does not have. */
function gather({ args, inputs: [x, index], outputs: [y] }: Job): void {
  const rank = x!.shape.length;
  const dim = (args.dim as number) < 0 ? (args.dim as number) + Math.max(rank, 1) : (args.dim as number);
  const size = x!.shape[dim] ?? 1;
  const strides = stridesOf(x!.shape);
  forEachIndex(index!.shape, (places, flat) => {
    const place = index!.data[flat]!;
    if (!Number.isInteger(place) || place < 0 || place >= size)
      throw new ConvLensError(
        `index ${place} is out of bounds for dimension ${dim} with size ${size}`,
        "index-range",
      );
    let from = place * (strides[dim] ?? 1);
    for (let axis = 0; axis < places.length; axis++)
      if (axis !== dim) from += places[axis]! * (strides[axis] ?? 0);
    y!.data[flat] = x!.data[from]!;
  });
}

function where({ inputs, outputs: [y] }: Job): void {
  const rank = y!.shape.length;
  const steps = inputs.map(({ shape }) => stepsOf(shape, rank));
  const [condition, a, b] = inputs;
  forEachIndex(y!.shape, (index, flat) => {
    const place = (input: number): number =>
      index.reduce((sum, at, axis) => sum + at * steps[input]![axis]!, 0);
    y!.data[flat] = condition!.data[place(0)] === 0 ? b!.data[place(2)]! : a!.data[place(1)]!;
  });
}

/** Every combination of the axes that the result does not have is added up. */
function einsum({ args, inputs, outputs: [y] }: Job): void {
  if ((args.equation as string).includes("..."))
    throw new ConvLensError('einsum: "..." is not supported; name every axis by a letter', "argument-value");
  const { operands, result } = equationOf(args.equation as string);
  const letters = [...new Set(operands.join(""))];
  const summed = letters.filter((letter) => !result.includes(letter));
  const sizes = new Map<string, number>();
  for (const [i, own] of operands.entries())
    for (const [axis, letter] of [...own].entries())
      sizes.set(letter, Math.max(sizes.get(letter) ?? 1, inputs[i]!.shape[axis]!));
  /** How far an operand's place moves with each of these letters; a letter that stands twice is its diagonal. */
  const stepsFor = (i: number, along: readonly string[]): number[] => {
    const own = stepsOf(inputs[i]!.shape, operands[i]!.length);
    return along.map((letter) =>
      [...operands[i]!].reduce((sum, other, axis) => sum + (other === letter ? own[axis]! : 0), 0),
    );
  };
  const outer = operands.map((_, i) => stepsFor(i, [...result]));
  const inner = operands.map((_, i) => stepsFor(i, summed));
  const summedSizes = summed.map((letter) => sizes.get(letter)!);
  const at = (steps: readonly number[], index: readonly number[]): number =>
    index.reduce((sum, place, axis) => sum + place * steps[axis]!, 0);
  forEachIndex(y!.shape, (index, flat) => {
    const starts = outer.map((steps) => at(steps, index));
    let total = 0;
    forEachIndex(summedSizes, (terms) => {
      let value = 1;
      for (let i = 0; i < inputs.length; i++) value *= inputs[i]!.data[starts[i]! + at(inner[i]!, terms)]!;
      total += value;
    });
    y!.data[flat] = total;
  });
}

export const pickLoops: Loops = { topk, argsort, gather, where, einsum };
