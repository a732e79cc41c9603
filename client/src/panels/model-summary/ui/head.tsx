/** What a model is called, what it takes and gives, and what it comes to. */
import type { ModelSummary } from "@convlens/server/protocol";
import { t } from "../../ui/l10n.ts";
import { Pairs } from "../../ui/pairs.tsx";
import type { SummaryHost } from "./view.ts";

export function Head({ host, summary }: { readonly host: SummaryHost; readonly summary: ModelSummary }) {
  const { model, models, inputs, outputs, requirement, totals } = summary;
  const facts: readonly (readonly [string, string])[] = [
    [t("Parameters"), totals.params],
    [t("MACs"), totals.macs],
    [t("Layers"), String(summary.rows.length)],
    [t("Memory"), totals.bytes],
  ];
  return (
    <header class="model">
      <div class="model-title">
        {/* the choice says it where there is one */}
        <h1 class={models.length > 1 ? "visually-hidden" : undefined}>{model}</h1>
        {models.length > 1 && (
          <label>
            <span class="visually-hidden">{t("Model")}</span>
            <select
              class="title-choice"
              value={model}
              onChange={({ currentTarget }) => host.change({ model: currentTarget.value })}
            >
              {models.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <p class="signature">
        <code>
          {inputs.map(({ name, shape }) => `${name} ${shape}`).join(", ")} → {outputs.join(", ")}
        </code>
      </p>
      {requirement && <p class="quiet">{t("Works for {0}", requirement)}</p>}
      <Pairs look="facts" pairs={facts} />
    </header>
  );
}
