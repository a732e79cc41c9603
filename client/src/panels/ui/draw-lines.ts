/** Draws one line of a tensor [C, L] on a canvas, with a window and a place over it. */
import type { Scale } from "./colour-map.ts";
import type { Drawing } from "./draw-map.ts";
import { flatOf, type Planes } from "./tensor.ts";
import { themeColour } from "./theme.ts";

/** Only the line, for an overview. */
export function drawSparkline(canvas: HTMLCanvasElement, planes: Planes, map: number, scale: Scale): void {
  drawLine(canvas, planes, map, scale, 0);
}

export function drawLines(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { planes, map, scale, margin, window: taps, cell } = drawing;
  const context = canvas.getContext("2d")!;
  const at = drawLine(canvas, planes, map, scale, margin[1]);
  const marker = themeColour("editorWarning-foreground", "#cca700");
  context.strokeStyle = marker;
  context.fillStyle = marker;
  context.lineWidth = devicePixelRatio;
  for (const { col } of taps) {
    const [x, y] = at(col);
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, canvas.height);
    context.globalAlpha = 0.4;
    context.stroke();
    context.globalAlpha = 1;
    context.beginPath();
    context.arc(x, y, 4 * devicePixelRatio, 0, 2 * Math.PI);
    context.fill();
  }
  if (!cell) return;
  const [x, y] = at(cell.col);
  context.beginPath();
  context.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
  context.fill();
}

/** Draws it and returns where the value of a column stands; padding is zero. */
function drawLine(
  canvas: HTMLCanvasElement,
  planes: Planes,
  map: number,
  { min, max }: Scale,
  margin: number,
): (col: number) => [number, number] {
  const context = canvas.getContext("2d")!;
  const { width, height } = canvas;
  const from = flatOf(planes, { map, slice: 0, row: 0, col: 0 });
  const edge = 6 * devicePixelRatio;
  const step = (width - 2 * edge) / Math.max(1, planes.cols + 2 * margin - 1);
  const low = Math.min(min, margin > 0 ? 0 : min);
  const high = Math.max(max, margin > 0 ? 0 : max);
  const yOf = (value: number): number =>
    high === low ? height / 2 : height - edge - ((value - low) / (high - low)) * (height - 2 * edge);
  const at = (col: number): [number, number] => [
    edge + (col + margin) * step,
    yOf(col < 0 || col >= planes.cols ? 0 : (planes.values[from + col] ?? 0)),
  ];
  context.clearRect(0, 0, width, height);
  if (margin > 0) {
    context.fillStyle = themeColour("descriptionForeground", "#888");
    context.globalAlpha = 0.12;
    context.fillRect(0, 0, at(0)[0], height);
    context.fillRect(at(planes.cols - 1)[0], 0, width, height);
    context.globalAlpha = 1;
  }
  if (low < 0 && high > 0) {
    context.strokeStyle = themeColour("descriptionForeground", "#888");
    context.globalAlpha = 0.5;
    context.beginPath();
    context.moveTo(0, yOf(0));
    context.lineTo(width, yOf(0));
    context.stroke();
    context.globalAlpha = 1;
  }
  context.strokeStyle = themeColour("charts-blue", "#3794ff");
  context.lineWidth = 1.25 * devicePixelRatio;
  context.beginPath();
  for (let col = 0; col < planes.cols; col++) context.lineTo(...at(col));
  context.stroke();
  return at;
}
