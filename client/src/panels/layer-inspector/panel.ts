/** The layer inspector: what arrives at a layer, its kernels, what comes out, and the sum behind each value. */
import { type LayerRun, requests } from "@convlens/server/protocol";
import { l10n } from "vscode";
import { inspectorChange, inspectorTarget } from "../checks.ts";
import type { PanelKind } from "../live-panel.ts";
import type { InspectorTarget } from "../messages.ts";

export const layerInspector: PanelKind<InspectorTarget, LayerRun> = {
  viewType: "convlens.layerInspector",
  bundle: "layer-inspector",
  title: (run) => run?.title ?? l10n.t("Layer"),
  ask: (session, { at, options }, token) => session.ask(requests.runLayer, { at, options }, token),
  target: inspectorTarget,
  change: inspectorChange,
};
