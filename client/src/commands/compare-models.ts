/** Compare Models: the model around the cursor beside another one, or beside what it was at a commit. */
import { type ModelSummary, requests } from "@convlens/server/protocol";
import { l10n, type QuickPickItem, QuickPickItemKind, Uri, window, workspace } from "vscode";
import type { OtherModel } from "../panels/messages.ts";
import { placeOf } from "../session/place.ts";
import { commitsOf } from "../session/revisions.ts";
import { isRefusal, type Session } from "../session/session.ts";
import { warn } from "../session/tell.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo } from "./run-layer.ts";

export const compareModels: Command = {
  id: "convlens.compareModels",
  run: async ({ session, panels }, argument) => {
    const at = placeOf(argument);
    if (!at) return explainWhereToGo();
    const own = await session.ask<ModelSummary>(requests.modelSummary, { at });
    if (isRefusal(own)) return warn(`ConvLens: ${own.refused}`);
    const other = await pickOther(session, own);
    if (other) panels.comparison.show({ at, model: own.model, other });
  },
};

interface Choice extends QuickPickItem {
  readonly other?: OtherModel;
}

/** Another model of a file that is open or was seen, or a commit that changed this file. */
async function pickOther(session: Session, own: ModelSummary): Promise<OtherModel | undefined> {
  const [models, commits] = await Promise.all([modelsBeside(session, own), commitsOf(own.uri)]);
  const revisions = commits.map(
    ({ hash, message, authorDate }): Choice => ({
      label: `$(git-commit) ${message.split("\n")[0]}`,
      description: [hash.slice(0, 8), authorDate?.toLocaleDateString()].filter(Boolean).join(" · "),
      other: { kind: "revision", revision: hash },
    }),
  );
  const choices: Choice[] = [
    ...section(l10n.t("models"), models),
    ...section(l10n.t("the same model at an earlier commit"), revisions),
  ];
  if (choices.length === 0) {
    warn(l10n.t("ConvLens: there is no other model in an open file, and no earlier commit of this one."));
    return undefined;
  }
  const picked = await window.showQuickPick(choices, {
    title: l10n.t("Compare {0} with …", own.model),
    matchOnDescription: true,
  });
  return picked?.other;
}

const section = (label: string, choices: readonly Choice[]): readonly Choice[] =>
  choices.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...choices];

async function modelsBeside(session: Session, own: ModelSummary): Promise<readonly Choice[]> {
  const uris = Object.entries(session.modelsOf).flatMap(([uri, count]) => (count > 0 ? [uri] : []));
  const summaries = await Promise.all(
    [...new Set([own.uri, ...uris])].map((uri) =>
      session.ask<ModelSummary>(requests.modelSummary, { at: { uri, line: 0, character: 0 } }),
    ),
  );
  return summaries.flatMap((summary) =>
    isRefusal(summary)
      ? []
      : summary.models
          .filter((model) => summary.uri !== own.uri || model !== own.model)
          .map(
            (model): Choice => ({
              label: `$(list-tree) ${model}`,
              description: workspace.asRelativePath(Uri.parse(summary.uri)),
              other: { kind: "model", at: { uri: summary.uri, line: 0, character: 0 }, model },
            }),
          ),
  );
}
