// Few colours for a screenshot: those of surfaces and texts as they are, the rest of it nearly.
import gifenc from "gifenc";

const EXACT = 96;

/** Pixels of four bytes. */
export function rgba(data, channels) {
  if (channels === 4) return data;
  const pixels = new Uint8Array((data.length / channels) * 4).fill(255);
  for (let at = 0, to = 0; at < data.length; at += channels, to += 4)
    pixels.set(data.subarray(at, at + channels), to);
  return pixels;
}

/** At most `count` colours. */
export function paletteOf(pixels, count) {
  const times = new Map();
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = (pixels[at] << 16) | (pixels[at + 1] << 8) | pixels[at + 2];
    times.set(colour, (times.get(colour) ?? 0) + 1);
  }
  const most = [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, EXACT)
    .map(([colour]) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  return [...most, ...gifenc.quantize(pixels, count - EXACT)];
}
