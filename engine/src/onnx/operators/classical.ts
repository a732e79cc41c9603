/** Classical learning (domain ai.onnx.ml): trees, linear models, scalers, as scikit-learn's converter writes them. */
import { type Dim, unknown } from "../../specs/index.ts";
import type { NodeCall, Operator } from "./node-call.ts";
import { ofShape } from "./value.ts";

const DOMAIN = "ai.onnx.ml:";

/** Rows of features; a single row may come without its batch. */
const rowsOf = (node: NodeCall): Dim => {
  const input = node.shape(0);
  return input?.length === 1 ? 1 : (input?.[0] ?? unknown);
};

/** One label a row, and a score for each class. */
const classifier: Operator = (node) => {
  const rows = rowsOf(node);
  const words = node.node.attributes.classlabels_strings;
  const numbers = node.ints("classlabels_int64s") ?? node.ints("classlabels_ints");
  const labels = words?.kind === "strings" ? words.texts : numbers;
  const type = words?.kind === "strings" ? "string" : "int64";
  return [ofShape([rows], type), ofShape([rows, labels?.length ?? unknown], "float32")];
};

const regressor =
  (targets: string): Operator =>
  (node) => [ofShape([rowsOf(node), node.int(targets, 1)], "float32")];

const sameRows: Operator = (node) => [ofShape(node.shape(0), "float32")];

export const classicalOperators: Readonly<Record<string, Operator>> = Object.fromEntries(
  Object.entries({
    TreeEnsembleClassifier: classifier,
    LinearClassifier: classifier,
    TreeEnsembleRegressor: regressor("n_targets"),
    LinearRegressor: regressor("targets"),
    Scaler: sameRows,
    Normalizer: sameRows,
    Binarizer: sameRows,
    Imputer: sameRows,
  }).map(([name, operator]) => [DOMAIN + name, operator]),
);
