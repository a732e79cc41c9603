/** Check Workspace: looks at every source file of the workspace, opened or not; findings stand in the Problems view. */
import { type CheckWorkspace, requests } from "@convlens/server/protocol";
import { commands, l10n, ProgressLocation, window, workspace } from "vscode";
import { WorkDoneProgress } from "vscode-languageclient";
import { isRefusal, type Session } from "../session/session.ts";
import { tell, warn } from "../session/tell.ts";
import type { Command } from "./command.ts";

const SOURCES = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,svelte,vue}";
const OTHERS = "{**/node_modules/**,**/dist/**,**/.*/**}";
/** Opens the list of what was found. */
const PROBLEMS = "workbench.actions.view.problems";

export const checkWorkspace: Command = {
  id: "convlens.checkWorkspace",
  run: async ({ session }) => {
    const files = await workspace.findFiles(SOURCES, OTHERS);
    if (files.length === 0)
      return tell(l10n.t("ConvLens: there is no TypeScript or JavaScript file in this workspace."));
    const answer = await check(
      session,
      files.map((file) => file.toString()),
    );
    if (isRefusal(answer)) return warn(`ConvLens: ${answer.refused}`);
    const { findings, models, files: looked, withFindings } = answer;
    const said =
      findings === 0
        ? l10n.t("ConvLens: no finding in {0} models of {1} files.", models, looked)
        : l10n.t("ConvLens: {0} findings in {1} of {2} files.", findings, withFindings, looked);
    const show = l10n.t("Show Problems");
    const pressed = await window.showInformationMessage(said, ...(findings > 0 ? [show] : []));
    if (pressed === show) await commands.executeCommand(PROBLEMS);
  },
};

let runs = 0;

function check(session: Session, uris: readonly string[]) {
  const workDoneToken = `convlens-check-${++runs}`;
  return window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: l10n.t("ConvLens: checking the workspace"),
      cancellable: true,
    },
    async (progress, token) => {
      let done = 0;
      const listening = session.client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind !== "report") return;
        const { message, percentage = done } = value;
        progress.report({ increment: percentage - done, ...(message !== undefined && { message }) });
        done = percentage;
      });
      try {
        return await session.ask<CheckWorkspace>(requests.checkWorkspace, { uris, workDoneToken }, token);
      } finally {
        listening.dispose();
      }
    },
  );
}
