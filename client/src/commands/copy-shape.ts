/** Copy Shape: the shape of the tensor or layer at the cursor to the clipboard, ready to be an annotation. */
import { requests } from "@convlens/server/protocol";
import { env, l10n, window } from "vscode";
import { placeOf } from "../session/place.ts";
import { isRefusal } from "../session/session.ts";
import { tell, warn } from "../session/tell.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

export const copyShape: Command = {
  id: "convlens.copyShape",
  run: async ({ session }, argument) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    const shape = await session.ask<string | null>(requests.shapeAt, { at });
    if (isRefusal(shape)) return warn(`ConvLens: ${shape.refused}`);
    if (shape === null) return tell(l10n.t("ConvLens: there is no tensor and no layer at the cursor."));
    // as an annotation would have it: "[N, 8, H - 2, 2*W]"
    await env.clipboard.writeText(shape.replaceAll("−", "-").replaceAll("·", "*"));
    window.setStatusBarMessage(l10n.t("Copied {0}", shape), 3000);
  },
};
