/** The model comparison: two models, or a model and what it was, layer by layer side by side. */
import { type CompareModelsParams, type ModelComparison, requests } from "@convlens/server/protocol";
import { l10n } from "vscode";
import { textAt } from "../../session/revisions.ts";
import { comparisonChange, comparisonTarget } from "../checks.ts";
import type { PanelKind } from "../live-panel.ts";
import type { ComparisonTarget } from "../messages.ts";

export const modelComparison: PanelKind<ComparisonTarget, ModelComparison> = {
  viewType: "convlens.modelComparison",
  bundle: "model-comparison",
  whole: true,
  title: (found) => (found ? `${found.before.model} ⇒ ${found.after.model}` : l10n.t("Compare Models")),
  async ask(session, { at, model, other }, token) {
    const own = { at, ...(model !== undefined && { model }) };
    if (other.kind === "model") {
      const { kind: _, ...second } = other;
      return session.ask(requests.compareModels, { before: own, after: second }, token);
    }
    const text = await textAt(at.uri, other.revision);
    if (text === undefined)
      return { refused: l10n.t("This file is not there at the revision {0}.", other.revision) };
    const params: CompareModelsParams = { before: { ...own, text }, after: own };
    return session.ask(requests.compareModels, params, token);
  },
  target: comparisonTarget,
  change: comparisonChange,
};
