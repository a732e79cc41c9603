/** Core operations that rearrange, join and take apart. https://js.tensorflow.org/api/latest/#Tensors-Transformations */

import { ConvLensError } from "../../errors/convlens-error.ts";
import { executor } from "../../execution/default.ts";
import { copyAlong, forEachIndex, product, stridesOf } from "../../jobs/grid.ts";
import { isList } from "../../specs/arguments.ts";
import type { Arg } from "../../specs/spec.ts";
import { callFunction } from "../../tensor/function.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";
import { provideOperation } from "./job.ts";

const list = (arg: Arg): readonly number[] => (isList(arg) ? (arg as readonly number[]) : [arg as number]);
const isGiven = (arg: Arg): boolean => arg !== undefined && arg !== null;
const place = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
const axisOf = (arg: Arg, rank: number): number => place((arg as number | null | undefined) ?? 0, rank);

/** A tensor of this shape; each value is where `source` says in x. */
function picked(x: Tensor, shape: readonly number[], source: (index: readonly number[]) => number): Tensor {
  const data = executor.memory.floats(countOf(shape));
  const values = x.raw;
  forEachIndex(shape, (index, flat) => {
    data[flat] = values[source(index)]!;
  });
  return Tensor.wrap(data, [...shape]);
}

/** A tensor of this shape whose axes walk through x by steps of their own. */
function walked(x: Tensor, shape: readonly number[], steps: readonly number[], start: number): Tensor {
  const data = executor.memory.floats(countOf(shape));
  copyAlong(x.raw, data, shape, steps, start);
  return Tensor.wrap(data, [...shape]);
}

/** The values of some axes in opposite order. */
export function reversed(x: Tensor, axes: readonly number[]): Tensor {
  const turned = axes.map((axis) => place(axis, x.ndim));
  const steps = stridesOf(x.shape);
  const start = turned.reduce((at, axis) => at + (x.shape[axis]! - 1) * steps[axis]!, 0);
  return walked(
    x,
    x.shape,
    steps.map((step, axis) => (turned.includes(axis) ? -step : step)),
    start,
  );
}

provideOperation(["reshape"], ["shape"], ({ args, inputs: [x] }) => x!.reshape(list(args.shape)));
provideOperation(["flatten"], [], ({ inputs: [x] }) => x!.reshape(-1));
provideOperation(["concat", "concat2d", "concat3d", "concat4d"], ["axis"], ({ args, inputs }) =>
  callFunction("cat", inputs, { dim: args.axis ?? 0 }),
);
provideOperation(["concat1d"], [], ({ inputs }) => callFunction("cat", inputs, { dim: 0 }));
provideOperation(["broadcastTo"], ["shape"], ({ args, inputs: [x] }) => x!.expand(list(args.shape)));
provideOperation(["stack"], ["axis"], ({ args, inputs }) =>
  callFunction("stack", inputs, { dim: args.axis ?? 0 }),
);
provideOperation(["transpose"], ["perm"], ({ args, inputs: [x] }) =>
  x!.permute(isGiven(args.perm) ? list(args.perm) : x!.shape.map((_, axis) => x!.ndim - 1 - axis)),
);
provideOperation(["expandDims"], ["axis"], ({ args, inputs: [x] }) =>
  x!.unsqueeze((args.axis as number | null | undefined) ?? 0),
);
provideOperation(["squeeze"], ["axis"], ({ args, inputs: [x] }) => {
  const axes = isGiven(args.axis)
    ? list(args.axis).map((axis) => place(axis, x!.ndim))
    : x!.shape.map((_, axis) => axis).filter((axis) => x!.shape[axis] === 1);
  return x!.reshape(x!.shape.filter((_, axis) => !axes.includes(axis)));
});
provideOperation(["tile"], ["reps"], ({ args, inputs: [x] }) => x!.repeat(list(args.reps)));
provideOperation(["reverse1d"], [], ({ inputs: [x] }) => reversed(x!, [0]));
provideOperation(["reverse"], ["axis"], ({ args, inputs: [x] }) =>
  reversed(x!, isGiven(args.axis) ? list(args.axis) : x!.shape.map((_, axis) => axis)),
);
provideOperation(["identity", "stopGradient", "clone", "ensureShape"], [], ({ inputs: [x] }) => x!);

