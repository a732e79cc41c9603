/**
 * Padding in any mode: every output position names the input position that it shows, or none.
 *
 *     planPad(runtime, { planes: 3, input: [4, 5], axes: [[1, 0, 1, 2, 3, 2], [1, 0, 1, 2, 3, 4, 3]], fill: 0 })   // reflect by 1
 */
import { exportParallel } from "../runtime/control.ts";
import { host, type Runtime } from "../runtime/index.ts";
import { type FunctionBuilder, f32, type LocalI32 } from "../wasm/index.ts";
import { copyFloats, fillFloats } from "./arithmetic.ts";
import { product, triple } from "./geometry.ts";
import { argument, EmptyPlan, KernelPlan, type Plan, uploadIntegers } from "./plan.ts";

export interface PadGeometry {
  readonly planes: number;
  /** 1 to 3 sizes of a plane. */
  readonly input: readonly number[];
  /** For each of these axes: the input position of every output position, −1 for `fill`. */
  readonly axes: readonly (readonly number[])[];
  readonly fill: number;
}

/** More single columns beside a row's long run go through a loop. */
const UNROLLED_COLUMNS = 8;

/** y[plane, …] = x[plane, …axes]. Null without SIMD. */
export function planPad(runtime: Runtime, { planes, input, axes, fill }: PadGeometry): Plan | null {
  if (!host.simd) return null;
  const outputShape = [planes, ...axes.map((axis) => axis.length)];
  if (product(outputShape) === 0) return new EmptyPlan(outputShape);
  const [, height, width] = triple(input, 1);
  const [slices, rows, columns] = [
    ...Array.from({ length: 3 - axes.length }, () => [0]),
    ...axes,
  ] as number[][];
  const rowOffsets = slices!.flatMap((z) =>
    rows!.map((y) => (z < 0 || y < 0 ? -1 : (z * height + y) * width * 4)),
  );
  const shape = { planeBytes: product(input) * 4, rows: rowOffsets.length, columns: columns!, fill };
  const kernel = runtime.kernels.get(`border ${fill} ${JSON.stringify(shape)}`, (module) => {
    const body = module.function(3, (f, [plane, , args]) => emitPlane(f, shape, plane!, args!));
    exportParallel(module, "border", body);
  });
  return new KernelPlan(runtime, {
    algorithm: "row copies",
    outputShape,
    macs: 0,
    stages: [
      {
        entry: kernel.entry("border"),
        tasks: planes,
        tables: uploadIntegers(
          runtime,
          rowOffsets,
          columns!.map((x) => x * 4),
        ),
      },
    ],
  });
}

interface BorderShape {
  readonly planeBytes: number;
  readonly rows: number;
  readonly columns: readonly number[];
  readonly fill: number;
}

function emitPlane(
  f: FunctionBuilder,
  { planeBytes, rows, columns, fill }: BorderShape,
  plane: LocalI32,
  args: LocalI32,
): void {
  const run = longestRun(columns);
  const input = f.i32(argument(args, "input").add(plane.mul(planeBytes)));
  const output = f.i32(argument(args, "output").add(plane.mul(rows * columns.length * 4)));
  const table = f.i32(argument(args, "tables"));
  const columnTable = f.i32(table.add(rows * 4));
  const row = f.i32();
  const from = f.i32();

  /** Columns that are no part of the run, one by one. */
  const single = (first: number, end: number) => {
    if (end - first <= UNROLLED_COLUMNS) {
      for (const x of columns.slice(first, end)) {
        f.f32Store(output, x < 0 ? f32(fill) : row.f32Load(x * 4));
        output.increase(4);
      }
      return;
    }
    f.range(first * 4, end * 4, 4, (at) => {
      from.set(columnTable.add(at).i32Load());
      f.if(
        from.lt(0),
        () => f.f32Store(output, f32(fill)),
        () => f.f32Store(output, row.add(from).f32Load()),
      );
      output.increase(4);
    });
  };
  f.range(0, rows * 4, 4, (at) => {
    row.set(table.add(at).i32Load());
    f.if(
      row.lt(0),
      () => fillFloats(f, output, columns.length, fill),
      () => {
        row.increase(input);
        single(0, run.start);
        from.set(row.add((columns[run.start] ?? 0) * 4));
        copyFloats(f, output, from, run.length);
        single(run.start + run.length, columns.length);
      },
    );
  });
}

/** The longest stretch of columns that lie side by side in the input. */
function longestRun(columns: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < columns.length; ) {
    let end = start + 1;
    while (columns[start]! >= 0 && columns[end] === columns[end - 1]! + 1) end++;
    if (columns[start]! >= 0 && end - start > best.length) best = { start, length: end - start };
    start = end;
  }
  return best;
}
