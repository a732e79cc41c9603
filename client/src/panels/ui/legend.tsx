/** The colours of a scale with the values at their ends. */
import { gradientOf, type Scale } from "./colour-map.ts";
import { short } from "./format.ts";
import { t } from "./l10n.ts";

export function Legend({ scale }: { readonly scale: Scale }) {
  return (
    <span class="legend">
      <span class="visually-hidden">{t("Colours from")} </span>
      <span>{short(scale.min)}</span>
      <span class="legend-bar" style={{ background: gradientOf(scale.colours) }} />
      <span class="visually-hidden"> {t("to")} </span>
      <span>{short(scale.max)}</span>
    </span>
  );
}
