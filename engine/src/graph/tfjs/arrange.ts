/** Core operations that rearrange, join and take apart. https://js.tensorflow.org/api/latest/#Tensors-Transformations */
import { callFunction } from "../../ops/function.ts";
import { copyAlong, forEachIndex, product, stridesOf } from "../../reference/grid.ts";
import { runtime } from "../../runtime/index.ts";
import { isList } from "../../specs/arguments.ts";
import type { Arg } from "../../specs/spec.ts";
import { ConvLensError } from "../../tensor/errors.ts";
import { countOf, Tensor } from "../../tensor/tensor.ts";
import { provideOperation } from "./job.ts";

const list = (arg: Arg): readonly number[] => (isList(arg) ? (arg as readonly number[]) : [arg as number]);
const isGiven = (arg: Arg): boolean => arg !== undefined && arg !== null;
const place = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
const axisOf = (arg: Arg, rank: number): number => place((arg as number | null | undefined) ?? 0, rank);

/** A tensor of this shape; each value is where `source` says in x. */
function picked(x: Tensor, shape: readonly number[], source: (index: readonly number[]) => number): Tensor {
  const data = runtime.memory.floats(countOf(shape));
  const values = x.raw;
  forEachIndex(shape, (index, flat) => {
    data[flat] = values[source(index)]!;
  });
  return Tensor.wrap(data, [...shape]);
}

/** A tensor of this shape whose axes walk through x by steps of their own. */
function walked(x: Tensor, shape: readonly number[], steps: readonly number[], start: number): Tensor {
  const data = runtime.memory.floats(countOf(shape));
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
provideOperation(["concat"], ["axis"], ({ args, inputs }) =>
  callFunction("cat", inputs, { dim: args.axis ?? 0 }),
);
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
provideOperation(["reverse"], ["axis"], ({ args, inputs: [x] }) =>
  reversed(x!, isGiven(args.axis) ? list(args.axis) : x!.shape.map((_, axis) => axis)),
);
provideOperation(["identity", "stopGradient"], [], ({ inputs: [x] }) => x!);

// ── borders ─────────────────────────────────────────────────────────────────────────────────────────────────────────

type Sides = readonly (readonly [number, number])[];

const sizesIn = (x: Tensor, sides: Sides): number[] =>
  x.shape.map((size, axis) => size + sides[axis]![0] + sides[axis]![1]);

provideOperation(["pad"], ["paddings", "constantValue"], ({ args, inputs: [x] }) => {
  const sides = args.paddings as unknown as Sides;
  const shape = sizesIn(x!, sides);
  const steps = stridesOf(shape);
  const data = runtime.memory.floats(countOf(shape));
  data.fill((args.constantValue as number | null | undefined) ?? 0);
  const width = x!.shape.at(-1) ?? 1;
  const start = sides.reduce((at, [before], axis) => at + before * steps[axis]!, 0);
  forEachIndex(x!.shape.slice(0, -1), (index, row) => {
    const at = index.reduce((sum, i, axis) => sum + i * steps[axis]!, start);
    data.set(x!.raw.subarray(row * width, (row + 1) * width), at);
  });
  return Tensor.wrap(data, shape);
});
/** "symmetric" shows the border cell twice. */
provideOperation(["mirrorPad"], ["paddings", "mode"], ({ args, inputs: [x] }) => {
  const sides = args.paddings as unknown as Sides;
  const twice = args.mode === "symmetric" ? 1 : 0;
  const steps = stridesOf(x!.shape);
  return picked(x!, sizesIn(x!, sides), (index) =>
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

provideOperation(["gather"], ["axis", "batchDims"], ({ args, inputs: [x, indices] }) => {
  const axis = axisOf(args.axis, x!.ndim);
  const shared = (args.batchDims as number | null | undefined) ?? 0;
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
  const data = runtime.memory.floats(countOf(shape));
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
