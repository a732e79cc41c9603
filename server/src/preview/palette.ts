/** The colours of values: viridis, which reads the same in grey and for every eye; red where a value is not finite. */
import { interpolateViridis } from "d3-scale-chromatic";

export type Rgb = readonly [number, number, number];

const STEPS = 256;
const NOT_FINITE: Rgb = [220, 40, 40];
const table: readonly Rgb[] = Array.from({ length: STEPS }, (_, i) => parseColour(interpolateViridis(i / (STEPS - 1))));

/** The colour of `value` whose place on the scale is `unit` (0 to 1). */
export function colourOf(unit: number, value: number): Rgb {
  if (!Number.isFinite(value)) return NOT_FINITE;
  return table[Math.max(0, Math.min(STEPS - 1, Math.round(unit * (STEPS - 1))))]!;
}

/** "#440154" as three bytes. */
function parseColour(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
