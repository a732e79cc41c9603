/**
 * Normalisation: scale and shift per channel (batch norm with running statistics), and rows brought to mean 0 and
 * variance 1 (layer, group and instance norm).
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { type FunctionBuilder, f32, f32x4, type LocalI32, type LocalV128, type V128 } from "../wasm/index.ts";
import { forRuns, loadFloats, storeFloats } from "./arithmetic.ts";
import { argument, EmptyPlan, KernelPlan, type Plan, upload } from "./plan.ts";

/** A plan whose factors can change between runs. */
export interface ScaleShiftPlan extends Plan {
  update(scale: ArrayLike<number>, shift: ArrayLike<number>): void;
}

/** y[n, c, …] = x[n, c, …] · scale[c] + shift[c] over planes of `size` elements. Null without SIMD. */
export function planScaleShift(
  runtime: Runtime,
  g: { batch: number; channels: number; size: number },
  scale: ArrayLike<number>,
  shift: ArrayLike<number>,
): ScaleShiftPlan | null {
  if (!host.simd) return null;
  const { batch, channels, size } = g;
  const kernel = runtime.kernels.get(`scale-shift ${channels} ${size}`, (module) => {
    const body = module.function(3, (f, [task, , args]) => {
      const [x, y] = planes(f, args!, task!, size);
      const channel = f.i32(task!.remU(channels).shl(2));
      const factor = f.v128(argument(args!, "weights").add(channel).v128LoadSplat());
      const addend = f.v128(argument(args!, "bias").add(channel).v128LoadSplat());
      forRuns(f, size, [x, y], (offset, floats) =>
        storeFloats(f, y, loadFloats(x, floats, offset).mul(factor).add(addend), floats, offset),
      );
    });
    exportParallel(module, "scale", body);
  });
  const [weights, bias] = [upload(runtime, scale), upload(runtime, shift)];
  const plan = new KernelPlan(runtime, {
    algorithm: "scale and shift",
    outputShape: [batch, channels, size],
    macs: batch * channels * size,
    stages: [{ entry: kernel.entry("scale"), tasks: batch * channels, weights, bias }],
  });
  const update = (newScale: ArrayLike<number>, newShift: ArrayLike<number>) => {
    weights.array.set(newScale);
    bias.array.set(newShift);
  };
  return Object.assign(plan, { update });
}

/** Rows of equal length, each normalised by itself. */
export interface RowNormGeometry {
  readonly rows: number;
  /** Elements of a row: a group of channels (group and instance norm), or the normalised shape (layer norm). */
  readonly length: number;
  readonly epsilon: number;
  /**
   * How weight and bias apply: "element", one for each element of a row; or to `channels` in all, in runs of `size`
   * elements, continued from row to row.
   */
  readonly affine: "element" | { readonly channels: number; readonly size: number };
}

/** y = (x − mean) / √(variance + ε) · weight + bias, with the biased variance. Null without SIMD. */
export function planRowNorm(
  runtime: Runtime,
  g: RowNormGeometry,
  weight: ArrayLike<number> | null = null,
  bias: ArrayLike<number> | null = null,
): Plan | null {
  if (!host.simd) return null;
  if (g.rows * g.length === 0) return new EmptyPlan([g.rows, g.length]);
  const parameters = g.affine === "element" ? g.length : g.affine.channels;
  const key = `row-norm ${JSON.stringify({ ...g, rows: 0 })}`;
  const kernel = runtime.kernels.get(key, (module) => {
    const body = module.function(3, (f, [task, , args]) => emitRow(f, g, task!, args!));
    exportParallel(module, "normalize", body);
  });
  return new KernelPlan(runtime, {
    algorithm: "row by row",
    outputShape: [g.rows, g.length],
    macs: 3 * g.rows * g.length,
    stages: [
      {
        entry: kernel.entry("normalize"),
        tasks: g.rows,
        weights: upload(runtime, weight ?? new Float32Array(parameters).fill(1)),
        bias: upload(runtime, bias ?? new Float32Array(parameters)),
      },
    ],
  });
}

function emitRow(f: FunctionBuilder, g: RowNormGeometry, task: LocalI32, args: LocalI32): void {
  const { length, epsilon, affine } = g;
  const [x, y] = planes(f, args, task, length);
  const mean = f.v128();
  const scale = f.v128();
  mean.set(sumOf(f, x, length, (value) => value).div(f32x4(length)));
  const squares = sumOf(f, x, length, (value) => value.sub(mean).mul(value.sub(mean)));
  scale.set(f32x4(1).div(squares.div(f32x4(length)).add(f32x4(epsilon)).sqrt()));

  const weight = f.i32(argument(args, "weights"));
  const bias = f.i32(argument(args, "bias"));
  const normalized = (offset: number, floats: 4 | 2 | 1) =>
    loadFloats(x, floats, offset).sub(mean).mul(scale);
  if (affine === "element") {
    forRuns(f, length, [x, y, weight, bias], (offset, floats) => {
      const value = normalized(offset, floats).mul(loadFloats(weight, floats, offset));
      storeFloats(f, y, value.add(loadFloats(bias, floats, offset)), floats, offset);
    });
    return;
  }
  const perRow = length / affine.size;
  const firstChannel = f.i32(task.mul(perRow).remU(affine.channels).shl(2));
  weight.increase(firstChannel);
  bias.increase(firstChannel);
  const factor = f.v128();
  const addend = f.v128();
  f.repeat(perRow, () => {
    factor.set(weight.v128LoadSplat());
    addend.set(bias.v128LoadSplat());
    forRuns(f, affine.size, [x, y], (offset, floats) =>
      storeFloats(f, y, normalized(offset, floats).mul(factor).add(addend), floats, offset),
    );
    weight.increase(4);
    bias.increase(4);
  });
}

/** Σ map(x), in all four lanes. Four partial vectors keep the rounding error and the latency small. */
function sumOf(f: FunctionBuilder, start: LocalI32, length: number, map: (value: V128) => V128): LocalV128 {
  const x = f.i32(start);
  const sums = f.v128s(4);
  for (const sum of sums) sum.set(f32x4(0));
  const rest = f.f32(f32(0));
  forRuns(f, length, [x], (offset, floats) => {
    const sum = sums[(offset / 16) % 4]!;
    if (floats === 4) sum.set(sum.add(map(x.v128Load(offset))));
    else
      for (let lane = 0; lane < floats; lane++)
        rest.set(rest.add(map(x.v128LoadSplat(offset + lane * 4)).lane(0)));
  });
  const [a, b, c, d] = sums;
  a!.set(a!.add(b!).add(c!.add(d!)));
  const total = a!
    .lane(0)
    .add(a!.lane(1))
    .add(a!.lane(2).add(a!.lane(3)))
    .add(rest);
  a!.set(total.splat());
  return a!;
}

/** The task's plane in the input and in the output. */
function planes(f: FunctionBuilder, args: LocalI32, task: LocalI32, length: number): [LocalI32, LocalI32] {
  const offset = task.mul(length * 4);
  return [f.i32(argument(args, "input").add(offset)), f.i32(argument(args, "output").add(offset))];
}
