/**
 * Transforms the weights of a Winograd convolution, G · g · Gᵀ in double precision, into the order in which its kernel
 * reads them: [point][row block][channel block][panel][channel][row]. A task is a panel of output channels.
 */
import { exportParallel } from "../runtime/control.ts";
import type { FloatBuffer, Runtime } from "../runtime/index.ts";
import {
  type FunctionBuilder,
  type FunctionRef,
  f64x2,
  type ModuleBuilder,
  type V128,
} from "../wasm/index.ts";
import { ARGUMENT, inMemory, KernelPlan, uploadIntegers } from "./plan.ts";
import { type Filtering, filterMatrix } from "./winograd-filtering.ts";
import { channelBlockOf, rowsOf } from "./winograd-kernel.ts";
import { pointsOf, type WinogradShape } from "./winograd-shape.ts";

/** The taps of an output channel (row) and an input channel lie side by side, row by row. */
export interface Taps {
  readonly values: ArrayLike<number>;
  /** Floats from one output channel's first to the next one's, and from one input channel's. */
  readonly rowStep: number;
  readonly channelStep: number;
}

export function packWinogradWeights(runtime: Runtime, taps: Taps, shape: WinogradShape): FloatBuffer {
  const { axes, filtering, channels, outChannels } = shape;
  const packed = runtime.memory.allocate(pointsOf(shape) * channels * outChannels);
  const kernel = runtime.kernels.get(`winograd weights ${axes} ${JSON.stringify(filtering)}`, (module) =>
    buildTransform(module, filtering, axes),
  );
  const plan = new KernelPlan(runtime, {
    algorithm: "transform of weights",
    outputShape: [packed.length],
    macs: 0,
    stages: [
      {
        entry: kernel.entry("transform"),
        tasks: shape.panels.flat().length,
        tables: panelTables(runtime, taps, shape),
      },
    ],
  });
  inMemory(runtime, taps.values, (values) => plan.run(values, packed));
  plan.dispose();
  return packed;
}

/** The steps in bytes and the number of channel blocks; the blocks' ends; each panel's row, height, and offsets. */
const HEADER = { rowStep: 0, channelStep: 4, pointStep: 8, blocks: 12, ends: 16 } as const;
const PANEL = { row: 0, height: 4, offsets: 8 } as const;

function panelTables(runtime: Runtime, { rowStep, channelStep }: Taps, shape: WinogradShape): FloatBuffer {
  const { channels, outChannels } = shape;
  const size = channelBlockOf(shape);
  const firsts = Array.from({ length: Math.ceil(channels / size) }, (_, b) => b * size);
  const ends = firsts.map((first) => Math.min(channels, first + size));
  const table = [rowStep * 4, channelStep * 4, channels * outChannels * 4, firsts.length, ...ends];
  let firstRow = 0;
  for (const panels of shape.panels) {
    let row = 0;
    for (const height of panels) {
      const offsets = firsts.map(
        (first, b) => firstRow * channels + rowsOf(panels) * first + row * (ends[b]! - first),
      );
      table.push(firstRow + row, height, ...offsets.map((offset) => offset * 4));
      row += height;
    }
    firstRow += row;
  }
  return uploadIntegers(runtime, table);
}

function buildTransform(module: ModuleBuilder, filtering: Filtering, axes: 1 | 2): void {
  const pair = emitTransform(module, filtering, axes, 2);
  const single = emitTransform(module, filtering, axes, 1);
  const body = module.function(3, (f, [task, , args]) => {
    const table = f.i32(args!.i32Load(ARGUMENT.tables));
    const blocks = f.i32(table.i32Load(HEADER.blocks));
    const recordWords = blocks.add(PANEL.offsets / 4);
    const panel = f.i32(table.add(HEADER.ends).add(blocks.add(task!.mul(recordWords)).shl(2)));
    const rowStep = f.i32(table.i32Load(HEADER.rowStep));
    const pointStep = f.i32(table.i32Load(HEADER.pointStep));
    const height = f.i32(panel.i32Load(PANEL.height));
    const channel = f.i32(args!.i32Load(ARGUMENT.input).add(panel.i32Load(PANEL.row).mul(rowStep)));
    const taps = f.i32();
    const target = f.i32();
    const end = f.i32();
    const done = f.i32(0);
    const pairs = f.i32(height.sub(1));
    f.range(0, blocks, 1, (block) => {
      target.set(args!.i32Load(ARGUMENT.output).add(panel.add(block.shl(2)).i32Load(PANEL.offsets)));
      end.set(table.add(block.shl(2)).i32Load(HEADER.ends));
      f.range(done, end, 1, () => {
        taps.set(channel);
        f.range(0, pairs, 2, () => {
          f.call(pair, taps, taps.add(rowStep), target, pointStep);
          taps.increase(rowStep.shl(1));
          target.increase(8);
        });
        f.if(height.and(1), () => {
          f.call(single, taps, taps, target, pointStep);
          target.increase(4);
        });
        channel.increase(table.i32Load(HEADER.channelStep));
      });
      done.set(end);
    });
  });
  exportParallel(module, "transform", body);
}

/** Function (taps, otherTaps, target, pointStep): all points of two rows, or of one, which lie side by side. */
function emitTransform(module: ModuleBuilder, filtering: Filtering, axes: 1 | 2, rows: 1 | 2): FunctionRef {
  const matrix = filterMatrix(filtering);
  const columns = axes === 2 ? filtering.taps : 1;
  return module.function(4, (f, [taps, other, target, pointStep]) => {
    const loads = Array.from({ length: filtering.taps }, (_, k) =>
      Array.from({ length: columns }, (_, x) => {
        const offset = (k * columns + x) * 4;
        return f.v128(other!.v128LoadLane(taps!.v128Load32(offset), 1, offset).promoteLow());
      }),
    );
    const store = (value: V128) => {
      if (rows === 2) f.v128StoreHalf(target!, value.demoteToLow(), 0);
      else f.v128StoreLane(target!, value.demoteToLow(), 0);
      target!.increase(pointStep!);
    };
    for (const row of matrix) {
      const half = Array.from({ length: columns }, (_, x) =>
        combine(
          f,
          row,
          loads.map((ofTap) => ofTap[x]!),
        ),
      );
      if (axes === 1) store(half[0]!);
      else for (const across of matrix) store(combine(f, across, half));
    }
  });
}

/** Σ factor · value, in a local. */
function combine(f: FunctionBuilder, factors: readonly number[], values: readonly V128[]) {
  const terms = factors.flatMap((factor, i) =>
    factor === 0 ? [] : [factor === 1 ? values[i]! : values[i]!.mulF64(f64x2(factor))],
  );
  return f.v128(terms.reduce((a, b) => a.addF64(b)));
}
