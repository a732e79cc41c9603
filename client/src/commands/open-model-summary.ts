/** Model Summary: the table and the graph of the model around the cursor, or of the file's first. */
import { placeOf } from "../session/place.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

export const openModelSummary: Command = {
  id: "convlens.openModelSummary",
  run: ({ panels }, argument, model) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    panels.model.show({ at, run: false, options: {}, ...(typeof model === "string" && { model }) });
  },
};
