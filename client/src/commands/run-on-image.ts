/** Run on Image…: the layer at the cursor on a picture or an array of one's own, else the whole model. */
import { type LayerRun, type RunOptions, requests } from "@convlens/server/protocol";
import { l10n } from "vscode";
import { chooseSampleFile } from "../panels/files.ts";
import { placeOf } from "../session/place.ts";
import { withProgress } from "../session/progress.ts";
import { isRefusal } from "../session/session.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

export const runOnImage: Command = {
  id: "convlens.runOnImage",
  run: async ({ session, panels }, argument) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    const sample = await chooseSampleFile();
    if (!sample) return;
    const options: RunOptions = { sample };
    const run = await withProgress(l10n.t("Running the layer"), (token) =>
      session.ask<LayerRun>(requests.runLayer, { at, options }, token),
    );
    if (isRefusal(run)) panels.model.show({ at, run: true, options });
    else panels.layer.show({ at, options }, run);
  },
};
