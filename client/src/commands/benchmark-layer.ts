/** Benchmark Layer: how long the layer at the cursor takes, by which algorithm, at which rate. */
import { type Benchmark, type Place, requests } from "@convlens/server/protocol";
import { l10n, window } from "vscode";
import { placeOf } from "../session/place.ts";
import { withProgress } from "../session/progress.ts";
import { isRefusal, type Session } from "../session/session.ts";
import { warn } from "../session/tell.ts";
import type { Command } from "./command.ts";
import { explainWhereToGo, pickLayer } from "./run-layer.ts";

export const benchmarkLayer: Command = {
  id: "convlens.benchmarkLayer",
  run: async ({ session }, argument) => {
    let at = placeOf(argument);
    if (!at) return explainWhereToGo();
    let result = await ask(session, at);
    if (isRefusal(result)) {
      at = await pickLayer(session, at.uri, result.refused);
      if (!at) return;
      result = await ask(session, at);
    }
    if (isRefusal(result)) warn(`ConvLens: ${result.refused}`);
    else void window.showInformationMessage(textOf(result));
  },
};

const ask = (session: Session, at: Place) =>
  withProgress(l10n.t("Timing the layer"), (token) =>
    session.ask<Benchmark>(requests.benchmarkLayer, { at }, token),
  );

/** "conv1: 0.42 ms (median 0.45 of 50 runs) · 112 GFLOP/s · Winograd F(2×2, 3×3) · 2 threads" */
function textOf({ title, ms, runs, gflops, algorithm, threads, notes }: Benchmark): string {
  const parts = [
    l10n.t(
      "{0}: {1} ms (median {2} of {3} runs)",
      title,
      ms.best.toPrecision(3),
      ms.median.toPrecision(3),
      runs,
    ),
    ...(gflops === undefined ? [] : [`${gflops.toPrecision(3)} GFLOP/s`]),
    algorithm,
    threads === 1 ? l10n.t("1 thread") : l10n.t("{0} threads", threads),
    ...notes,
  ];
  return parts.join(" · ");
}
