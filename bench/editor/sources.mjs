// Programs as long as asked, made of models that are really written that way.
import { readFileSync } from "node:fs";

const resnet = readFileSync(new URL("../../examples/resnet.ts", import.meta.url), "utf8");
const NAMES = /\b(BasicBlock|Bottleneck|ResNet|BlockKind|conv3x3|conv1x1|resnet18|resnet50)\b/g;

/** PyTorch's way: copies of ResNet under other names. */
export function residualNets(lines) {
  const [head, ...rest] = resnet.split("\n\n");
  const body = rest.join("\n\n");
  return upTo(lines, [head], (i) => body.replace(NAMES, `$1_${i}`));
}

/** TensorFlow.js' way, all of it connected: functions that share constants, a builder, settings and a counter. */
export function connected(lines) {
  const head = `import * as tf from "@tensorflow/tfjs";
const FILTERS = 16;
const CLASSES = 10;
const settings = { rate: 0.1, units: 64 };
let runs = 0;
function block(m: tf.Sequential, filters: number) {
  m.add(tf.layers.conv2d({ filters, kernelSize: 3, padding: "same", activation: "relu" }));
  m.add(tf.layers.batchNormalization());
  m.add(tf.layers.maxPooling2d({ poolSize: 2 }));
}`;
  return upTo(
    lines,
    [head],
    (i) => `export function build${i}(units: number) {
  const m = tf.sequential();
  m.add(tf.layers.conv2d({ filters: FILTERS, kernelSize: 3, inputShape: [64, 64, 3] }));
  block(m, FILTERS * 2);
  block(m, FILTERS * 4);
  m.add(tf.layers.flatten());
  m.add(tf.layers.dense({ units: settings.units, activation: "relu" }));
  m.add(tf.layers.dense({ units: units * CLASSES }));
  return m;
}
export const model${i} = build${i}(${i + 10});
export async function train${i}(images: tf.Tensor4D, labels: tf.Tensor2D) {
  model${i}.compile({ optimizer: tf.train.adam(settings.rate), loss: "categoricalCrossentropy" });
  await model${i}.fit(images, labels, { epochs: 3 });
  runs++;
  const out = model${i}.predict(tf.zeros([4, 64, 64, 3])) as tf.Tensor;
  return out.argMax(-1);
}`,
  );
}

/** The same way, in functions that share constants only. */
export function separate(lines) {
  const head = `import * as tf from "@tensorflow/tfjs";
const FILTERS = 16;
const WIDE = FILTERS * 4;
const CLASSES = 10;`;
  return upTo(
    lines,
    [head],
    (i) => `export function classifier${i}(size: number): tf.LayersModel {
  const input = tf.input({ shape: [size, size, 3] });
  let x = tf.layers.conv2d({ filters: FILTERS, kernelSize: 3 }).apply(input) as tf.SymbolicTensor;
  for (const filters of [FILTERS, WIDE, WIDE * 2]) {
    x = tf.layers.conv2d({ filters, kernelSize: 3, padding: "same" }).apply(x) as tf.SymbolicTensor;
    x = tf.layers.batchNormalization().apply(x) as tf.SymbolicTensor;
    x = tf.layers.maxPooling2d({ poolSize: 2 }).apply(x) as tf.SymbolicTensor;
  }
  x = tf.layers.flatten().apply(x) as tf.SymbolicTensor;
  const output = tf.layers.dense({ units: CLASSES }).apply(x) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: output });
}
export const scores${i} = classifier${i}(64).predict(tf.zeros([8, 64, 64, 3])) as tf.Tensor;`,
  );
}

/** A module of the project that imports a constant. */
export const importer = (i) => `import { nn, randn } from "@convlens/engine";
import { CHANNELS } from "./shared.ts";
export class Net${i} extends nn.Module {
  conv1 = new nn.Conv2d(3, CHANNELS, 3);
  conv2 = new nn.Conv2d(16, 32, 3);
  forward(x: any) {
    return this.conv2.forward(this.conv1.forward(x));
  }
}
export const out${i} = new Net${i}().forward(randn([1, 3, 32, 32]));
`;

function upTo(lines, parts, part) {
  for (let i = 0; parts.join("\n\n").split("\n").length < lines; i++) parts.push(part(i));
  return parts.join("\n\n");
}
