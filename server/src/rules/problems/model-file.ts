/** A file that is not a model. */

import { otherPath } from "../fixes/loaded.ts";
import { ort } from "../kit/loaded-examples.ts";
import type { Rule } from "../kit/rule.ts";

export const modelFile: Rule = {
  code: "model-file",
  severity: "error",
  title: "A file that is not a model",
  explain:
    "In place of the model there is a server's error page, half a file, or no file of this name. Weights that a model keeps in another file may lie elsewhere: that is a warning at most.",
  wrong: ort('await ort.InferenceSession.create("./mpl.onnx"); // the file is mlp.onnx'),
  right: ort('await ort.InferenceSession.create("./mlp.onnx");'),
  byRun: true,
  fixes: otherPath,
};
