/** One map or line, large: pointed at with the mouse or the arrow keys, with a window and a cell drawn over it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { drawLines } from "./draw-lines.ts";
import { type Drawing, drawMap, type Mark } from "./draw-map.ts";
import { t } from "./l10n.ts";
import { useThemeVersion, useWidth } from "./theme.ts";

interface Props extends Drawing {
  readonly label: string;
  /** Absent: it is only looked at. */
  readonly onPoint?: ((mark: Mark) => void) | undefined;
}

const MOST_HEIGHT = 360;
const LINE_HEIGHT = 160;

export function Enlarged({ label, onPoint, ...drawing }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useWidth(box);
  const theme = useThemeVersion();
  const { planes, margin, cell } = drawing;
  const isLine = planes.view.kind === "lines";
  const { width, height } = sizeIn(room, drawing);

  useEffect(() => {
    if (!canvas.current || width === 0) return;
    canvas.current.width = Math.round(width * devicePixelRatio);
    canvas.current.height = Math.round(height * devicePixelRatio);
    (isLine ? drawLines : drawMap)(canvas.current, drawing);
  }, [width, height, theme, isLine, ...Object.values(drawing)]);

  const pointAt = ({ clientX, clientY }: { clientX: number; clientY: number }): void => {
    const area = canvas.current!.getBoundingClientRect();
    const [above, left] = margin;
    const col = ((clientX - area.x) / area.width) * (planes.cols + 2 * left) - left;
    const row = isLine ? 0 : ((clientY - area.y) / area.height) * (planes.rows + 2 * above) - above;
    onPoint?.(within(Math.floor(row), isLine ? Math.round(col - 0.5) : Math.floor(col)));
  };
  const within = (row: number, col: number): Mark => ({
    row: Math.min(planes.rows - 1, Math.max(0, row)),
    col: Math.min(planes.cols - 1, Math.max(0, col)),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const far = event.shiftKey ? 8 : 1;
    onPoint?.(within(cell.row + step[0] * far, cell.col + step[1] * far));
  };
  const [held, setHeld] = useState(false);

  return (
    <div class={width === 0 ? "enlarged enlarged-waiting" : "enlarged"} ref={box}>
      {onPoint ? (
        <div
          class="enlarged-input"
          role="application"
          aria-label={label}
          aria-roledescription={t("map of values")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move over its cells
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => !held && pointAt(event)}
          onClick={(event) => {
            // a click holds the cell until the next
            setHeld(!held);
            pointAt(event);
          }}
        >
          <canvas ref={canvas} style={{ width: `${width}px`, height: `${height}px` }} />
          <p class="held quiet" role="status">
            {held ? t("Held: click again to let go") : t("Click to hold a value")}
          </p>
        </div>
      ) : (
        <canvas
          ref={canvas}
          role="img"
          aria-label={label}
          style={{ width: `${width}px`, height: `${height}px` }}
        />
      )}
    </div>
  );
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -1e9],
  End: [0, 1e9],
  PageUp: [-8, 0],
  PageDown: [8, 0],
};

/** As large as there is room, cells square, not higher than is comfortable. */
function sizeIn(room: number, { planes, margin }: Drawing): { width: number; height: number } {
  if (room === 0) return { width: 0, height: 0 };
  if (planes.view.kind === "lines") return { width: room, height: LINE_HEIGHT };
  const cols = planes.cols + 2 * margin[1];
  const rows = planes.rows + 2 * margin[0];
  if (planes.view.kind === "strip") {
    // a matrix has no proportions to keep
    const width = Math.min(room, cols * 24);
    return {
      width,
      height: Math.min(MOST_HEIGHT, Math.max(24, Math.min(rows * 24, Math.max(120, (width / cols) * rows)))),
    };
  }
  const cell = Math.min(room / cols, MOST_HEIGHT / rows, 40);
  return { width: Math.max(Math.min(room, 24), cols * cell), height: Math.max(8, rows * cell) };
}
