/** The model summary: every layer of a model as a table and as a graph. */
import { type ModelSummary, requests } from "@convlens/server/protocol";
import { l10n } from "vscode";
import { isPlace } from "../../session/place.ts";
import type { PanelKind } from "../live-panel.ts";
import type { SummaryTarget } from "../messages.ts";

export const modelSummary: PanelKind<SummaryTarget, ModelSummary> = {
  viewType: "convlens.modelSummary",
  bundle: "model-summary",
  title: (summary) => summary?.model ?? l10n.t("Model Summary"),
  ask: (session, target, token) => session.ask(requests.modelSummary, target, token),
  isTarget: (value): value is SummaryTarget => isPlace((value as Partial<SummaryTarget> | undefined)?.at),
};
