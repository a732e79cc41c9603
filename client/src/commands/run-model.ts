/** Run Model: the model around the cursor, or the file's first, once on a sample; times and statistics in its summary. */
import { placeOf } from "../session/place.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

export const runModel: Command = {
  id: "convlens.runModel",
  run: ({ panels }, argument, model) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    panels.model.show({ at, run: true, options: {}, ...(typeof model === "string" && { model }) });
  },
};
