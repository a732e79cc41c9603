/** The model summary: every layer of a model as a table and as a graph. */
import { type ModelSummary, requests } from "@convlens/server/protocol";
import { l10n } from "vscode";
import { WorkDoneProgress } from "vscode-languageclient";
import { summaryChange, summaryTarget } from "../checks.ts";
import type { PanelKind } from "../live-panel.ts";
import type { SummaryTarget } from "../messages.ts";

let asked = 0;

export const modelSummary: PanelKind<SummaryTarget, ModelSummary> = {
  viewType: "convlens.modelSummary",
  bundle: "model-summary",
  title: (summary) => summary?.model ?? l10n.t("Model Summary"),
  async ask(session, target, token, tell) {
    const workDoneToken = `convlens-summary-${++asked}`;
    const listening = session.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === "report" && value.message !== undefined) tell(value.message);
    });
    try {
      return await session.ask(requests.modelSummary, { ...target, workDoneToken }, token);
    } finally {
      listening.dispose();
    }
  },
  target: summaryTarget,
  change: summaryChange,
};
