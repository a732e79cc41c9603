/** An output value as the sum it is: this input channel's products, the other channels', the bias. */
import type { Cell } from "@convlens/server/protocol";
import { exact, short } from "../../ui/format.ts";
import { t } from "../../ui/l10n.ts";

interface Props {
  readonly cell: Cell;
  readonly channel: number;
  /** Whether the layer multiplies by a kernel: Fold and Unfold only move values. */
  readonly multiplies: boolean;
}

export function Equation({ cell, channel, multiplies }: Props) {
  const sums = multiplies ? sumsOf(cell) : new Map<number, number>();
  const own = sums.get(channel) ?? 0;
  const cut = cell.total > cell.terms.length;
  const others = cell.sum - cell.bias - own;
  return (
    <div class="equation">
      <p class="sum">
        {sums.size > 1 && (
          <>
            <Part value={own} name={t("channel {0}", channel)} />
            <span aria-hidden="true"> + </span>
            <Part
              value={others}
              name={sums.size === 2 ? t("the other channel") : t("{0} other channels", sums.size - 1)}
            />
          </>
        )}
        {sums.size <= 1 && (
          <Part value={cell.sum - cell.bias} name={multiplies ? t("products") : t("values")} />
        )}
        {cell.bias !== 0 && (
          <>
            <span aria-hidden="true"> + </span>
            <Part value={cell.bias} name={t("bias")} />
          </>
        )}
        <span aria-hidden="true"> = </span>
        {isActivated(cell) && (
          <>
            <Part value={cell.sum} name={t("before the activation")} />
            <span aria-hidden="true"> → </span>
          </>
        )}
        <Part value={cell.value} name={`${t("output")} [${cell.index.join(", ")}]`} strong />
      </p>
      {sums.size > 1 && <Shares sums={sums} channel={channel} />}
      {cut && (
        <p class="quiet">
          {t(
            "The first {0} of {1} products are shown; the sum has all of them.",
            cell.terms.length,
            cell.total,
          )}
        </p>
      )}
    </div>
  );
}

/** Layers of TensorFlow.js may have an activation of their own behind the sum; rounding alone is far smaller. */
function isActivated({ sum, value, terms }: Cell): boolean {
  const size = terms.reduce((total, { product }) => total + Math.abs(product), Math.abs(sum));
  return Math.abs(sum - value) > 1e-4 * size;
}

interface PartProps {
  readonly value: number;
  readonly name: string;
  readonly strong?: boolean;
}

function Part({ value, name, strong }: PartProps) {
  return (
    <span class={strong ? "part part-result" : "part"}>
      <span class="part-value">{exact(value)}</span>
      <span class="part-name">{name}</span>
    </span>
  );
}

/** What each input channel adds, as bars around zero. */
function Shares({ sums, channel }: Pick<Props, "channel"> & { readonly sums: ReadonlyMap<number, number> }) {
  const most = Math.max(1e-30, ...[...sums.values()].map(Math.abs));
  const [top, value] = [...sums].reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a));
  return (
    <svg
      class="shares"
      style={{ width: `min(100%, ${sums.size * 22}px)` }}
      viewBox={`0 0 ${sums.size} 40`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("What each channel adds: most from channel {0}, {1}", top, short(value))}
    >
      {[...sums].map(([at, sum], i) => {
        const height = (Math.abs(sum) / most) * 19;
        return (
          <g key={at} class={at === channel ? "chosen" : undefined}>
            <title>{`${t("channel {0}", at)}: ${short(sum)}`}</title>
            <rect
              class="bar"
              x={i + 0.1}
              y={sum >= 0 ? 20 - height : 20}
              width={0.8}
              height={Math.max(0.5, height)}
            />
          </g>
        );
      })}
    </svg>
  );
}

/** The sum of the products of each input channel. */
function sumsOf({ terms }: Cell): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { input, product } of terms) {
    const channel = input.length > 1 ? input[0]! : 0;
    sums.set(channel, (sums.get(channel) ?? 0) + product);
  }
  return sums;
}
