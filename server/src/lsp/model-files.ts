/** Requests of the editor of model files: their summary, one node, one weight, and where a program loads one. */
import { loadAt } from "../ide/loaded-hover.ts";
import type { ModelFile } from "../model-files/index.ts";
import { checks } from "../preview/checks.ts";
import { nodeOf } from "../preview/model-file/node.ts";
import { fileSummary } from "../preview/model-file/summary.ts";
import { weightOf } from "../preview/model-file/weight.ts";
import { NotRunnable } from "../preview/plan.ts";
import { type ModelNode, type ModelSummary, type ModelWeight, requests } from "../preview/protocol.ts";
import { translated } from "../texts/index.ts";
import type { Answer } from "./answer.ts";
import type { Documents } from "./documents.ts";
import { reached } from "./params.ts";

export function registerModelFiles(answer: Answer, documents: Documents): void {
  const { project } = documents;
  const read = (uri: string): ModelFile => {
    const path = documents.file(uri);
    const file = project.modelFile(path);
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (!file) throw new NotRunnable(`${name} is not there.`);
    const [problem] = file.problems;
    if (!file.readable)
      throw new NotRunnable(
        `${name} ${translated(problem?.message ?? "is not a model that is understood")}.`,
      );
    return file;
  };

  answer(requests.modelFile, checks.modelFile, ({ uri }): ModelSummary => fileSummary(read(uri), uri));
  answer(requests.modelNode, checks.modelNode, ({ uri, row }): ModelNode => nodeOf(read(uri), row));
  answer(
    requests.modelWeight,
    checks.modelWeight,
    ({ uri, name }, signal): Promise<ModelWeight> => weightOf(read(uri), name, project.disk, signal),
  );
  answer(requests.modelFileAt, checks.atPlace, ({ at }): string | null => {
    const file = reached(documents, at.uri);
    const source = project.source(file);
    if (!source) return null;
    const analysis = project.analyze(file);
    const here = loadAt(analysis, source.offsetAt(at), source.text)?.fact.model;
    // a file without a network of its own is about the first that it loads
    const model =
      here ?? (analysis.models.length === 0 ? analysis.loads.find((load) => load.model)?.model : undefined);
    return model ? documents.uri(model.file.path) : null;
  });
}
