/**
 * What an annotation says of a loaded model whose file nothing else tells.
 *
 *   // @model ./yolo.onnx
 *   const session = await ort.InferenceSession.create(url);    // url: known at run time only
 */

import type { LoadedModel } from "../../facts/loaded.ts";
import type { ModelNote } from "../../facts/model-notes.ts";
import type { UnknownValue, Value } from "../../facts/values.ts";
import type { Frame } from "../machine/run.ts";
import { reportProblem } from "./apply.ts";

/** A value that is stored under a name: a model that was loaded from somewhere is the one of the name's annotation. */
export function underModelNote(name: string | undefined, value: Value, frame: Frame): Value {
  if (value.kind !== "unknown" || !value.load || name === undefined) return value;
  const module = frame.run.modules.get(frame.file);
  const note = module?.modelNotes.find(({ holder, error }) => holder === name && !error);
  const model = note && modelOf(note, value, frame);
  return model ? value.load(model) : value;
}

function modelOf(note: ModelNote, _value: UnknownValue, frame: Frame): LoadedModel | undefined {
  const { run, file } = frame;
  if (note.inputs)
    return {
      file: {
        path: file,
        format: "unknown",
        size: 0,
        readable: true,
        inputs: note.inputs,
        outputs: [],
        operators: {},
        parameters: { tensors: 0, values: 0, bytes: 0 },
        externalFiles: [],
        producer: "",
        opsets: {},
        problems: [],
        network: { format: "unknown" },
      },
      shown: "its annotation",
      inputsOnly: true,
    };
  const path = note.path!;
  const found = run.context.models.find(
    { base: path.startsWith("/") ? "written" : "source", parts: [path] },
    file,
  );
  const model = found.certain === undefined ? undefined : run.context.models.read(found.certain);
  if (model?.readable) return { file: model, shown: path.replace(/^\.\//, "") };
  const span = { file, start: note.start, end: note.end };
  reportProblem(
    run,
    {
      code: "model-file",
      stage: "construct",
      at: "call",
      message: model ? `${model.problems[0]?.message ?? "is no model"}: ${path}` : `names no file: ${path}`,
    },
    {
      spec: { name: "@model", kind: "function", summary: "", docs: "", params: [], infer: () => [] },
      args: {},
      argSpans: {},
      inputs: [],
      inputSpans: [],
      span,
      calleeSpan: span,
      dialect: "",
    },
  );
  return undefined;
}
