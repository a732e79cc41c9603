/**
 * Direct convolution for few channels per group (depthwise, grouped): a tile of output channels × rows × columns stays
 * in registers, and each input vector is loaded once for all the taps and rows that see it.
 *
 * A task is one group of one sample, or a band of its output rows. Where groups are many it copies the group's planes
 * with their padding into scratch memory, where they stay in the cache; where rows are shared out, they were padded before.
 */
import { exportParallel } from "../runtime/control.ts";
import type { FunctionBuilder, FunctionRef, I32, LocalI32, LocalV128, ModuleBuilder } from "../wasm/index.ts";
import { applyEpilogue, type Epilogue, multiplyAdd } from "./arithmetic.ts";
import { forEqualRuns } from "./gemm-kernel.ts";
import { product, type Triple } from "./geometry.ts";
import { emitPadPlane, sourceAddress } from "./pad.ts";
import { argument } from "./plan.ts";

export interface DirectShape {
  readonly groups: number;
  /** Output rows of one task. */
  readonly bandRows: number;
  /** Who pads: an earlier stage, each task, or nobody. */
  readonly padding: "before" | "task" | "none";
  /** Input and output channels of one group. */
  readonly inChannels: number;
  readonly outChannels: number;
  /** Output channels that are computed together, in order. */
  readonly blocks: readonly number[];
  /** Sizes as [1, height, width]: the input, and with padding. */
  readonly from: Triple;
  readonly to: Triple;
  readonly low: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly dilation: Triple;
  readonly output: Triple;
  readonly epilogue: Epilogue;
  /** Vectors that lie side by side become ones of twice the width: see wide.ts. */
  readonly wide: boolean;
}

/** Bytes of scratch memory for each thread. */
export function directScratchBytes({ padding, inChannels, to }: DirectShape): number {
  return padding === "task" ? inChannels * product(to) * 4 + 64 : 0;
}

export function buildDirect(module: ModuleBuilder, shape: DirectShape): void {
  const { groups, bandRows, inChannels, outChannels, from, to, kernel, stride, output } = shape;
  const bands = Math.ceil(output[1] / bandRows);
  const whole = emitBand(module, shape, bandRows);
  const lastRows = output[1] - (bands - 1) * bandRows;
  const last = lastRows === bandRows ? whole : emitBand(module, shape, lastRows);
  const body = module.function(3, (f, [task, thread, args]) => {
    const band = f.i32(task!.remU(bands));
    const item = f.i32(task!.divU(bands));
    const group = f.i32(item.remU(groups));
    const planes = f.i32();
    if (shape.padding === "task") {
      const scratchStride = Math.ceil(directScratchBytes(shape) / 64) * 64;
      const target = f.i32(argument(args!, "scratch").add(thread!.mul(scratchStride)));
      const input = f.i32(argument(args!, "input").add(item.mul(inChannels * product(from) * 4)));
      planes.set(target);
      f.repeat(inChannels, () => emitPadPlane(f, target, input, { planes: 1, from, to, low: shape.low }));
    } else {
      const source = shape.padding === "before" ? "workspace" : "input";
      planes.set(sourceAddress(args!, source).add(item.mul(inChannels * product(to) * 4)));
    }
    const weights = group.mul(outChannels * inChannels * product(kernel) * 4);
    const operands = [
      planes.add(band.mul(bandRows * stride[1] * to[2] * 4)),
      argument(args!, "weights").add(weights),
      argument(args!, "output")
        .add(item.mul(outChannels * product(output) * 4))
        .add(band.mul(bandRows * output[2] * 4)),
      argument(args!, "bias").add(group.mul(outChannels * 4)),
    ];
    if (last === whole) f.call(whole, ...operands);
    else
      f.if(
        band.eq(bands - 1),
        () => f.call(last, ...operands),
        () => f.call(whole, ...operands),
      );
  });
  exportParallel(module, "direct", body);
}

