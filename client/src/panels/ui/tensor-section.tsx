/** A tensor: its name and shape, its maps, the scale of their colours, its statistics, and its export. */
import type { TensorView } from "@convlens/server/protocol";
import type { ComponentChildren } from "preact";
import type { Scale } from "./colour-map.ts";
import { Enlarged } from "./enlarged.tsx";
import { shapeText } from "./format.ts";
import { t } from "./l10n.ts";
import { Legend } from "./legend.tsx";
import { MapGrid } from "./map-grid.tsx";
import { Statistics } from "./statistics.tsx";
import type { Planes } from "./tensor.ts";

interface Props {
  readonly title: string;
  readonly planes: Planes;
  readonly scale: Scale;
  readonly map: number;
  readonly slice: number;
  readonly onChoose: (map: number, slice: number) => void;
  readonly part?: ((map: number) => boolean) | undefined;
  readonly onExport: (format: "npy" | "png") => void;
  readonly children?: ComponentChildren;
}

export function TensorSection({
  title,
  planes,
  scale,
  map,
  slice,
  onChoose,
  part,
  onExport,
  children,
}: Props) {
  const { view, slices, maps } = planes;
  const cut = isCut(view);
  return (
    <section class="tensor" aria-label={title}>
      <header class="tensor-head">
        <h2>{title}</h2>
        <code>{shapeText(view.shape)}</code>
        <span class="spring" />
        <button
          type="button"
          class="quiet-button"
          aria-label={t("Export {0} as .npy", title)}
          onClick={() => onExport("npy")}
        >
          .npy
        </button>
        <button
          type="button"
          class="quiet-button"
          aria-label={t("Export {0} as .png", title)}
          onClick={() => onExport("png")}
        >
          .png
        </button>
      </header>
      <Legend scale={scale} />
      {slices > 1 && (
        <label class="slice">
          <span>{t("Slice {0} of {1}", slice + 1, slices)}</span>
          <input
            type="range"
            min={0}
            max={slices - 1}
            value={slice}
            onInput={({ currentTarget }) => onChoose(map, Number(currentTarget.value))}
          />
        </label>
      )}
      {view.kind === "strip" ? (
        <Enlarged
          label={title}
          planes={planes}
          map={0}
          slice={0}
          scale={scale}
          margin={[0, 0]}
          window={[]}
          cell={undefined}
        />
      ) : (
        <MapGrid
          label={t("Maps of {0}", title)}
          planes={planes}
          slice={slice}
          scale={scale}
          chosen={map}
          onChoose={(next) => onChoose(next, slice)}
          part={part}
        />
      )}
      {cut && <p class="quiet">{t("Only the first {0} maps are shown: the whole tensor is large.", maps)}</p>}
      {children}
      <Statistics stats={view.stats} channels={maps > 1} />
    </section>
  );
}

/** Whether less was sent than one batch item. */
function isCut({ shape, sent }: TensorView): boolean {
  const [whole, part] = [shape, sent].map((sizes) => sizes.reduce((a, b) => a * b, 1)) as [number, number];
  return part !== whole && part * shape[0]! !== whole;
}
