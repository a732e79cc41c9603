/**
 * Short forms of the examples on a rule's page: sources that use TensorFlow.js.
 *
 *   stack('dense({ units: 4, inputShape: [8] })')         // a sequential model of these layers
 */

export const tfjs = (...lines: readonly string[]): string =>
  `import * as tf from "@tensorflow/tfjs";\n\n${lines.join("\n")}\n`;

/** A sequential model of these layers. */
export const stack = (...layers: readonly string[]): string =>
  tfjs(
    "const model = tf.sequential();",
    ...layers.map((layer) => `model.add(tf.layers.${layer});`),
    "export default model;",
  );

/** One layer on an input of this shape. */
export const on = (shape: string, layer: string): string =>
  tfjs(
    `const input = tf.input({ shape: ${shape} });`,
    `export const output = tf.layers.${layer}.apply(input);`,
  );

/** Two inputs, then a merge layer. */
export const merge = (a: string, b: string, layer: string): string =>
  tfjs(
    `const a = tf.input({ batchShape: ${a} });`,
    `const b = tf.input({ batchShape: ${b} });`,
    `export const output = tf.layers.${layer}.apply([a, b]);`,
  );

/** A classifier that is fit to data. */
export const fit = (layers: readonly string[], loss: string, xs: string, ys: string): string =>
  tfjs(
    "const model = tf.sequential();",
    ...layers.map((layer) => `model.add(tf.layers.${layer});`),
    `model.compile({ optimizer: "adam", loss: "${loss}" });`,
    `await model.fit(tf.zeros(${xs}), tf.zeros(${ys}));`,
  );
export const classifier = ['dense({ units: 10, inputShape: [8], activation: "softmax" })'];

/** A model that is compiled with these settings. */
export const compiled = (config: string): string =>
  tfjs(
    "const model = tf.sequential();",
    "model.add(tf.layers.dense({ units: 1, inputShape: [8] }));",
    `model.compile(${config});`,
  );

/** One operation. */
export const operation = (call: string): string => tfjs(`export const y = ${call};`);
