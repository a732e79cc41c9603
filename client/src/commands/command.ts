/** A command of the palette: one file here, one line in `index.ts`, one entry in package.json's `contributes.commands`. */
import type { LayerRun, ModelComparison, ModelSummary } from "@convlens/server/protocol";
import type { ExtensionContext } from "vscode";
import type { LivePanel } from "../panels/live-panel.ts";
import type { ComparisonTarget, InspectorTarget, SummaryTarget } from "../panels/messages.ts";
import type { Session } from "../session/session.ts";

export interface CommandContext {
  readonly context: ExtensionContext;
  readonly session: Session;
  readonly panels: Panels;
}

export interface Panels {
  readonly layer: LivePanel<InspectorTarget, LayerRun>;
  readonly model: LivePanel<SummaryTarget, ModelSummary>;
  readonly comparison: LivePanel<ComparisonTarget, ModelComparison>;
}

export interface Command {
  readonly id: `convlens.${string}`;
  run(context: CommandContext, ...args: readonly unknown[]): unknown;
}