/** Function (planes, weights, output, bias): some rows of all output channels of a group. */
function emitBand(module: ModuleBuilder, shape: DirectShape, rows: number): FunctionRef {
  const { inChannels, kernel, output, blocks } = shape;
  const convolve = new Map([...new Set(blocks)].map((n) => [n, emitPlanes(module, shape, n, rows)]));
  return module.function(4, (f, [planes, weights, result, bias]) => {
    forEqualRuns(blocks, (channels, count) =>
      f.repeat(count, () => {
        f.call(convolve.get(channels)!, planes!, weights!, result!, bias!);
        weights!.increase(channels * inChannels * product(kernel) * 4);
        result!.increase(channels * product(output) * 4);
        bias!.increase(channels * 4);
      }),
    );
  });
}

/** The register tile: `rows` output rows of `vectors` · 4 columns for some output channels. */
interface DirectTile {
  readonly channels: number;
  readonly rows: number;
  readonly vectors: number;
}

/** Columns from which four vectors side by side pay, even if the last one is not full. */
const WIDE_COLUMNS = 13;

/** As many sums as leave registers for the weights: all of a small kernel's, or one at a time. */
function chooseTile(shape: DirectShape, channels: number, height: number): DirectTile {
  const { output, stride } = shape;
  const keepsWeights = keptTaps(shape, channels) > 0;
  const most = shape.wide && channels > 2 && output[2] >= WIDE_COLUMNS ? 4 : 2;
  const vectors = output[2] >= 8 && stride[2] === 1 && !keepsWeights ? most : 1;
  const rows = Math.min(height, channels === 1 ? 4 : channels === 2 ? 2 : 1);
  return { channels, rows, vectors };
}

/** Weights that stay in registers. */
function keptTaps({ inChannels, kernel }: DirectShape, channels: number): number {
  const taps = channels * product(kernel);
  return inChannels === 1 && taps <= 9 ? taps : 0;
}

/** Function (planes, weights, output, bias): the first `height` rows of some output channels. */
function emitPlanes(
  module: ModuleBuilder,
  shape: DirectShape,
  channels: number,
  height: number,
): FunctionRef {
  const { to, stride, output } = shape;
  const tile = chooseTile(shape, channels, height);
  const [, , width] = output;
  return module.function(4, (f, [planes, weights, result, bias]) => {
    const kept = Array.from({ length: keptTaps(shape, channels) }, (_, tap) =>
      f.v128(weights!.v128LoadSplat(tap * 4)),
    );
    const emit = tileEmitter(f, shape, weights!, bias!, kept);
    const x = f.i32();
    const y = f.i32();
    const rowOfTiles = (rows: number, isLast: boolean) => {
      const at = (column: I32 | number, vectors = tile.vectors) => {
        const offset = typeof column === "number" ? column * stride[2] * 4 : column.mul(stride[2] * 4);
        x.set(planes!.add(offset));
        y.set(result!.add(typeof column === "number" ? column * 4 : column.mul(4)));
        emit({ ...tile, rows, vectors }, x, y);
      };
      const columns = tile.vectors * 4;
      if (columns > width && isLast) {
        at(0, 2);
        at(width - 8, 2);
      } else {
        const whole = Math.max(1, Math.floor(width / columns)) * columns; // more than the width: the next row mends it
        if (whole > columns) f.range(0, whole, columns, at);
        else at(0);
        // what is left overlaps its neighbour, by as little as possible
        const vectors = [1, 2, 4].find((count) => whole + count * 4 >= width)!;
        if (whole < width) at(width - vectors * 4, vectors);
      }
      planes!.increase(rows * stride[1] * to[2] * 4);
      result!.increase(rows * width * 4);
    };
    const rest = height % tile.rows;
    const whole = Math.floor(height / tile.rows) - (rest > 0 ? 0 : 1);
    f.repeat(whole, () => rowOfTiles(tile.rows, false));
    rowOfTiles(rest || tile.rows, true);
  });
}

