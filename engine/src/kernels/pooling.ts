/**
 * Max and average pooling in 1 to 3 dimensions. A task is one plane: it is copied with its padding into scratch memory
 * (−∞ around for the maximum, 0 for the average), then four output columns at a time see their windows there. Of a maximum
 * over several rows these are joined first, once for all windows beside each other.
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { type FunctionBuilder, f32x4, type LocalI32, type ModuleBuilder, type V128 } from "../wasm/index.ts";
import { forRuns, loadStrided, storeFloats } from "./arithmetic.ts";
import { gridOffsets, strides } from "./gemm-conv.ts";
import { type PoolGeometry, poolOutputSizes, product, type Triple, triple } from "./geometry.ts";
import { emitPadPlane } from "./pad.ts";
import { aligned, argument, EmptyPlan, KernelPlan, type Plan, uploadIntegers } from "./plan.ts";

export type PoolKind = "max" | "average";

interface PoolShape {
  readonly kind: PoolKind;
  readonly from: Triple;
  readonly to: Triple;
  readonly low: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  readonly output: Triple;
}

/** Kernels of more positions loop over a table of offsets. */
const UNROLLED_TAPS = 32;

/** The maximum of each window, NaN if the window has one. Null without SIMD. */
export function planMaxPool(runtime: Runtime, g: PoolGeometry): Plan | null {
  return planPool(runtime, g, "max", null);
}

/**
 * The mean of each window: the sum divided by `divisorOverride`, else by the number of positions in input and padding,
 * or in the input alone when `countIncludePad` is false. Null without SIMD.
 */
export function planAveragePool(
  runtime: Runtime,
  g: PoolGeometry,
  {
    countIncludePad = true,
    divisorOverride = null,
  }: { countIncludePad?: boolean; divisorOverride?: number | null } = {},
): Plan | null {
  return planPool(runtime, g, "average", poolDivisors(g, countIncludePad, divisorOverride));
}

/** Cells of a window, which are listed, and of the padded input, which each thread holds. */
const MOST_TAPS = 2 ** 16;
const MOST_PADDED = 2 ** 24;

function planPool(
  runtime: Runtime,
  g: PoolGeometry,
  kind: PoolKind,
  divisors: Float32Array | null,
): Plan | null {
  if (!host.simd) return null;
  const sizes = poolOutputSizes(g);
  const outputShape = [g.batch, g.channels, ...sizes];
  if (product(outputShape) === 0) return new EmptyPlan(outputShape);
  const shape = poolShape(g, kind);
  // a window or a padding far larger than the input: the loops look at what lies inside alone
  if (product(shape.kernel) > MOST_TAPS || product(shape.to) > MOST_PADDED) return null;
  const taps = gridOffsets(1, 0, shape.kernel, strides(shape.to, shape.dilation));
  const kernel = runtime.kernels.get(`pool ${JSON.stringify(shape)}`, (module) =>
    buildPool(module, shape, taps),
  );
  const divisorBits = new Int32Array(divisors?.buffer ?? new ArrayBuffer(0));
  return new KernelPlan(runtime, {
    algorithm: "windows",
    outputShape,
    macs: product(outputShape) * product(g.kernel),
    stages: [
      {
        entry: kernel.entry("pool"),
        tasks: g.batch * g.channels,
        tables: uploadIntegers(runtime, taps, divisorBits),
      },
    ],
    scratchBytes: poolScratchBytes(shape),
  });
}

function poolShape(g: PoolGeometry, kind: PoolKind): PoolShape {
  const output = triple(poolOutputSizes(g), 1);
  const from = triple(g.input, 1);
  const low = triple(g.padding, 0);
  const [kernel, stride, dilation] = [triple(g.kernel, 1), triple(g.stride, 1), triple(g.dilation, 1)];
  const to = from.map((size, d) =>
    Math.max(low[d]! + size, (output[d]! - 1) * stride[d]! + dilation[d]! * (kernel[d]! - 1) + 1),
  );
  return { kind, from, to: triple(to, 1), low, kernel, stride, dilation, output };
}

/** One divisor for each output position of a plane. */
function poolDivisors(g: PoolGeometry, countIncludePad: boolean, override: number | null): Float32Array {
  const axes = g.input.map((size, d) => {
    const [low, high] = countIncludePad ? [-g.padding[d]!, size + g.padding[d]!] : [0, size];
    return Array.from({ length: poolOutputSizes(g)[d]! }, (_, o) => {
      const start = o * g.stride[d]! - g.padding[d]!;
      return Math.min(start + g.kernel[d]!, high) - Math.max(start, low);
    });
  });
  const counts = axes.reduce(
    (outer, axis) => outer.flatMap((count) => axis.map((length) => count * length)),
    [1],
  );
  return Float32Array.from(counts, (count) => override ?? count);
}

