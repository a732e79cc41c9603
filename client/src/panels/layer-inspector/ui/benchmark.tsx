/** Times the layer on demand: best and median of many runs. */
import type { LayerRun, Benchmark as Timed } from "@convlens/server/protocol";
import { useEffect, useState } from "preact/hooks";
import type { InspectorTarget } from "../../messages.ts";
import { milliseconds } from "../../ui/format.ts";
import { type Host, isRefusal } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { algorithmNames } from "./algorithm.ts";
import type { View } from "./view.ts";

interface Props {
  readonly host: Host<InspectorTarget, LayerRun, View>;
  readonly target: InspectorTarget;
  readonly run: LayerRun;
}

export function Benchmark({ host, target, run }: Props) {
  const [said, setSaid] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => setSaid(""), [run.id]);
  const time = async (): Promise<void> => {
    setBusy(true);
    const { at, options } = target;
    const result = await host.ask("benchmark", { at, options });
    setBusy(false);
    setSaid(isRefusal(result) ? result.refused : textOf(result));
  };
  return (
    <div class="benchmark">
      <button type="button" disabled={busy} onClick={() => void time()}>
        {t("Benchmark")}
      </button>
      <span class="quiet" role="status">
        {busy ? t("Timing …") : said}
      </span>
    </div>
  );
}

function textOf({ ms, runs, gflops, algorithm }: Timed): string {
  const rate = gflops === undefined ? [] : [`${Number(gflops.toPrecision(3))} GFLOP/s`];
  return [
    t("best {0}, median {1} of {2} runs", milliseconds(ms.best), milliseconds(ms.median), runs),
    ...rate,
    algorithmNames(algorithm),
  ].join(" · ");
}
