/** Requests of panels and commands (`preview/protocol.ts`): each answers, or refuses with a sentence. */
import type { Connection } from "vscode-languageserver";
import type { Analysis, ModelFact } from "../facts/analysis.ts";
import { signatureOf } from "../ide/hover.ts";
import { bindingsAt, usesAt, wordAt } from "../ide/lookup.ts";
import { spanText } from "../ide/merge.ts";
import { spelling } from "../ide/spelling.ts";
import { checks } from "../preview/checks.ts";
import { comparedLines } from "../preview/compare.ts";
import { layerFacts, modelFacts, type Stretcher } from "../preview/facts.ts";
import { labelOf } from "../preview/graph.ts";
import { runModel } from "../preview/model-run.ts";
import { NotRunnable } from "../preview/plan.ts";
import type { Options, Prepared, Previews } from "../preview/previews.ts";
import {
  type Benchmark,
  type Cell,
  type ComparedModel,
  type LayerItem,
  type LayerRun,
  type ModelComparison,
  type ModelSummary,
  type Place,
  type RunLayerParams,
  type RunOptions,
  requests,
  type TensorData,
} from "../preview/protocol.ts";
import { type Meant, meantAt } from "../preview/target.ts";
import type { Project } from "../project/project.ts";
import { pathOf } from "./addresses.ts";
import { answering } from "./answer.ts";
import type { Documents } from "./documents.ts";
import { registerModelFiles } from "./model-files.ts";
import { placed, reached } from "./params.ts";
import type { Settings } from "./settings.ts";

export function registerPreviews(
  connection: Connection,
  documents: Documents,
  settings: Settings,
  previews: Previews,
): void {
  const { project } = documents;
  const answer = answering(connection);
  const stretchIn =
    (sources: Project): Stretcher =>
    (span) => {
      const source = sources.source(span.file);
      const none = { line: 0, character: 0 };
      return {
        uri: documents.uri(span.file),
        start: source?.positionAt(span.start) ?? none,
        end: source?.positionAt(span.end) ?? none,
      };
    };
  const stretch = stretchIn(project);
  const at = (place: Place): { analysis: Analysis; offset: number; text: string } => {
    const { file, offset } = placed(documents, place);
    return { analysis: project.analyze(file), offset, text: project.source(file)?.text ?? "" };
  };
  const optionsOf = (options: RunOptions | undefined): Options => {
    const { sample } = options ?? {};
    return {
      ...settings.preview,
      ...options,
      // the address of a file that is on no disk
      ...(sample?.kind === "file" && { sample: { ...sample, path: pathOf(sample.path) } }),
    };
  };

  const meantBy = (place: Place): { analysis: Analysis; meant: Meant } => {
    const { analysis, offset } = at(place);
    const meant = meantAt(analysis, offset);
    if (!meant)
      throw new NotRunnable(
        "There is no layer here: put the cursor on the name of one, or on its constructor.",
      );
    return { analysis, meant };
  };
  const prepared = ({ at: place, options }: RunLayerParams): Prepared & { meant: Meant } => {
    const { analysis, meant } = meantBy(place);
    return { ...previews.prepare(analysis, [meant.use], meant, optionsOf(options)), meant };
  };

  answer(requests.layers, checks.layers, ({ uri }): LayerItem[] =>
    layersOf(project.analyze(reached(documents, uri)), stretch),
  );

  answer(requests.runLayer, checks.runLayer, async (params, signal): Promise<LayerRun> => {
    const { plan, sample, source, notes, meant } = prepared(params);
    const names = meant.use.inputs.map(
      ({ name, producer }, i) => name ?? (producer ? labelOf(producer) : `input ${i + 1}`),
    );
    const ran = await previews.ask("layer", { plan, sample, source, names }, { signal });
    return { ...layerFacts(meant.use, meant.label, stretch), ...ran, sample, notes };
  });

  answer(
    requests.explainCell,
    checks.explainCell,
    (params, signal): Promise<Cell> => previews.ask("cell", params, { signal }),
  );
  answer(
    requests.tensor,
    checks.tensor,
    (params, signal): Promise<TensorData> => previews.ask("tensor", params, { signal }),
  );

  answer(requests.benchmarkLayer, checks.runLayer, async (params, signal): Promise<Benchmark> => {
    const { plan, sample, source, notes, meant } = prepared(params);
    const timed = await previews.ask("benchmark", { plan, sample, source }, { signal });
    return { title: meant.label, ...timed, notes };
  });

  answer(
    requests.modelSummary,
    checks.modelSummary,
    async (params, signal, onProgress): Promise<ModelSummary> => {
      const { analysis, offset, text } = at(params.at);
      const model = modelAt(analysis, offset, text, params.model);
      const facts = modelFacts(model, analysis, stretch);
      const models = [...new Set(analysis.models.map(nameOf))];
      const summary = { ...facts, uri: params.at.uri, models };
      if (!params.run) return summary;
      const { rows, run } = await runModel(previews, analysis, model, optionsOf(params.options), {
        signal,
        onProgress,
      });
      return { ...summary, rows: facts.rows.map((row) => ({ ...row, ...rows.get(row.id) })), run };
    },
  );

  answer(requests.compareModels, checks.compareModels, ({ before, after }): ModelComparison => {
    const [was, is] = [compared(before), compared(after)];
    return { before: was, after: is, lines: comparedLines(was.rows, is.rows) };
  });

  /** Other files are as they are now. */
  function compared({ at: { uri, line, character }, model, text }: ComparedModel): ModelSummary {
    const file = reached(documents, uri);
    const sources = text === undefined ? project : project.overlay(new Map([[file, text]]));
    const analysis = sources.analyze(file);
    const source = sources.source(file);
    const offset = source?.offsetAt({ line, character }) ?? 0;
    const meant = modelAt(analysis, offset, source?.text ?? "", model);
    const facts = modelFacts(meant, analysis, stretchIn(sources));
    return { ...facts, uri, models: [...new Set(analysis.models.map(nameOf))] };
  }

  registerModelFiles(answer, documents);

  answer(requests.shapeAt, checks.atPlace, ({ at: place }): string | null => {
    const { analysis, offset } = at(place);
    const uses = usesAt(analysis, offset);
    const shapes =
      uses.length > 0
        ? uses.map(({ outputs }) => outputs[0]?.shape ?? null)
        : bindingsAt(analysis, offset).map(({ tensor }) => tensor.shape);
    return shapes.length > 0 ? spanText(shapes, uses[0]?.dialect) : null;
  });
}