/** Emits the code of one tile; `kept` are the weights that a kernel of few taps holds in registers for all tiles. */
function tileEmitter(
  f: FunctionBuilder,
  shape: DirectShape,
  weights: LocalI32,
  bias: LocalI32,
  kept: readonly LocalV128[],
) {
  const { inChannels, kernel, stride, dilation, to, output } = shape;
  const [, kernelRows, kernelColumns] = kernel;
  const taps = product(kernel);
  const sumsOf = new Map<number, LocalV128>();
  const columns = f.v128s(4);
  const odd = f.v128();
  const next = f.v128();
  const weight = f.v128();
  const channelInput = f.i32();
  const channelWeights = f.i32();
  const left = f.i32();

  const sumAt = (index: number) => {
    if (!sumsOf.has(index)) sumsOf.set(index, f.v128());
    return sumsOf.get(index)!;
  };
  /** Loads the inputs of one row that tap column `kx` sees. */
  const loadColumns = (vectors: number, row: number, kx: number) => {
    const offset = (row * to[2] + kx * dilation[2]) * 4;
    if (stride[2] === 1) {
      for (let v = 0; v < vectors; v++) columns[v]!.set(channelInput.v128Load(offset + v * 16));
    } else if (dilation[2] === 1 && kx % 2 === 1) {
      columns[0]!.set(odd); // came with its left neighbour
    } else {
      columns[0]!.set(channelInput.v128Load(offset));
      next.set(channelInput.v128Load(offset + 16));
      odd.set(columns[0]!.shuffle(next, [1, 3, 5, 7]));
      columns[0]!.set(columns[0]!.shuffle(next, [0, 2, 4, 6]));
    }
  };

  return ({ channels, rows, vectors }: DirectTile, x: LocalI32, y: LocalI32): void => {
    const sum = (channel: number, row: number, v: number) => sumAt((channel * rows + row) * vectors + v);
    const forSums = (visit: (sum: LocalV128, channel: number, offset: number) => void) => {
      for (let c = 0; c < channels; c++) {
        for (let r = 0; r < rows; r++) {
          for (let v = 0; v < vectors; v++) {
            visit(sum(c, r, v), c, (c * product(output) + r * output[2] + v * 4) * 4);
          }
        }
      }
    };
    /** Adds what one row of the input gives to all output rows that see it. */
    const inputRow = (row: number) => {
      const seen = Array.from({ length: rows }, (_, r) => ({
        r,
        ky: (row - r * stride[1]) / dilation[1],
      })).filter(({ ky }) => Number.isInteger(ky) && ky >= 0 && ky < kernelRows);
      if (seen.length === 0) return;
      for (let kx = 0; kx < kernelColumns; kx++) {
        loadColumns(vectors, row, kx);
        for (const { r, ky } of seen) {
          const tap = ky * kernelColumns + kx;
          for (let c = 0; c < channels; c++) {
            const factor = kept[tap * channels + c] ?? weight;
            if (factor === weight) weight.set(channelWeights.v128LoadSplat((tap * channels + c) * 4));
            for (let v = 0; v < vectors; v++) multiplyAdd(sum(c, r, v), factor, columns[v]!);
          }
        }
      }
    };

    forSums((s, channel) => s.set(bias.v128LoadSplat(channel * 4)));
    channelInput.set(x);
    channelWeights.set(weights);
    const inputChannel = () => {
      for (let row = 0; row <= (rows - 1) * stride[1] + (kernelRows - 1) * dilation[1]; row++) inputRow(row);
    };
    if (inChannels === 1) inputChannel();
    else {
      left.set(inChannels);
      f.countDown(left, 1, () => {
        inputChannel();
        channelInput.increase(product(to) * 4);
        channelWeights.increase(taps * channels * 4);
      });
    }
    forSums((s, _, offset) => f.v128Store(y, applyEpilogue(s, shape.epilogue), offset));
  };
}
