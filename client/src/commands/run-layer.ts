/** Run Layer: the layer at the cursor on a sample, in the inspector; elsewhere a picker of the file's layers. */
import { type LayerItem, type LayerRun, type Place, requests } from "@convlens/server/protocol";
import { l10n, window } from "vscode";
import { placeOf } from "../session/place.ts";
import { withProgress } from "../session/progress.ts";
import { isRefusal, type Session } from "../session/session.ts";
import { tell, warn } from "../session/tell.ts";
import type { Command } from "./command.ts";

export const runLayer: Command = {
  id: "convlens.runLayer",
  run: async ({ session, panels }, argument) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    const found = await runLayerAt(session, at);
    if (found) panels.layer.show({ at: found.at, options: {} }, found.run);
  },
};

/** Runs the layer at a place, or one that is picked; undefined where a person went away or was told why not. */
async function runLayerAt(session: Session, at: Place): Promise<{ at: Place; run: LayerRun } | undefined> {
  const run = await ask(session, at);
  if (!isRefusal(run)) return { at, run };
  const picked = await pickLayer(session, at.uri, run.refused);
  if (!picked) return undefined;
  const again = await ask(session, picked);
  if (!isRefusal(again)) return { at: picked, run: again };
  warn(`ConvLens: ${again.refused}`);
  return undefined;
}

const ask = (session: Session, at: Place) =>
  withProgress(l10n.t("Running the layer"), (token) =>
    session.ask<LayerRun>(requests.runLayer, { at }, token),
  );

/** The place of a layer chosen from the file's; `why` says what the picker is for. */
export async function pickLayer(session: Session, uri: string, why: string): Promise<Place | undefined> {
  const layers = await session.ask<LayerItem[]>(requests.layers, { uri });
  if (isRefusal(layers) || layers.length === 0) {
    warn(`ConvLens: ${why}`);
    return undefined;
  }
  const picked = await window.showQuickPick(
    layers.map((layer) => ({ ...layer })),
    {
      title: why,
      placeHolder: l10n.t("Choose a layer of this file"),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return picked?.at;
}

export function explainWhereToGo(): void {
  tell(l10n.t("ConvLens: open a TypeScript or JavaScript file with a model first."));
}
