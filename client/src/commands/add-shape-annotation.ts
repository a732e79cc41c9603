/** Add Shape Annotation: writes what was found out about the inputs of the function around the cursor above it. */
import type { Place } from "@convlens/server/protocol";
import { l10n, workspace } from "vscode";
import type { CodeAction } from "vscode-languageclient";
import { placeOf } from "../session/place.ts";
import { isRefusal, type Session } from "../session/session.ts";
import { tell } from "../session/tell.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

/** How far above the cursor its function may begin. */
const MOST_LINES = 200;

export const addShapeAnnotation: Command = {
  id: "convlens.addShapeAnnotation",
  run: async ({ session }, argument) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    const action = await annotationAbove(session, at);
    if (typeof action === "string") return tell(`ConvLens: ${action}`);
    const edit = await session.client.protocol2CodeConverter.asWorkspaceEdit(action.edit);
    if (edit) await workspace.applyEdit(edit);
  },
};

/** The action of the nearest function that begins at or above a place; a sentence where there is none. */
async function annotationAbove(session: Session, { uri, line }: Place): Promise<CodeAction | string> {
  for (let start = line; start >= Math.max(0, line - MOST_LINES); start--) {
    const position = { line: start, character: 0 };
    const actions = await session.ask<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], only: ["refactor.rewrite"] },
    });
    if (isRefusal(actions)) return actions.refused;
    const found = actions?.find(({ edit }) => JSON.stringify(edit ?? "").includes("@shape"));
    if (found) return found;
  }
  return l10n.t("no function around the cursor takes a tensor whose shape is known and not yet written.");
}