// ── borders ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type Sides = readonly (readonly [number, number])[];

/** With a value on both sides of each axis; sides below 0 cut off. */
export function bordered(x: Tensor, sides: Sides, value = 0): Tensor {
  const shape = x.shape.map((size, axis) => size + sides[axis]![0] + sides[axis]![1]);
  const steps = stridesOf(shape);
  const data = executor.memory.floats(countOf(shape));
  data.fill(value);
  const width = x.shape.at(-1) ?? 1;
  const before = sides.at(-1)?.[0] ?? 0;
  const [first, last] = [Math.max(0, -before), Math.min(width, (shape.at(-1) ?? 1) - before)];
  forEachIndex(x.shape.slice(0, -1), (index, row) => {
    let at = before;
    for (let axis = 0; axis < index.length; axis++) {
      const to = index[axis]! + sides[axis]![0];
      if (to < 0 || to >= shape[axis]!) return;
      at += to * steps[axis]!;
    }
    if (last > first) data.set(x.raw.subarray(row * width + first, row * width + last), at + first);
  });
  return Tensor.wrap(data, shape);
}

const numberOf = (arg: Arg): number => (arg as number | null | undefined) ?? 0;
provideOperation(["pad", "pad2d", "pad3d", "pad4d"], ["paddings", "constantValue"], ({ args, inputs: [x] }) =>
  bordered(x!, args.paddings as unknown as Sides, numberOf(args.constantValue)),
);
provideOperation(["pad1d"], ["paddings", "constantValue"], ({ args, inputs: [x] }) =>
  bordered(x!, [args.paddings as unknown as [number, number]], numberOf(args.constantValue)),
);
/** "symmetric" shows the border cell twice. */
provideOperation(["mirrorPad"], ["paddings", "mode"], ({ args, inputs: [x] }) => {
  const sides = args.paddings as unknown as Sides;
  const twice = args.mode === "symmetric" ? 1 : 0;
  const steps = stridesOf(x!.shape);
  const shape = x!.shape.map((size, axis) => size + sides[axis]![0] + sides[axis]![1]);
  return picked(x!, shape, (index) =>
    index.reduce((from, i, axis) => {
      const at = i - sides[axis]![0];
      const size = x!.shape[axis]!;
      const inside = at < 0 ? -at - twice : at >= size ? 2 * (size - 1) - at + twice : at;
      return from + inside * steps[axis]!;
    }, 0),
  );
});

// ── parts ───────────────────────────────────────────────────────────────────────────────────────────────────────────

provideOperation(
  ["slice", "slice1d", "slice2d", "slice3d", "slice4d"],
  ["begin", "size"],
  ({ args, inputs: [x] }) => {
    const begin = list(args.begin);
    const size = isGiven(args.size) ? list(args.size) : [];
    const steps = stridesOf(x!.shape);
    const shape = x!.shape.map((whole, axis) => {
      const asked = size[axis] ?? -1;
      return asked < 0 ? whole - (begin[axis] ?? 0) : asked;
    });
    const start = begin.reduce((at, first, axis) => at + first * steps[axis]!, 0);
    return walked(x!, shape, steps, start);
  },
);

