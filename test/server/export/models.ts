/** Models of the examples and fixtures, exported with initial weights. */
import { readdirSync } from "node:fs";
import { ExportError } from "@convlens/engine/onnx";
import { type Analysis, type ModelFact, nodeHost, Project } from "@convlens/server";
import { type ExportedModel, exportModel } from "../../../server/src/export/index.ts";
import { NotRunnable, nodeFiles } from "../../../server/src/preview/index.ts";

const root = new URL("../../../", import.meta.url).pathname;
const FOLDERS = ["examples", "examples/tfjs", "test/fixtures/architectures", "test/fixtures/models"];
/** Larger ones take long to run, and have the same layers. */
const MOST_PARAMETERS = 3e6;

export interface Exportable {
  readonly title: string;
  readonly analysis: Analysis;
  readonly model: ModelFact;
  readonly exported: ExportedModel;
  /** Of one run at the sizes that a preview takes. */
  readonly macs: number;
}

/** All that can be exported; what cannot has a reason. */
export function exportables(): {
  readonly models: readonly Exportable[];
  readonly refused: readonly string[];
} {
  const project = new Project(nodeHost);
  const models: Exportable[] = [];
  const refused: string[] = [];
  for (const folder of FOLDERS)
    for (const file of readdirSync(root + folder).filter((name) => name.endsWith(".ts"))) {
      const analysis = project.analyze(`${root}${folder}/${file}`);
      for (const model of analysis.models) {
        if (typeof model.params === "number" && model.params > MOST_PARAMETERS) continue;
        try {
          const exported = exportModel(analysis, model, { files: nodeFiles });
          models.push({
            title: `${folder}/${file} ${model.variable ?? model.name}`,
            analysis,
            model,
            exported,
            macs: exported.macs,
          });
        } catch (error) {
          if (!(error instanceof NotRunnable) && !(error instanceof ExportError)) throw error;
          refused.push(error.message);
        }
      }
    }
  return { models, refused };
}
