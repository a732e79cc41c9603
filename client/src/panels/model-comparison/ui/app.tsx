/** The model comparison's page. */
import type { ModelComparison, ModelSummary } from "@convlens/server/protocol";
import { useState } from "preact/hooks";
import type { ComparisonTarget } from "../../messages.ts";
import { type Measure, totalOf } from "../../model-summary/ui/totals.ts";
import { percent } from "../../ui/format.ts";
import { type Host, useHost } from "../../ui/host.ts";
import { t } from "../../ui/l10n.ts";
import { Busy, Empty, Refused } from "../../ui/notice.tsx";
import { Lines } from "./lines.tsx";

/** What a person has chosen; it outlives hiding and reloading. */
export interface View {
  readonly all: boolean; // layers that are the same are seen, too
}
type ComparisonHost = Host<ComparisonTarget, ModelComparison, View>;

export function App({ host }: { readonly host: ComparisonHost }) {
  const { target, answer, refused, busy } = useHost(host);
  return (
    <>
      <Busy busy={busy} onCancel={() => host.cancel()} />
      {!answer || !target ? (
        <Empty busy={busy} refused={refused} />
      ) : (
        <>
          {refused && <Refused why={refused} outdated />}
          <div class={refused ? "outdated" : undefined}>
            <Comparison host={host} target={target} comparison={answer} />
          </div>
        </>
      )}
    </>
  );
}

interface Props {
  readonly host: ComparisonHost;
  readonly target: ComparisonTarget;
  readonly comparison: ModelComparison;
}

function Comparison({ host, target, comparison }: Props) {
  const { before, after, lines } = comparison;
  const differing = lines.filter(({ same }) => !same).length;
  const [view, setView] = useState<View>(() => host.view ?? { all: false });
  const change = (next: View): void => {
    setView(next);
    host.keep(next);
  };
  const revision = target.other.kind === "revision" ? target.other.revision.slice(0, 8) : undefined;
  return (
    <>
      <header class="comparison">
        <h1>
          {before.model} {revision && <span class="quiet">{t("at {0}", revision)}</span>}{" "}
          <span aria-hidden="true">⇒</span>
          <span class="visually-hidden">{t("compared with")}</span> {after.model}
        </h1>
        <p class="signature">
          <Changed before={flowOf(before)} after={flowOf(after)} />
        </p>
        <dl class="facts">
          <Total name={t("Parameters")} measure="params" before={before} after={after} />
          <Total name={t("MACs")} measure="macs" before={before} after={after} />
          <div>
            <dt>{t("Layers")}</dt>
            <dd>
              <Changed before={`${before.rows.length}`} after={`${after.rows.length}`} />
            </dd>
          </div>
        </dl>
      </header>
      <div class="bar">
        <span role="status">
          {differing === 0 ? t("No layer differs.") : t("{0} of {1} layers differ", differing, lines.length)}
        </span>
        <label>
          <input
            type="checkbox"
            checked={!view.all}
            onChange={({ currentTarget }) => change({ all: !currentTarget.checked })}
          />{" "}
          {t("Only what differs")}
        </label>
      </div>
      {(view.all || differing > 0) && (
        <Lines
          comparison={comparison}
          lines={view.all ? lines : lines.filter(({ same }) => !same)}
          revision={revision}
          onReveal={(source) => host.reveal(source, true)}
        />
      )}
    </>
  );
}

const flowOf = ({ inputs, outputs }: ModelSummary): string =>
  `${inputs.map(({ shape }) => shape).join(", ")} → ${outputs.join(", ")}`;

/** Once where it is the same, else both. */
function Changed({ before, after }: { readonly before: string; readonly after: string }) {
  if (before === after) return <code>{after}</code>;
  return (
    <code>
      <del>{before}</del> <span aria-hidden="true">⇒</span> <ins>{after}</ins>
    </code>
  );
}

interface TotalProps {
  readonly name: string;
  readonly measure: Measure & ("params" | "macs");
  readonly before: ModelSummary;
  readonly after: ModelSummary;
}

/** A sum of both, and by how much it has grown. */
function Total({ name, measure, before, after }: TotalProps) {
  const [was, is] = [totalOf(before.rows, measure), totalOf(after.rows, measure)];
  const growth =
    was !== undefined && is !== undefined && was > 0 && is !== was ? (is - was) / was : undefined;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Changed before={before.totals[measure]} after={after.totals[measure]} />{" "}
        {growth !== undefined && (
          <span class="quiet">{growth > 0 ? `+${percent(growth)}` : `−${percent(-growth)}`}</span>
        )}
      </dd>
    </div>
  );
}
