/** What determines a Winograd kernel's code, and where its tables lie. */
import type { Epilogue } from "./arithmetic.ts";
import type { Tile } from "./micro-kernel.ts";
import type { Filtering } from "./winograd-filtering.ts";

export interface WinogradShape {
  readonly filtering: Filtering;
  readonly tile: Tile;
  readonly epilogue: Epilogue;
  readonly fused: boolean;
  /** Dimensions that are transformed. */
  readonly axes: 1 | 2;
  /** Channels × kernel depth: the length of the reduction. */
  readonly channels: number;
  /** Heights of the weight panels in each block of output channels. All blocks but the last are equal. */
  readonly panels: readonly (readonly number[])[];
  readonly outChannels: number;
  /** Tiles in a block, a multiple of the tile's columns; blocks. */
  readonly blockTiles: number;
  readonly blocks: number;
  /** Channels that one task of the input stage transforms, when not fused. */
  readonly channelsPerTask: number;
  /** Bytes of a padded input row, an output row and an output plane. */
  readonly rowBytes: number;
  readonly outputRowBytes: number;
  readonly outputPlaneBytes: number;
  readonly dilation: number;
}

/** Matrix products: one for each product of the filtering, or pair of them. */
export function pointsOf({ axes, filtering }: Pick<WinogradShape, "axes" | "filtering">): number {
  return filtering.products ** axes;
}

/** Byte offsets in the tables: zeros to start sums from, then words for channels, then for tiles. */
export function winogradTables({ channels, blocks, blockTiles }: WinogradShape) {
  const zeros = 0;
  const channelOffset = 64;
  const tileInput = channelOffset + channels * 4;
  const tileOutput = tileInput + blocks * blockTiles * 4;
  const tileExtent = tileOutput + blocks * blockTiles * 4;
  return { zeros, channelOffset, tileInput, tileOutput, tileExtent };
}
