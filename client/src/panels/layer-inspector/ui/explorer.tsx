/** One output value taken apart: its window in the input, the kernel, the products and their sum. */
import type { Cell, LayerRun } from "@convlens/server/protocol";
import { useEffect, useRef } from "preact/hooks";
import type { InspectorTarget } from "../../messages.ts";
import { scaleOfPlane } from "../../ui/colour-map.ts";
import { Enlarged } from "../../ui/enlarged.tsx";
import { exact } from "../../ui/format.ts";
import type { Host } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { Legend } from "../../ui/legend.tsx";
import { indexOf, type Planes, type Spot, spotOf, valueAt } from "../../ui/tensor.ts";
import { Animation } from "./animation.tsx";
import { Equation } from "./equation.tsx";
import { kernelScale, productScale } from "./scales.ts";
import type { View } from "./view.ts";
import { WindowTables } from "./window-tables.tsx";

interface Props {
  readonly host: Host<InspectorTarget, LayerRun, View>;
  readonly run: LayerRun;
  readonly input: Planes;
  readonly output: Planes;
  /** The chosen map of the input. */
  readonly from: { readonly map: number; readonly slice: number };
  readonly spot: Spot;
  readonly cell: Cell | undefined;
  readonly refused: string | undefined;
  readonly margin: readonly [number, number];
  readonly onPoint: (spot: Spot) => void;
}

export function Explorer({ host, run, input, output, from, spot, cell, refused, margin, onPoint }: Props) {
  const spots = cell?.terms.map((term) => ({ term, at: spotOf(input, term.input) })) ?? [];
  const reached = new Set(spots.map(({ at }) => at.map));
  // a grouped layer does not see every map: then its first stands for the chosen one
  const map = reached.size === 0 || reached.has(from.map) ? from.map : Math.min(...reached);
  const own = spots.filter(({ at }) => at.map === map);
  const slices = [...new Set(own.map(({ at }) => at.slice))];
  const slice = slices.includes(from.slice) || slices.length === 0 ? from.slice : slices[slices.length >> 1]!;
  const inputScale = scaleOfPlane(input, map, slice);
  const outputScale = scaleOfPlane(output, spot.map, spot.slice);
  const value = valueAt(output, spot);
  const name = `[${indexOf(output, spot).join(", ")}]`;
  // while a new run is taken apart the old sum's room is kept, so that the page does not jump
  const sum = useRef<HTMLDivElement>(null);
  const height = useRef(0);
  useEffect(() => {
    if (cell) height.current = sum.current?.offsetHeight ?? 0;
  });
  return (
    <section class="explorer" aria-label={t("One output value, taken apart")}>
      <div class="explorer-map">
        <h2>
          {t("Input")} <span class="quiet">{placeText(input, map, slice)}</span>
        </h2>
        <Enlarged
          label={t("Input, {0}", placeText(input, map, slice))}
          planes={input}
          map={map}
          slice={slice}
          scale={inputScale}
          margin={margin}
          window={own.filter(({ at }) => at.slice === slice).map(({ at }) => at)}
          cell={undefined}
        />
        <Legend scale={inputScale} />
        {reached.size > 0 && reached.size < input.maps && (
          <p class="quiet">{t("This output map sees {0} of {1} input maps.", reached.size, input.maps)}</p>
        )}
      </div>
      <div class="explorer-map">
        <h2>
          {t("Output")} <span class="quiet">{placeText(output, spot.map, spot.slice)}</span>
        </h2>
        <Enlarged
          label={t(
            "Output, {0}: the arrow keys move from value to value",
            placeText(output, spot.map, spot.slice),
          )}
          planes={output}
          map={spot.map}
          slice={spot.slice}
          scale={outputScale}
          margin={[0, 0]}
          window={none}
          cell={spot}
          onPoint={({ row, col }) => onPoint({ ...spot, row, col })}
        />
        <Legend scale={outputScale} />
        {run.explainable && (
          <Animation host={host} run={run} input={input} output={output} spot={spot} onPoint={onPoint} />
        )}
        <p class="readout" role="status">
          <code>{name}</code> = <strong>{value === undefined ? "–" : exact(value)}</strong>
        </p>
      </div>
      <div class="explorer-sum" ref={sum} style={{ minHeight: cell ? undefined : `${height.current}px` }}>
        {cell && (
          <>
            <WindowTables
              terms={own.map(({ term }) => term)}
              scales={{ x: inputScale, w: kernelScale(run), product: productScale(cell) }}
            />
            <Equation
              cell={cell}
              channel={channelOf(own[0]?.term.input) ?? map}
              multiplies={cell.terms.some(({ kernel }) => kernel.length > 0)}
            />
          </>
        )}
        {refused && <p class="quiet">{refused}</p>}
        {!run.explainable && (
          <p class="quiet">{t("The values of this layer are no sums of products: they are only shown.")}</p>
        )}
      </div>
    </section>
  );
}

const none: readonly never[] = [];

const channelOf = (index: readonly number[] | undefined): number | undefined =>
  index && index.length > 1 ? index[0] : undefined;

function placeText({ maps, slices }: Planes, map: number, slice: number): string {
  const parts = [...(maps > 1 ? [t("map {0}", map)] : []), ...(slices > 1 ? [t("slice {0}", slice)] : [])];
  return parts.join(", ");
}
