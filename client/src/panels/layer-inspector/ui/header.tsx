/** What the layer is and what it costs. */
import type { LayerRun } from "@convlens/server/protocol";
import { milliseconds } from "../../ui/format.ts";
import { t } from "../../ui/l10n.ts";
import { algorithmNames } from "./algorithm.ts";

interface Props {
  readonly run: LayerRun;
  readonly onReveal: () => void;
}

export function Header({ run, onReveal }: Props) {
  const { timing, source } = run;
  const file = decodeURIComponent(source.uri.split("/").at(-1) ?? "");
  const facts: readonly (readonly [string, string])[] = [
    [t("Parameters"), run.params],
    [t("MACs"), run.macs],
    [t("Receptive field"), run.receptiveField],
    [t("Time"), timeOf(timing)],
    [t("Algorithm"), algorithmNames(timing.algorithm)],
  ];
  return (
    <header class="layer">
      <div class="layer-title">
        <h1>{run.title}</h1>
        {run.model && <span class="quiet">{run.model}</span>}
        <button type="button" class="link" onClick={onReveal}>
          {`${file}:${source.start.line + 1}`}
        </button>
      </div>
      <code class="repr">{run.repr}</code>
      <p class="signature">
        <code>{run.signature}</code>
      </p>
      {run.formula.length > 0 && (
        <ul class="formula">
          {run.formula.map((line) => (
            <li key={line}>
              <code>{line}</code>
            </li>
          ))}
        </ul>
      )}
      <dl class="facts">
        {facts
          .filter(([, value]) => value !== "")
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </header>
  );
}

function timeOf({ ms, threads, gflops }: LayerRun["timing"]): string {
  const rate = gflops === undefined ? "" : ` · ${Number(gflops.toPrecision(3))} GFLOP/s`;
  return `${milliseconds(ms)}${rate} · ${threads === 1 ? t("1 thread") : t("{0} threads", threads)}`;
}