/** Floats of a row that are joined at a time. */
const JOINED = 8;

/** The plane, and a row of joined ones; what is read behind either may be anything. */
const planeBytes = ({ to }: PoolShape): number => aligned(product(to) * 4 + 64);
const poolScratchBytes = (shape: PoolShape): number => planeBytes(shape) + aligned(shape.to[2] * 4 + 64);

/** Byte offsets of a window's rows, and of the positions in a row, where the rows are joined first. */
function separate({
  kind,
  kernel,
  dilation,
  to,
}: PoolShape): { rows: Int32Array; columns: Int32Array } | null {
  const [depth, height, width] = kernel;
  const most = Math.max(depth * height, width);
  if (kind !== "max" || depth * height === 1 || width === 1 || most > UNROLLED_TAPS) return null;
  const steps = strides(to, dilation);
  return {
    rows: gridOffsets(1, 0, [depth, height, 1], steps),
    columns: gridOffsets(1, 0, [1, 1, width], steps),
  };
}

function buildPool(module: ModuleBuilder, shape: PoolShape, taps: Int32Array): void {
  const { kind, from, to, low, stride, output } = shape;
  const fill = kind === "max" ? Number.NEGATIVE_INFINITY : 0;
  const scratchStride = poolScratchBytes(shape);
  const separated = separate(shape);
  const unrolled = separated?.columns ?? (taps.length <= UNROLLED_TAPS ? taps : null);
  const body = module.function(3, (f, [task, thread, args]) => {
    const input = f.i32(argument(args!, "input").add(task!.mul(product(from) * 4)));
    const result = f.i32(argument(args!, "output").add(task!.mul(product(output) * 4)));
    const tables = f.i32(argument(args!, "tables"));
    const divisors = f.i32(tables.add(taps.length * 4));
    const plane = f.i32(argument(args!, "scratch").add(thread!.mul(scratchStride)));
    const target = f.i32(plane);
    emitPadPlane(f, target, input, { planes: 1, from, to, low, fill });

    const sum = f.v128();
    const at = f.i32();
    const address = f.i32();
    const add = (value: V128) => sum.set(kind === "max" ? sum.max(value) : sum.add(value));
    const window = (floats: 4 | 2 | 1) => {
      sum.set(f32x4(fill));
      if (unrolled) {
        for (const offset of unrolled) add(loadStrided(at, stride[2], floats, offset));
        return;
      }
      f.range(0, taps.length * 4, 4, (tap) => {
        address.set(at.add(tables.add(tap).i32Load()));
        add(loadStrided(address, stride[2], floats));
      });
    };
    const joined = f.i32(plane.add(planeBytes(shape)));
    const join = (start: LocalI32, [first = 0, ...others]: Int32Array) => {
      at.set(start);
      address.set(joined);
      f.repeat(Math.ceil(to[2] / JOINED), () => {
        const values = [0, 16].map((offset) => {
          const value = f.v128(at.v128Load(first + offset));
          for (const tap of others) value.set(value.max(at.v128Load(tap + offset)));
          return value;
        });
        for (const [i, value] of values.entries()) f.v128Store(address, value, i * 16);
        at.increase(JOINED * 4);
        address.increase(JOINED * 4);
      });
    };
    const row = (start: LocalI32) => {
      if (separated) join(start, separated.rows);
      at.set(separated ? joined : start);
      f.repeat(Math.floor(output[2] / 4), () => emitColumns(4));
      forRuns(f, output[2] % 4, [], (_, floats) => emitColumns(floats));
    };
    const emitColumns = (floats: 4 | 2 | 1) => {
      window(floats);
      const value = kind === "max" ? sum : sum.div(divisors.v128Load());
      storeFloats(f, result, value, floats);
      at.increase(floats * stride[2] * 4);
      result.increase(floats * 4);
      divisors.increase(floats * 4);
    };
    forRows(f, shape, plane, row);
  });
  exportParallel(module, "pool", body);
}

/** Visits the first window of each output row. */
function forRows(
  f: FunctionBuilder,
  { to, stride, output }: PoolShape,
  plane: LocalI32,
  visit: (start: LocalI32) => void,
): void {
  const slice = f.i32(plane);
  const start = f.i32();
  f.repeat(output[0], () => {
    start.set(slice);
    f.repeat(output[1], () => {
      visit(start);
      start.increase(stride[1] * to[2] * 4);
    });
    slice.increase(stride[0] * to[1] * to[2] * 4);
  });
}
