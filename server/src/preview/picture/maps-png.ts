/** Maps of a tensor as one picture: a grid of its channels, each from black at its least value to white at its largest. */
import { encode } from "fast-png";

const MOST_MAPS = 64;
const MOST_SIDE = 4096;
const GAP = 1;

/**
 * `data` is [C, H, W] or [H, W]; of more than 64 channels the first. Returns a PNG in shades of grey, a pixel a value.
 * Throws a RangeError for another rank, and for maps that make a picture wider or higher than 4096.
 */
export function mapsPng(shape: readonly number[], data: ArrayLike<number>): Uint8Array {
  const [height, width] = shape.slice(-2) as [number, number];
  if (shape.length < 2 || shape.length > 3 || height * width === 0)
    throw new RangeError(`[${shape.join(", ")}] is no list of maps: that is [C, H, W]`);
  const maps = Math.min(shape.length === 3 ? shape[0]! : 1, MOST_MAPS);
  const columns = Math.ceil(Math.sqrt(maps));
  const rows = Math.ceil(maps / columns);
  const [across, down] = [columns * (width + GAP) - GAP, rows * (height + GAP) - GAP];
  if (across > MOST_SIDE || down > MOST_SIDE)
    throw new RangeError(`a picture of ${across} × ${down} is larger than ${MOST_SIDE} × ${MOST_SIDE}`);
  const pixels = new Uint8Array(across * down);
  for (let map = 0; map < maps; map++) {
    const first = map * height * width;
    const { low, scale } = rangeOf(data, first, height * width);
    const corner = Math.floor(map / columns) * (height + GAP) * across + (map % columns) * (width + GAP);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        pixels[corner + y * across + x] = (data[first + y * width + x]! - low) * scale; // NaN is black
  }
  return encode({ width: across, height: down, data: pixels, channels: 1 });
}

function rangeOf(data: ArrayLike<number>, first: number, count: number): { low: number; scale: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = first; i < first + count; i++) {
    const value = data[i]!;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, scale: high > low ? 255 / (high - low) : 0 };
}
