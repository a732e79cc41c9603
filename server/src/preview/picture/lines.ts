/** Channels over time as lines: small multiples on one scale, each with its zero line. */
import { t } from "../../texts/language.ts";
import type { Drawn } from "./drawn.ts";
import { short } from "./short.ts";
import { INK, type Part, tag } from "./svg.ts";

const GAP = 6;
const STROKE = "#2f8fb3"; // readable on dark and on light
const LEAST_HEIGHT = 26;

export function lines(
  { shape, data }: Drawn,
  room: { width: number; height: number },
): Part & { caption: string } {
  const [channels, length] = shape as [number, number];
  const columns = channels > 5 ? 3 : channels > 2 ? 2 : 1;
  const rows = Math.min(
    Math.ceil(channels / columns),
    Math.floor((room.height + GAP) / (LEAST_HEIGHT + GAP)),
  );
  const count = Math.min(channels, rows * columns);
  const width = (room.width - GAP * (columns - 1)) / columns;
  const height = (room.height - GAP * (rows - 1)) / rows;
  const [low, high] = extent(data.subarray(0, count * length));
  const y = (value: number): number => height - ((value - low) / (high - low || 1)) * height;
  const body = Array.from({ length: count }, (_, channel) => {
    const values = data.subarray(channel * length, (channel + 1) * length);
    const [column, row] = [channel % columns, Math.floor(channel / columns)];
    const zero =
      low <= 0 && high >= 0
        ? tag("line", {
            x1: 0,
            x2: width,
            y1: y(0),
            y2: y(0),
            stroke: INK,
            "stroke-width": 0.5,
            opacity: 0.6,
          })
        : "";
    const path = tag("path", {
      d: pathOf(values, width, y),
      fill: "none",
      stroke: STROKE,
      "stroke-width": 1.1,
    });
    return tag(
      "g",
      { transform: `translate(${round(column * (width + GAP))} ${round(row * (height + GAP))})` },
      zero,
      path,
    );
  });
  const counted =
    count < channels
      ? t("{0} of {1} channels, {2} steps", count, channels, length)
      : channels === 1
        ? t("1 channel, {0} steps", length)
        : t("{0} channels, {1} steps", channels, length);
  const caption = t("{0}, {1} … {2}", counted, short(low), short(high));
  return { width: room.width, height: rows * (height + GAP) - GAP, body: body.join(""), caption };
}

/** Long lines keep the extremes of each pixel column. */
function pathOf(values: Float32Array, width: number, y: (value: number) => number): string {
  const points: string[] = [];
  const columns = Math.min(values.length, Math.ceil(width));
  for (let i = 0; i < columns; i++) {
    const from = Math.floor((i * values.length) / columns);
    const to = Math.max(from + 1, Math.floor(((i + 1) * values.length) / columns));
    const [low, high] = extent(values.subarray(from, to));
    const x = round(columns > 1 ? (i / (columns - 1)) * width : width / 2);
    points.push(`${x} ${round(y(low))}`);
    if (high !== low) points.push(`${x} ${round(y(high))}`);
  }
  return points.length ? `M${points.join("L")}` : "";
}

function extent(values: Float32Array): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value - value !== 0) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}

const round = (value: number): number => Math.round(value * 10) / 10;
