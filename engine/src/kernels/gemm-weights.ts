/**
 * Puts weights into the order in which a dense kernel reads them: [block of rows][block of taps][panel][tap][row]. A task is
 * a panel of rows.
 */
import { exportParallel } from "../runtime/control.ts";
import type { FloatBuffer, Runtime } from "../runtime/index.ts";
import type { FunctionRef, ModuleBuilder } from "../wasm/index.ts";
import { ARGUMENT, inMemory, KernelPlan, uploadIntegers } from "./plan.ts";

/** Where the weights of a row and a tap lie, in floats. */
export interface Weights {
  readonly values: ArrayLike<number>;
  readonly groupStep: number;
  readonly rowStep: number;
  readonly tapOffsets: ArrayLike<number>;
}

export interface Panels {
  readonly groups: number;
  /** Heights of the panels, for each block of a group's rows. */
  readonly heights: readonly (readonly number[])[];
  /** Taps that lie together. */
  readonly tapBlock: number;
  /** Floats from one tap to the next in a panel, where that is more than its height: what is missing is 0. */
  readonly width?: number;
}

export function packWeights(runtime: Runtime, weights: Weights, panels: Panels): FloatBuffer {
  const { values, rowStep, tapOffsets } = weights;
  const { tapBlock } = panels;
  const taps = tapOffsets.length;
  const ends = Array.from({ length: Math.ceil(taps / tapBlock) }, (_, b) =>
    Math.min(taps, (b + 1) * tapBlock),
  );
  const { records, floats } = panelRecords(weights, panels, ends);
  const kernel = kernelFor(runtime, [...new Set(panels.heights.flat())]);
  const header = [rowStep * 4, ends.length, (records.length + ends.length) * 4, ...ends];
  const plan = new KernelPlan(runtime, {
    algorithm: "order of weights",
    outputShape: [floats],
    macs: 0,
    stages: [
      {
        entry: kernel.entry("pack"),
        tasks: records.length / (PANEL.targets / 4 + ends.length),
        tables: uploadIntegers(
          runtime,
          header,
          records,
          Int32Array.from(tapOffsets, (at) => at * 4),
        ),
      },
    ],
  });
  try {
    return inMemory(runtime, values, (source) => {
      const packed = runtime.memory.allocate(floats);
      if (panels.width !== undefined) packed.array.fill(0);
      plan.run(source, packed);
      return packed;
    });
  } finally {
    plan.dispose();
  }
}

/** Bytes from row to row, blocks of taps, bytes of the records and ends; then the blocks' ends, the records, the taps' offsets. */
const HEADER = { rowStep: 0, blocks: 4, offsets: 8, ends: 12 } as const;
/** A panel's first row in the source, its height, bytes from tap to tap; then where each block of taps goes. */
const PANEL = { source: 0, height: 4, step: 8, targets: 12 } as const;

function panelRecords(
  { groupStep, rowStep }: Weights,
  { groups, heights, width = 0 }: Panels,
  ends: readonly number[],
): { records: number[]; floats: number } {
  const records: number[] = [];
  let block = 0; // where the block of rows begins
  for (let group = 0; group < groups; group++) {
    let row = 0;
    for (const panels of heights) {
      const widths = panels.map((height) => Math.max(height, width));
      const total = widths.reduce((a, b) => a + b, 0);
      let before = 0;
      for (const [i, height] of panels.entries()) {
        const step = widths[i]!;
        records.push((group * groupStep + row * rowStep) * 4, height, step * 4);
        for (const [b, end] of ends.entries()) {
          const first = b === 0 ? 0 : ends[b - 1]!;
          records.push((block + total * first + before * (end - first)) * 4);
        }
        row += height;
        before += step;
      }
      block += total * ends.at(-1)!;
    }
  }
  return { records, floats: block };
}

function kernelFor(runtime: Runtime, heights: number[]) {
  heights.sort((a, b) => a - b);
  return runtime.kernels.get(`pack weights ${heights.join()}`, (module) => build(module, heights));
}

/** Exports "pack". */
function build(module: ModuleBuilder, heights: readonly number[]): void {
  const panels = heights.map((height) => emitPanel(module, height));
  const body = module.function(3, (f, [task, , args]) => {
    const table = f.i32(args!.i32Load(ARGUMENT.tables));
    const blocks = f.i32(table.i32Load(HEADER.blocks));
    const ends = f.i32(table.add(HEADER.ends));
    const recordBytes = blocks.shl(2).add(PANEL.targets);
    const record = f.i32(ends.add(blocks.shl(2)).add(task!.mul(recordBytes)));
    const tap = f.i32(ends.add(table.i32Load(HEADER.offsets)));
    const source = f.i32(args!.i32Load(ARGUMENT.input).add(record.i32Load(PANEL.source)));
    const output = f.i32(args!.i32Load(ARGUMENT.output));
    const height = f.i32(record.i32Load(PANEL.height));
    const [done, count] = [f.i32(0), f.i32()];
    f.range(0, blocks, 1, (block) => {
      count.set(ends.add(block.shl(2)).i32Load().sub(done));
      const target = output.add(record.add(block.shl(2)).i32Load(PANEL.targets));
      for (const [i, panel] of panels.entries()) {
        const operands = [source, table.i32Load(HEADER.rowStep), tap, count, target];
        f.if(height.eq(heights[i]!), () => f.call(panel, ...operands, record.i32Load(PANEL.step)));
      }
      tap.increase(count.shl(2));
      done.increase(count);
    });
  });
  exportParallel(module, "pack", body);
}

/** Function (source, rowStep, tapOffsets, taps, target, step): a panel's taps, the rows of each side by side. */
function emitPanel(module: ModuleBuilder, height: number): FunctionRef {
  return module.function(6, (f, [source, rowStep, offsets, taps, target, step]) => {
    const rows = Array.from({ length: height }, (_, i) => f.i32(source!.add(rowStep!.mul(i))));
    const tap = f.i32();
    f.countDown(taps!, 1, () => {
      tap.set(offsets!.i32Load());
      const at = (row: number) => rows[row]!.add(tap);
      let row = 0;
      for (; row + 4 <= height; row += 4) {
        const four = [1, 2, 3].reduce(
          (into, lane) => at(row + lane).v128LoadLane(into, lane),
          at(row).v128Load32(),
        );
        f.v128Store(target!, four, row * 4);
      }
      if (row + 2 <= height) {
        f.v128StoreHalf(target!, at(row + 1).v128LoadLane(at(row).v128Load32(), 1), 0, row * 4);
        row += 2;
      }
      if (row < height) f.f32Store(target!, at(row).f32Load(), row * 4);
      offsets!.increase(4);
      target!.increase(step!);
    });
  });
}