/** Negative places count from the end; with a negative step it walks back. */
provideOperation(
  ["stridedSlice"],
  ["begin", "end", "strides", "beginMask", "endMask", "ellipsisMask", "newAxisMask", "shrinkAxisMask"],
  ({ args, inputs: [x] }) => {
    const masks = ["beginMask", "endMask", "ellipsisMask", "newAxisMask", "shrinkAxisMask"];
    if (masks.some((mask) => args[mask]))
      throw new ConvLensError("stridedSlice with masks cannot be computed", "not-implemented");
    const [begin, end] = [list(args.begin), list(args.end)];
    const by = isGiven(args.strides) ? list(args.strides) : [];
    const steps = stridesOf(x!.shape);
    const within = (at: number, low: number, high: number): number => Math.min(Math.max(at, low), high);
    const walks = x!.shape.map((size, axis) => {
      const step = by[axis] ?? 1;
      const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
      const from = within(place(begin[axis] ?? 0, size), 0, step > 0 ? size : size - 1);
      const to = within(place(end[axis] ?? size, size), low, high);
      return { from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
    });
    return walked(
      x!,
      walks.map(({ count }) => count),
      walks.map(({ step }, axis) => step * steps[axis]!),
      walks.reduce((start, { from }, axis) => start + from * steps[axis]!, 0),
    );
  },
);

provideOperation(["gather"], ["axis", "batchDims"], ({ args, inputs: [x, indices] }) => {
  const axis = axisOf(args.axis, x!.ndim);
  const shared = axisOf(args.batchDims, indices!.ndim);
  const size = x!.shape[axis]!;
  const wrong = indices!.raw.find((index) => !(index >= 0 && index < size));
  if (wrong !== undefined)
    throw new ConvLensError(`GatherV2: the index value ${wrong} is not in [0, ${size - 1}]`, "index-range");
  const outer = product(x!.shape.slice(0, axis));
  const width = product(x!.shape.slice(axis + 1));
  const own = indices!.shape.slice(shared);
  const each = product(own);
  const batches = product(x!.shape.slice(0, shared));
  const shape = [...x!.shape.slice(0, axis), ...own, ...x!.shape.slice(axis + 1)];
  const data = executor.memory.floats(countOf(shape));
  for (let o = 0; o < outer; o++) {
    const batch = Math.floor((o * batches) / outer);
    for (let i = 0; i < each; i++) {
      const from = (o * size + indices!.raw[batch * each + i]!) * width;
      data.set(x!.raw.subarray(from, from + width), (o * each + i) * width);
    }
  }
  return Tensor.wrap(data, shape);
});

provideOperation(["split"], ["numOrSizeSplits", "axis"], ({ args, inputs: [x] }) => {
  const axis = axisOf(args.axis, x!.ndim);
  const whole = x!.shape[axis]!;
  const asked = args.numOrSizeSplits as number | readonly number[];
  if (typeof asked === "number") return x!.split(whole / asked, axis);
  const known = asked.filter((size) => size !== -1).reduce((a, b) => a + b, 0);
  return x!.split(
    asked.map((size) => (size === -1 ? whole - known : size)),
    axis,
  );
});

provideOperation(["oneHot"], ["depth", "onValue", "offValue"], ({ args, inputs: [indices] }) => {
  const depth = args.depth as number;
  const data = new Float32Array(indices!.numel() * depth).fill(numberOf(args.offValue));
  for (const [row, index] of indices!.raw.entries())
    if (index >= 0 && index < depth)
      data[row * depth + index] = (args.onValue as number | null | undefined) ?? 1;
  return Tensor.wrap(data, [...indices!.shape, depth]);
});

provideOperation(["unstack"], ["axis"], ({ args, inputs: [x] }) => {
  const axis = axisOf(args.axis, x!.ndim);
  return Array.from({ length: x!.shape[axis]! }, (_, at) => x!.select(axis, at));
});

/** Values of an axis summed or multiplied one after the other. */
for (const [name, first, join] of [
  ["cumsum", 0, (a: number, b: number) => a + b],
  ["cumprod", 1, (a: number, b: number) => a * b],
] as const)
  provideOperation([name], ["axis", "exclusive", "reverse"], ({ args, inputs: [x] }) => {
    const axis = axisOf(args.axis, x!.ndim);
    const size = x!.shape[axis]!;
    const inner = product(x!.shape.slice(axis + 1));
    const data = new Float32Array(x!.raw.length);
    for (let line = 0; line < data.length / size; line++) {
      const start = Math.floor(line / inner) * inner * size + (line % inner);
      let total: number = first;
      for (let step = 0; step < size; step++) {
        const at = start + (args.reverse === true ? size - 1 - step : step) * inner;
        if (args.exclusive === true) data[at] = total;
        total = join(total, x!.raw[at]!);
        if (args.exclusive !== true) data[at] = total;
      }
    }
    return Tensor.wrap(data, [...x!.shape]);
  });
