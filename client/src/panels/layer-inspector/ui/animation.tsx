/**
 * The window moves by itself: from output value to output value, over the layer's own input, with its own kernel, stride,
 * padding and dilation. The same, as a GIF or SVG for a lesson.
 */
import type { LayerRun } from "@convlens/server/protocol";
import { useEffect, useRef, useState } from "preact/hooks";
import type { InspectorTarget } from "../../messages.ts";
import { type Host, isRefusal } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { indexOf, type Planes, type Spot } from "../../ui/tensor.ts";
import { animatedSvgOf } from "./animated-svg.ts";
import { gifOf } from "./gif.ts";
import type { Step } from "./moving-window.ts";
import type { View } from "./view.ts";

interface Props {
  readonly host: Host<InspectorTarget, LayerRun, View>;
  readonly run: LayerRun;
  readonly input: Planes;
  readonly output: Planes;
  readonly spot: Spot;
  readonly onPoint: (spot: Spot) => void;
}

/** Output values of one round: of a large map some, evenly chosen. */
const MOST_STEPS = 64;
const STEP_MS = 350;

export function Animation({ host, run, input, output, spot, onPoint }: Props) {
  const [moving, setMoving] = useState(false);
  const [said, setSaid] = useState("");
  const point = useRef(onPoint);
  point.current = onPoint;

  useEffect(() => {
    if (!moving) return;
    const path = pathOver(output, spot);
    let at = 0;
    const timer = setInterval(() => point.current(path[at++ % path.length]!), STEP_MS);
    return () => clearInterval(timer);
  }, [moving, run.id]);

  const save = async (format: "gif" | "svg"): Promise<void> => {
    setMoving(false);
    setSaid(t("Drawing …"));
    const steps: Step[] = [];
    for (const next of pathOver(output, spot)) {
      const cell = await host.ask("explainCell", { id: run.id, index: indexOf(output, next) });
      if (isRefusal(cell)) return setSaid(cell.refused);
      steps.push({ spot: next, cell });
    }
    const content =
      format === "gif"
        ? gifOf(input, output, steps, STEP_MS)
        : animatedSvgOf(input, output, steps, STEP_MS, `${run.title}: ${run.repr}`);
    setSaid("");
    const name = `${run.title}.${format}`.replace(/[^\w.-]+/g, "-");
    await host.ask("save", { name, content, base64: format === "gif" });
  };
  /** To the next value of the path, for whoever wants nothing to move by itself. */
  const step = (): void => {
    const path = pathOver(output, spot);
    const at = path.findIndex(({ row, col }) => row === spot.row && col === spot.col);
    onPoint(path[(at + 1) % path.length]!);
  };

  return (
    <div class="animation">
      {stillness() ? (
        <button type="button" onClick={step}>
          {t("Next position")}
        </button>
      ) : (
        <button type="button" aria-pressed={moving} onClick={() => setMoving(!moving)}>
          {moving ? t("Stop") : t("Move the window")}
        </button>
      )}
      <button type="button" class="quiet-button" onClick={() => void save("gif")}>
        {t("Save as GIF")}
      </button>
      <button type="button" class="quiet-button" onClick={() => void save("svg")}>
        {t("Save as SVG")}
      </button>
      <span class="quiet" role="status">
        {said}
      </span>
    </div>
  );
}

/** Whether a person has asked the editor or the system for less motion. */
const stillness = (): boolean =>
  document.body.classList.contains("vscode-reduce-motion") ||
  matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The values of the spot's map, row by row. */
function pathOver({ rows, cols }: Planes, { map, slice }: Spot): Spot[] {
  const step = Math.max(1, Math.ceil(Math.sqrt((rows * cols) / MOST_STEPS)));
  const path: Spot[] = [];
  for (let row = 0; row < rows; row += step)
    for (let col = 0; col < cols; col += step) path.push({ map, slice, row, col });
  return path.slice(0, MOST_STEPS);
}
