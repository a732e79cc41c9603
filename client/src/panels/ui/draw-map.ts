/** Draws one plane of a tensor on a canvas: its values as colours, padding around it, a window and a cell over it. */
import { paint, type Scale } from "./colour-map.ts";
import { flatOf, type Planes } from "./tensor.ts";
import { themeColour } from "./theme.ts";

/** Cells that are pointed out; they may lie in the padding. */
export interface Mark {
  readonly row: number;
  readonly col: number;
}

export interface Drawing {
  readonly planes: Planes;
  readonly map: number;
  readonly slice: number;
  readonly scale: Scale;
  /** Rows and columns of padding that are shown on each side. */
  readonly margin: readonly [number, number];
  readonly window: readonly Mark[];
  readonly cell: Mark | undefined;
}

/** One pixel for each value. */
export function drawPixels(
  canvas: HTMLCanvasElement,
  planes: Planes,
  map: number,
  slice: number,
  scale: Scale,
): void {
  const { rows, cols, values } = planes;
  canvas.width = cols;
  canvas.height = rows;
  const from = flatOf(planes, { map, slice, row: 0, col: 0 });
  const pixels = paint(values, from, rows * cols, scale);
  canvas.getContext("2d")!.putImageData(new ImageData(pixels, cols, rows), 0, 0);
}

/** Enlarged to the canvas's size. */
export function drawMap(canvas: HTMLCanvasElement, drawing: Drawing): void {
  const { planes, map, slice, scale, margin, window: taps, cell } = drawing;
  const context = canvas.getContext("2d")!;
  const [above, left] = margin;
  const width = canvas.width / (planes.cols + 2 * left);
  const height = canvas.height / (planes.rows + 2 * above);
  const boxOf = ({ row, col }: Mark) =>
    [(col + left) * width, (row + above) * height, width, height] as const;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (above > 0 || left > 0) hatch(context);
  const small = document.createElement("canvas");
  drawPixels(small, planes, map, slice, scale);
  context.imageSmoothingEnabled = false;
  const [x, y] = boxOf({ row: 0, col: 0 });
  context.clearRect(x, y, width * planes.cols, height * planes.rows);
  context.drawImage(small, x, y, width * planes.cols, height * planes.rows);
  if (taps.length > 0 && taps.length <= 1024) {
    // taps that touch each other are one box; dilated and strided ones stand alone
    if (isSolid(taps)) outline(context, around(taps.map(boxOf)));
    else {
      for (const tap of taps) outline(context, boxOf(tap), 1);
      outline(context, around(taps.map(boxOf)), 1, true);
    }
  }
  if (cell) outline(context, atLeast(boxOf(cell), 6 * devicePixelRatio));
}

type Box = readonly [x: number, y: number, width: number, height: number];

function isSolid(taps: readonly Mark[]): boolean {
  const rows = taps.map(({ row }) => row);
  const cols = taps.map(({ col }) => col);
  const area = (Math.max(...rows) - Math.min(...rows) + 1) * (Math.max(...cols) - Math.min(...cols) + 1);
  return area === new Set(taps.map(({ row, col }) => `${row},${col}`)).size;
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box[0]));
  const y = Math.min(...boxes.map((box) => box[1]));
  return [
    x,
    y,
    Math.max(...boxes.map((box) => box[0] + box[2])) - x,
    Math.max(...boxes.map((box) => box[1] + box[3])) - y,
  ];
}

/** A cell of a large map is too small to be seen: its frame is not. */
function atLeast([x, y, width, height]: Box, size: number): Box {
  const [dx, dy] = [Math.max(0, size - width) / 2, Math.max(0, size - height) / 2];
  return [x - dx, y - dy, width + 2 * dx, height + 2 * dy];
}

/** White within black, so that it is seen on every colour. */
function outline(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: Box,
  weight = 2,
  dashed = false,
): void {
  const unit = Math.max(1, devicePixelRatio) * weight;
  context.setLineDash(dashed ? [unit * 4, unit * 3] : []);
  context.lineWidth = unit * 2;
  context.strokeStyle = "#000";
  context.strokeRect(x, y, width, height);
  context.lineWidth = unit;
  context.strokeStyle = "#fff";
  context.strokeRect(x, y, width, height);
  context.setLineDash([]);
}

/** Padding: slanted lines in the theme's quiet colour. */
function hatch(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  const gap = 6 * devicePixelRatio;
  context.strokeStyle = themeColour("descriptionForeground", "#888");
  context.globalAlpha = 0.35;
  context.lineWidth = devicePixelRatio;
  context.beginPath();
  for (let at = -height; at < width; at += gap) {
    context.moveTo(at, height);
    context.lineTo(at + height, 0);
  }
  context.stroke();
  context.globalAlpha = 1;
}
