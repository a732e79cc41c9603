/** Names that `compile` looks up: the real library refuses what is reported, and takes what is not. */
import * as tf from "@tensorflow/tfjs";
import { expect, test } from "vitest";
import { memoryProject } from "./memory-project.ts";

const WORDS = `sgd adam adamax adagrad adadelta rmsprop momentum nadam adamw SGD Adam RMSProp Adagrad Rmsprop
  meanSquaredError meanAbsoluteError meanAbsolutePercentageError meanSquaredLogarithmicError squaredHinge hinge
  categoricalHinge logcosh categoricalCrossentropy sparseCategoricalCrossentropy binaryCrossentropy
  kullbackLeiblerDivergence poisson cosineProximity categoricalCrossEntropy softmaxCrossEntropy huberLoss
  mean_squared_error categorical_crossentropy mse MSE mae MAE mape MAPE msle cosine accuracy acc crossentropy ce
  Accuracy binaryAccuracy categoricalAccuracy sparseCategoricalAccuracy precision recall r2Score loss`.split(
  /\s+/,
);

const settings = (field: string, word: string): Record<string, unknown> => ({
  optimizer: "sgd",
  loss: "hinge",
  [field]: field === "metrics" ? [word] : word,
});

function refuses(config: Record<string, unknown>): boolean {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });
  try {
    model.compile(config as unknown as tf.ModelCompileArgs);
    return false;
  } catch {
    return true;
  } finally {
    model.dispose();
  }
}

function reports(config: Record<string, unknown>): boolean {
  const file = "/project/main.ts";
  const source = `import * as tf from "@tensorflow/tfjs";
const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] });
model.compile(${JSON.stringify(config)});`;
  return memoryProject({ [file]: source }).analyze(file).findings.length > 0;
}

test.each(["optimizer", "loss", "metrics"])("%s: as the library takes them", (field) => {
  const configs = WORDS.map((word) => settings(field, word));
  expect(configs.filter(reports)).toEqual(configs.filter(refuses));
});

test("neither an optimizer nor a loss may be missing", () => {
  const configs = [{ loss: "hinge" }, { optimizer: "sgd" }, { loss: "hinge", optimizer: "sgd" }];
  expect(configs.map(reports)).toEqual(configs.map(refuses));
});
