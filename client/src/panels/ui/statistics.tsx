/** What a tensor's values are like: a table of figures and their histogram. */
import type { Stats } from "@convlens/server/protocol";
import { percent, short } from "./format.ts";
import { t } from "./l10n.ts";
import { Pairs } from "./pairs.tsx";

export function Statistics({ stats, channels }: { readonly stats: Stats; readonly channels: boolean }) {
  const figures: readonly [string, string][] = [
    [t("min"), short(stats.min)],
    [t("mean"), short(stats.mean)],
    [t("max"), short(stats.max)],
    [t("std"), short(stats.std)],
    [t("zeros"), percent(stats.zeros)],
    ...(channels && stats.dead > 0
      ? ([[t("constant channels"), percent(stats.dead)]] as [string, string][])
      : []),
    ...(stats.nonFinite > 0 ? ([[t("NaN or infinite"), String(stats.nonFinite)]] as [string, string][]) : []),
  ];
  return (
    <div class="statistics">
      <Histogram stats={stats} />
      <Pairs look="figures" pairs={figures} />
    </div>
  );
}

function Histogram({ stats }: { readonly stats: Stats }) {
  const { histogram, min, max } = stats;
  const most = Math.max(1, ...histogram);
  const fullest = histogram.indexOf(most);
  const width = (max - min) / histogram.length;
  const label = t(
    "Histogram: most values lie between {0} and {1}",
    short(min + fullest * width),
    short(min + (fullest + 1) * width),
  );
  return (
    <svg
      class="histogram"
      viewBox={`0 0 ${histogram.length} 32`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {histogram.map((count, i) => {
        // the square root lets rare values be seen beside a peak
        const height = count === 0 ? 0 : Math.max(1, Math.sqrt(count / most) * 32);
        return <rect key={i} x={i + 0.1} y={32 - height} width={0.8} height={height} />;
      })}
    </svg>
  );
}
