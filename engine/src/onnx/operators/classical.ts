/** Classical learning (domain ai.onnx.ml): trees, linear models, scalers, as scikit-learn's converter writes them. */
import { type Dim, product, unknown } from "../../specs/index.ts";
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

/** Where it was trained without probabilities, its scores are those of pairs of classes. */
const vectorMachine: Operator = (node) => {
  const [labels, scores] = classifier(node);
  const probable = (node.floats("prob_a")?.length ?? 0) > 0;
  return [labels!, probable ? scores! : ofShape([rowsOf(node), unknown], "float32")];
};

/** Some columns of each row. */
const columns: Operator = (node) => {
  const [input, indices] = [node.shape(0), node.shape(1)];
  if (!input || !indices) return [ofShape(null, node.type(0))];
  const front = input.length === 1 ? [1] : input.slice(0, -1);
  return [ofShape([...front, product(indices)], node.type(0))];
};

const regressor =
  (targets: string): Operator =>
  (node) => [ofShape([rowsOf(node), node.int(targets, 1)], "float32")];

const encoder: Operator = (node) => [ofShape(node.shape(0))];
const sameRows: Operator = (node) => [ofShape(node.shape(0), "float32")];

export const classicalOperators: Readonly<Record<string, Operator>> = Object.fromEntries(
  Object.entries({
    TreeEnsembleClassifier: classifier,
    LinearClassifier: classifier,
    SVMClassifier: vectorMachine,
    SVMRegressor: regressor("n_targets"),
    ArrayFeatureExtractor: columns,
    LabelEncoder: encoder,
    TreeEnsembleRegressor: regressor("n_targets"),
    LinearRegressor: regressor("targets"),
    Scaler: sameRows,
    Normalizer: sameRows,
    Binarizer: sameRows,
    Imputer: sameRows,
  }).map(([name, operator]) => [DOMAIN + name, operator]),
);
