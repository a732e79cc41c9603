/** A file that is no model. */

import { otherPath } from "../fixes/loaded.ts";
import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelFile: Rule = {
  code: "model-file",
  severity: "error",
  title: "A file that is no model",
  explain:
    "What lies where the model should is a page of a server, half of a file, or not there under this name. Weights that a model keeps in another file may lie elsewhere: that is said, and no error.",
  wrong: ort('await ort.InferenceSession.create("./mpl.onnx"); // the file is mlp.onnx'),
  right: ort('await ort.InferenceSession.create("./mlp.onnx");'),
  byRun: true,
  fixes: otherPath,
};
