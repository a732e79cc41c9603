/** Model Summary: the table and the graph of the model around the cursor, or of the file's first; of a file that is loaded there. */
import { type ModelSummary, requests } from "@convlens/server/protocol";
import { commands, Uri, ViewColumn } from "vscode";
import { MODEL_FILE } from "../panels/model-file/editor.ts";
import { placeOf } from "../session/place.ts";
import { isRefusal } from "../session/session.ts";
import { warn } from "../session/tell.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

export const openModelSummary: Command = {
  id: "convlens.openModelSummary",
  run: async ({ session, panels }, argument, model) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    const file =
      typeof model !== "string" && (await session.ask<string | null>(requests.modelFileAt, { at }));
    if (typeof file === "string")
      return commands.executeCommand("vscode.openWith", Uri.parse(file), MODEL_FILE, ViewColumn.Beside);
    const target = { at, run: false, options: {}, ...(typeof model === "string" && { model }) };
    // where there is no model no empty panel is opened
    const summary = await session.ask<ModelSummary>(requests.modelSummary, target);
    if (isRefusal(summary)) return warn(`ConvLens: ${summary.refused}`);
    panels.model.show(target, summary);
  },
};