/** Layers used in the file, each place once. */
function layersOf(analysis: Analysis, stretch: Stretcher): LayerItem[] {
  const items = new Map<string, LayerItem>();
  for (const use of analysis.applications) {
    const span = use.calleeSpan;
    if (!use.layer || span.file !== analysis.file) continue;
    const { uri, start } = stretch(span);
    const key = `${start.line}:${start.character}`;
    if (!items.has(key))
      items.set(key, {
        label: labelOf(use),
        description: spelling(use),
        detail: signatureOf(use),
        at: { uri, ...start },
      });
  }
  return [...items.values()];
}

const nameOf = ({ variable, name }: ModelFact): string => variable ?? name;

/** The model of that name, the one whose name the offset touches, the one around it, or the first of the file. */
function modelAt(analysis: Analysis, offset: number, text: string, name: string | undefined): ModelFact {
  const { models, file } = analysis;
  const touched = wordAt(text, offset)?.name;
  const named =
    name === undefined ? undefined : models.find((model) => nameOf(model) === name || model.name === name);
  const around = models.find((model) =>
    [model.declaration, model.site].some(
      (span) => span.file === file && span.start <= offset && offset <= span.end,
    ),
  );
  const model =
    named ??
    models.find(({ variable }) => variable !== undefined && variable === touched) ??
    around ??
    models.find(({ applications }) =>
      applications.some(({ span }) => span.start <= offset && offset <= span.end),
    ) ??
    models[0];
  if (!model) throw new NotRunnable("There is no model in this file.");
  return model;
}
