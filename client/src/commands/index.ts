/** All commands. */
import { addShapeAnnotation } from "./add-shape-annotation.ts";
import { benchmarkLayer } from "./benchmark-layer.ts";
import { checkWorkspace } from "./check-workspace.ts";
import type { Command } from "./command.ts";
import { compareModels } from "./compare-models.ts";
import { copyShape } from "./copy-shape.ts";
import { explainFinding } from "./explain-finding.ts";
import { openModelSummary } from "./open-model-summary.ts";
import { openSampleModel } from "./open-sample-model.ts";
import { restartServer } from "./restart-server.ts";
import { runLayer } from "./run-layer.ts";
import { runModel } from "./run-model.ts";
import { runOnImage } from "./run-on-image.ts";
import { showLog } from "./show-log.ts";

export const allCommands: readonly Command[] = [
  runLayer,
  runModel,
  runOnImage,
  benchmarkLayer,
  openModelSummary,
  compareModels,
  addShapeAnnotation,
  copyShape,
  openSampleModel,
  checkWorkspace,
  explainFinding,
  restartServer,
  showLog,
];
