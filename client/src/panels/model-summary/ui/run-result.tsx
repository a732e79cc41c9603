/** What a run came to: its time and where it went, and the output as a person wants it: the greatest values as bars. */
import type { ModelRun, TensorView } from "@convlens/server/protocol";
import { useMemo } from "preact/hooks";
import { milliseconds, short } from "../../ui/format.ts";
import { t } from "../../ui/l10n.ts";
import { Notes } from "../../ui/notice.tsx";
import { planesOf } from "../../ui/tensor.ts";

export function RunResult({ run }: { readonly run: ModelRun }) {
  const { stats, shape } = run.output;
  return (
    <div class="ran" role="status">
      <p>
        {t("Ran in {0}", milliseconds(run.ms))}
        {run.preparing >= 1 && t(", after {0} of making weights and kernels", milliseconds(run.preparing))} ·{" "}
        {run.threads === 1 ? t("1 thread") : t("{0} threads", run.threads)} · {t("output")}{" "}
        <code>[{shape.join(", ")}]</code>{" "}
        <span class="quiet">
          {t("min {0}, mean {1}, max {2}", short(stats.min), short(stats.mean), short(stats.max))}
        </span>
      </p>
      <TopValues view={run.output} />
      <Notes notes={run.notes} />
    </div>
  );
}

/** Values of a vector that are shown. */
const TOP = 5;
/** A vector of so many is shown whole. */
const SHORT = 10;

/** Of a vector, such as the scores of classes; all of a short one in order, of a long one the greatest. */
function TopValues({ view }: { readonly view: TensorView }) {
  const { sent } = view;
  const values = useMemo(() => [...planesOf(view).values].slice(0, sent.at(-1)), [view]);
  if (sent.length > 2 || (sent.length === 2 && sent[0] !== 1) || values.length < 2) return null;
  const all = values.map((value, index) => ({ value, index }));
  const long = all.length > SHORT;
  const shown = long ? all.sort((a, b) => b.value - a.value).slice(0, TOP) : all;
  const most = Math.max(...shown.map(({ value }) => Math.abs(value))) || 1;
  return (
    <table class="top-values">
      <caption class="quiet">
        {long ? t("The {0} greatest of {1} values", TOP, values.length) : t("All {0} values", values.length)}
      </caption>
      <tbody>
        {shown.map(({ value, index }) => (
          <tr key={index}>
            <th scope="row">{index}</th>
            <td class="numeric">{short(value)}</td>
            <td class="top-bar">
              <span
                class={value < 0 ? "negative" : undefined}
                aria-hidden="true"
                style={{ width: `${(100 * Math.abs(value)) / most}%` }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
