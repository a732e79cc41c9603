/** What implicit-GEMM kernels are generated from, and how their tables and scratch memory are laid out. */
import { adds, type Epilogue } from "./arithmetic.ts";
import type { Tile } from "./micro-kernel.ts";
import type { Source } from "./pad.ts";

/** What the generated kernel depends on, all in elements unless said otherwise. */
export interface GemmShape {
  readonly source: Source;
  readonly tile: Tile;
  readonly epilogue: Epilogue;
  readonly groups: number;
  /** Output channels of one group. */
  readonly rows: number;
  /** Heights of the weight panels, for each block of rows. All blocks but the last are equal. */
  readonly panels: readonly (readonly number[])[];
  readonly taps: number;
  /** Taps that are packed at a time. */
  readonly tapBlock: number;
  readonly pixels: number;
  readonly pixelBlock: number;
  /** Bytes between groups in the input and in the output, and between output channels. */
  readonly inputGroupBytes: number;
  readonly outputGroupBytes: number;
  readonly channelBytes: number;
}

/** How neighbouring pixels lie in the input: those of a panel, or if they are mixed (`gather`) those of each four. */
export const INPUT_MODE = { gather: 0, contiguous: 1, everySecond: 2 } as const;

/** How the pixels of a panel lie in the output. */
export const OUTPUT_MODE = { scatter: 0, contiguous: 1, everySecond: 2 } as const;

/** Offsets in bytes of the tables, which follow each other in one buffer of 32-bit integers. */
export function tableLayout({ pixels, pixelBlock, taps, tile }: GemmShape) {
  const padded = Math.ceil(pixels / pixelBlock) * pixelBlock;
  const pixel = 0;
  const tap = pixel + padded * 4;
  const output = tap + taps * 4;
  const quadMode = output + padded * 4;
  const panelStore = quadMode + padded;
  const panelMode = panelStore + padded / tile.vectors;
  return { padded, pixel, tap, output, quadMode, panelStore, panelMode };
}

export function gemmTasks(shape: GemmShape): number {
  return shape.groups * shape.panels.length * Math.ceil(shape.pixels / shape.pixelBlock);
}

/** Bytes of scratch memory for each thread: the packed pixels, then one tile for scattered output, and one of what it adds. */
export function gemmScratchBytes({ tapBlock, pixelBlock, tile, epilogue }: GemmShape): number {
  return tapBlock * pixelBlock * 4 + tile.rows * tile.vectors * (adds(epilogue) ? 32 : 16);
}
