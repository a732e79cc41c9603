/** All maps of a tensor, small, one of them chosen: by a click or with the arrow keys. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Scale } from "./colour-map.ts";
import { drawSparkline } from "./draw-lines.ts";
import { drawPixels } from "./draw-map.ts";
import { t } from "./l10n.ts";
import type { Planes } from "./tensor.ts";
import { useThemeVersion } from "./theme.ts";

interface Props {
  readonly label: string;
  readonly planes: Planes;
  readonly slice: number;
  readonly scale: Scale;
  readonly chosen: number;
  readonly onChoose: (map: number) => void;
  /** Those that take part in what is shown; the others are faded. */
  readonly part?: ((map: number) => boolean) | undefined;
}

/** How many are drawn before a person asks for all. */
const firstOf = ({ view }: Planes): number => (view.kind === "lines" ? 16 : 64);

export function MapGrid({ label, planes, slice, scale, chosen, onChoose, part }: Props) {
  const [all, setAll] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const first = firstOf(planes);
  const shown = all ? planes.maps : Math.min(first, planes.maps);
  const choose = (map: number): void => {
    const next = Math.min(shown - 1, Math.max(0, map));
    onChoose(next);
    list.current?.querySelectorAll<HTMLElement>("[role=option]")[next]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const columns = columnsOf(list.current);
    const steps: Record<string, number> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      Home: -1e9,
      End: 1e9,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    choose(chosen + step);
  };
  const active = chosen < shown ? chosen : 0;
  return (
    <>
      <div
        class={planes.view.kind === "lines" ? "maps maps-lines" : "maps"}
        role="listbox"
        aria-label={label}
        aria-orientation="horizontal"
        ref={list}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {Array.from({ length: shown }, (_, map) => (
          <div
            key={map}
            role="option"
            class={part && !part(map) ? "map map-aside" : "map"}
            aria-selected={map === chosen}
            aria-label={t("map {0}", map)}
            title={t("map {0}", map)}
            tabIndex={map === active ? 0 : -1}
            onClick={() => choose(map)}
            onKeyDown={({ key }) => (key === "Enter" || key === " ") && choose(map)}
          >
            <Thumbnail planes={planes} map={map} slice={slice} scale={scale} />
          </div>
        ))}
      </div>
      {planes.maps > first && (
        <button type="button" class="link" onClick={() => setAll(!all)}>
          {all ? t("Show the first {0}", first) : t("Show all {0} maps", planes.maps)}
        </button>
      )}
    </>
  );
}

/** How many options stand beside each other. */
function columnsOf(list: HTMLElement | null): number {
  const options = [...(list?.children ?? [])] as HTMLElement[];
  const next = options.findIndex(({ offsetTop }) => offsetTop > options[0]!.offsetTop);
  return next < 0 ? options.length : next;
}

interface ThumbnailProps {
  readonly planes: Planes;
  readonly map: number;
  readonly slice: number;
  readonly scale: Scale;
}

function Thumbnail({ planes, map, slice, scale }: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  useEffect(() => {
    if (!canvas.current) return;
    if (planes.view.kind !== "lines") return drawPixels(canvas.current, planes, map, slice, scale);
    canvas.current.width = 120 * devicePixelRatio;
    canvas.current.height = 36 * devicePixelRatio;
    drawSparkline(canvas.current, planes, map, scale);
  }, [planes, map, slice, scale.min, scale.max, scale.colours, theme]);
  const proportion = planes.rows / planes.cols;
  const looks = [planes.rows < 64 && "pixelated", (proportion > 4 || proportion < 0.25) && "stretched"];
  return <canvas ref={canvas} class={looks.filter(Boolean).join(" ")} />;
}
