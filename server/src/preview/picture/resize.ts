/**
 * Planes of numbers in another size: a triangle filter as wide as one output pixel, so that nothing is skipped when a
 * picture shrinks and nothing is blocky when it grows. The same as Pillow's bilinear resampling.
 */

/** `count` planes of `height` × `width`, one after the other, as planes of `toHeight` × `toWidth`. */
export function resize(
  data: Float32Array,
  count: number,
  [height, width]: readonly [number, number],
  [toHeight, toWidth]: readonly [number, number],
): Float32Array {
  if (height === toHeight && width === toWidth) return data;
  const columns = taps(width, toWidth);
  const rows = taps(height, toHeight);
  const narrow = new Float32Array(count * height * toWidth);
  for (let line = 0; line < count * height; line++)
    for (let x = 0; x < toWidth; x++) narrow[line * toWidth + x] = dot(data, line * width, 1, columns[x]!);
  const result = new Float32Array(count * toHeight * toWidth);
  for (let plane = 0; plane < count; plane++)
    for (let y = 0; y < toHeight; y++)
      for (let x = 0; x < toWidth; x++)
        result[(plane * toHeight + y) * toWidth + x] = dot(
          narrow,
          plane * height * toWidth + x,
          toWidth,
          rows[y]!,
        );
  return result;
}

/** The part of a picture that has the wanted proportions, from its middle. */
export function cropToAspect(
  data: Float32Array,
  count: number,
  [height, width]: readonly [number, number],
  aspect: number, // width / height
): { data: Float32Array; size: [number, number] } {
  const toWidth = Math.max(1, Math.min(width, Math.round(height * aspect)));
  const toHeight = Math.max(1, Math.min(height, Math.round(width / aspect)));
  if (toWidth === width && toHeight === height) return { data, size: [height, width] };
  const [top, left] = [(height - toHeight) >> 1, (width - toWidth) >> 1];
  const part = new Float32Array(count * toHeight * toWidth);
  for (let plane = 0; plane < count; plane++)
    for (let y = 0; y < toHeight; y++) {
      const from = (plane * height + top + y) * width + left;
      part.set(data.subarray(from, from + toWidth), (plane * toHeight + y) * toWidth);
    }
  return { data: part, size: [toHeight, toWidth] };
}

interface Tap {
  readonly from: number;
  readonly weights: readonly number[];
}

function taps(from: number, to: number): Tap[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const low = Math.max(0, Math.floor(center - support + 0.5));
    const high = Math.min(from, Math.floor(center + support + 0.5));
    const weights = Array.from({ length: Math.max(1, high - low) }, (_, k) =>
      Math.max(0, 1 - Math.abs((low + k + 0.5 - center) / support)),
    );
    const total = weights.reduce((a, b) => a + b, 0) || 1;
    return { from: Math.min(low, from - 1), weights: weights.map((weight) => weight / total) };
  });
}

function dot(data: Float32Array, start: number, step: number, { from, weights }: Tap): number {
  let total = 0;
  for (let k = 0; k < weights.length; k++) total += weights[k]! * data[start + (from + k) * step]!;
  return total;
}
