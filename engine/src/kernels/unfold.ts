/**
 * Unfold (im2col) and fold (col2im) over two dimensions: pure data movement, one plane a task.
 *
 * Unfold: [batch, channels, height, width] → [batch, channels · taps, positions]. Fold is its transpose: what overlaps
 * is added.
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import type { FunctionBuilder, LocalI32, ModuleBuilder } from "../wasm/index.ts";
import { copyFloats, fillFloats, forRuns, loadFloats, loadStrided, storeFloats } from "./arithmetic.ts";
import { gridOffsets, strides } from "./gemm-conv.ts";
import { outputSizes, product, type Triple, triple } from "./geometry.ts";
import { emitPadPlane } from "./pad.ts";
import { aligned, argument, EmptyPlan, KernelPlan, type Plan } from "./plan.ts";

/** Sizes are [height, width]; `input` is the image's size for fold too. */
export interface UnfoldGeometry {
  readonly batch: number;
  readonly channels: number;
  readonly input: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
}

interface Windows {
  readonly from: Triple;
  readonly to: Triple;
  readonly low: Triple;
  readonly stride: Triple;
  readonly output: Triple;
  /** Byte offset of each kernel position in a padded plane. */
  readonly taps: readonly number[];
}

/** Every window as a column. Null without SIMD. */
export function planUnfold(runtime: Runtime, g: UnfoldGeometry): Plan | null {
  const windows = windowsOf(g);
  const shape = [g.batch, g.channels * windows.taps.length, product(windows.output)];
  return planMovement(runtime, g, "unfold", windows, shape);
}

/** Every column added back into its window. Null without SIMD. */
export function planFold(runtime: Runtime, g: UnfoldGeometry): Plan | null {
  return planMovement(runtime, g, "fold", windowsOf(g), [g.batch, g.channels, ...g.input]);
}

function windowsOf(g: UnfoldGeometry): Windows {
  const output = outputSizes({ ...g, padLow: g.padding, padHigh: g.padding });
  const to = triple(
    g.input.map((size, d) => size + 2 * g.padding[d]!),
    1,
  );
  return {
    from: triple(g.input, 1),
    to,
    low: triple(g.padding, 0),
    stride: triple(g.stride, 1),
    output: triple(output, 1),
    taps: [...gridOffsets(1, 0, triple(g.kernel, 1), strides(to, triple(g.dilation, 1)))],
  };
}

function planMovement(
  runtime: Runtime,
  g: UnfoldGeometry,
  kind: "unfold" | "fold",
  windows: Windows,
  outputShape: number[],
): Plan | null {
  if (!host.simd) return null;
  if (product(outputShape) === 0) return new EmptyPlan(outputShape);
  const kernel = runtime.kernels.get(`${kind} ${JSON.stringify(windows)}`, (module) =>
    build(module, kind, windows),
  );
  return new KernelPlan(runtime, {
    algorithm: "row copies",
    outputShape,
    macs: g.batch * g.channels * windows.taps.length * product(windows.output),
    stages: [{ entry: kernel.entry(kind), tasks: g.batch * g.channels }],
    scratchBytes: scratchBytes(windows),
  });
}

function scratchBytes({ to }: Windows): number {
  return product(to) * 4 + 64;
}

function build(module: ModuleBuilder, kind: "unfold" | "fold", windows: Windows): void {
  const { from, output, taps } = windows;
  const image = product(from) * 4;
  const columns = taps.length * product(output) * 4;
  const [inputBytes, outputBytes] = kind === "unfold" ? [image, columns] : [columns, image];
  const emit = kind === "unfold" ? emitUnfold : emitFold;
  const body = module.function(3, (f, [task, thread, args]) => {
    const input = f.i32(argument(args!, "input").add(task!.mul(inputBytes)));
    const result = f.i32(argument(args!, "output").add(task!.mul(outputBytes)));
    const plane = f.i32(argument(args!, "scratch").add(thread!.mul(aligned(scratchBytes(windows)))));
    emit(f, windows, plane, input, result);
  });
  exportParallel(module, kind, body);
}

function emitUnfold(
  f: FunctionBuilder,
  windows: Windows,
  plane: LocalI32,
  input: LocalI32,
  result: LocalI32,
): void {
  const { stride, output } = windows;
  const target = f.i32(plane);
  emitPadPlane(f, target, input, { planes: 1, ...windows });
  const column = f.i32();
  forWindowRows(f, windows, plane, (row) => {
    column.set(row);
    const move = (floats: 4 | 2 | 1) => {
      storeFloats(f, result, loadStrided(column, stride[2], floats), floats);
      result.increase(floats * 4);
      column.increase(floats * stride[2] * 4);
    };
    if (stride[2] === 1) copyFloats(f, result, column, output[2]);
    else forPieces(f, output[2], move);
  });
}

function emitFold(
  f: FunctionBuilder,
  windows: Windows,
  plane: LocalI32,
  input: LocalI32,
  result: LocalI32,
): void {
  const { from, to, low, stride, output } = windows;
  const target = f.i32(plane);
  fillFloats(f, target, product(to), 0);
  const column = f.i32();
  forWindowRows(f, windows, plane, (row) => {
    column.set(row);
    const addVector = (offset: number, floats: 4 | 2 | 1) => {
      const total = loadFloats(column, floats, offset).add(loadFloats(input, floats, offset));
      storeFloats(f, column, total, floats, offset);
    };
    const addOne = () => {
      f.f32Store(column, column.f32Load().add(input.f32Load()));
      input.increase(4);
      column.increase(stride[2] * 4);
    };
    if (stride[2] === 1) forRuns(f, output[2], [column, input], addVector);
    else f.repeat(output[2], addOne);
  });
  const source = f.i32(plane.add((low[1] * to[2] + low[2]) * 4));
  f.repeat(from[1], () => {
    copyFloats(f, result, source, from[2]);
    source.increase((to[2] - from[2]) * 4);
  });
}

/** For each kernel position: the start of what it sees in each row of windows. */
function forWindowRows(
  f: FunctionBuilder,
  { to, stride, output, taps }: Windows,
  plane: LocalI32,
  visit: (row: LocalI32) => void,
): void {
  const row = f.i32();
  for (const tap of taps) {
    row.set(plane.add(tap));
    f.repeat(output[1], () => {
      visit(row);
      row.increase(stride[1] * to[2] * 4);
    });
  }
}

/** A row as vectors of 4, then 2, then 1. */
function forPieces(f: FunctionBuilder, count: number, piece: (floats: 4 | 2 | 1) => void): void {
  f.repeat(Math.floor(count / 4), () => piece(4));
  forRuns(f, count % 4, [], (_, floats) => piece(floats));
}
