/** The ways in which programs come by TensorFlow.js and build models with it. */
import { format, isOpen, type Shape } from "@convlens/engine/specs";
import { describe, expect, test } from "vitest";
import { memoryProject } from "./memory-project.ts";

const plain = (shape: Shape): string =>
  shape ? `[${shape.map((dim) => (isOpen(dim) ? "null" : format(dim))).join(",")}]` : "?";

/** "dense [null,3]" for each use, and the codes of what is found. */
function read(files: string | Readonly<Record<string, string>>): { uses: string[]; codes: string[] } {
  const sources = typeof files === "string" ? { "/model.ts": files } : files;
  const { applications, findings } = memoryProject(sources).analyze(Object.keys(sources)[0]!);
  return {
    uses: applications.map(({ op, outputs }) => [op, ...outputs.map(({ shape }) => plain(shape))].join(" ")),
    codes: findings.map(({ code }) => code),
  };
}

const STACK = "const m = tf.sequential(); m.add(tf.layers.dense({ units: 3, inputShape: [4] }));";
const HEAD = 'import * as tf from "@tensorflow/tfjs";\n';

describe("where TensorFlow.js comes from", () => {
  test.each<[string, string | Readonly<Record<string, string>>]>([
    ...["tfjs", "tfjs-node", "tfjs-node-gpu", "tfjs-layers", "tfjs-react-native"].map(
      (name): [string, string] => [name, `import * as tf from "@tensorflow/${name}";\n${STACK}`],
    ),
    ["default import", `import tf from "@tensorflow/tfjs";\n${STACK}`],
    ["a built file", `import * as tf from "@tensorflow/tfjs/dist/index";\n${STACK}`],
    ["a CDN", `import * as tf from "https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@4.22.0/+esm";\n${STACK}`],
    ["require", { "/model.js": `const tf = require("@tensorflow/tfjs-node");\n${STACK}` }],
    [
      "a module compiled by Babel",
      {
        "/model.js": `var tf = wildcard(require("@tensorflow/tfjs"));
function wildcard(module) { if (module && module.__esModule) { return module; } var copy = {}; for (var key in module) copy[key] = module[key]; copy.default = module; return copy; }
${STACK}`,
      },
    ],
    ["import equals", `import tf = require("@tensorflow/tfjs");\n${STACK}`],
    ["dynamic import", `async function f() { const tf = await import("@tensorflow/tfjs"); ${STACK} }`],
    ["its default", `const { default: tf } = await import("@tensorflow/tfjs"); ${STACK}`],
    ["a promise", `import("@tensorflow/tfjs").then((tf) => { ${STACK} });`],
    ["a script tag", { "/model.js": STACK }],
    ["window", { "/model.js": STACK.replaceAll("tf.", "window.tf.") }],
    ["a parameter", `export function build(tf: any) { ${STACK} }`],
    ["a module out of reach", `import { tf } from "@/lib/tfjs";\n${STACK}`],
    [
      "a re-export",
      { "/model.ts": `import * as tf from "./tf";\n${STACK}`, "/tf.ts": 'export * from "@tensorflow/tfjs";' },
    ],
  ])("%s", (_name, files) => {
    expect(read(files)).toEqual({ uses: ["dense [null,3]"], codes: [] });
  });
});

describe("how models are built", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "a loop",
      "const m = tf.sequential(); m.add(tf.layers.inputLayer({ inputShape: [8, 8, 3] })); for (const filters of [4, 8]) m.add(tf.layers.conv2d({ filters, kernelSize: 3 }));",
      ["inputLayer [null,8,8,3]", "conv2d [null,6,6,4]", "conv2d [null,4,4,8]"],
    ],
    [
      "shared layers and lists",
      "const a = tf.input({ shape: [4] }), b = tf.input({ shape: [4] }); const d = tf.layers.dense({ units: 2 }); const s = tf.layers.concatenate().apply([d.apply(a), d.apply(b)] as tf.SymbolicTensor[]);",
      ["dense [null,2]", "dense [null,2]", "concatenate [null,4]"],
    ],
    [
      "a layer of another model, by name",
      'const x = tf.input({ shape: [4] }); const a = tf.layers.dense({ units: 3, name: "a" }).apply(x) as any; const b = tf.layers.dense({ units: 3, name: "b" }).apply(x) as any; const m = tf.model({ inputs: x, outputs: tf.layers.add().apply([a, b]) as any }); const z = tf.layers.dense({ units: 7 }).apply(m.getLayer("b").output);',
      ["dense [null,3]", "dense [null,3]", "add [null,3]", "dense [null,7]"],
    ],
    [
      "free parameters",
      "export const build = (filters: number) => tf.sequential({ layers: [tf.layers.conv2d({ filters, kernelSize: 3, inputShape: [28, 28, 1] })] });",
      ["conv2d [null,26,26,filters]"],
    ],
    [
      "an inputShape that only a run knows",
      "export function build(data: tf.Tensor4D) { const m = tf.sequential(); m.add(tf.layers.conv2d({ filters: 4, kernelSize: 3, inputShape: data.shape.slice(1) })); m.add(tf.layers.globalAveragePooling2d({})); m.add(tf.layers.dense({ units: 2 })); }",
      ["conv2d [null,?,?,4]", "globalAveragePooling2d [null,4]", "dense [null,2]"],
    ],
    [
      "several outputs",
      "const x = tf.input({ shape: [10, 4] }); const [y, h, c] = tf.layers.lstm({ units: 6, returnSequences: true, returnState: true }).apply(x) as any[]; const z = tf.layers.lstm({ units: 6 }).apply([y, h, c]);",
      ["lstm [null,10,6] [null,6] [null,6]", "lstm [null,6]"],
    ],
    [
      "a layer of one's own",
      "class Twice extends tf.layers.Layer { computeOutputShape(s: number[]) { return [s[0], s[1] * 2]; } } const x = tf.input({ shape: [4] }); const y = new Twice({}).apply(x) as any; const m = tf.model({ inputs: x, outputs: tf.layers.dense({ units: 1 }).apply(y) as any });",
      ["Twice [null,8]", "dense [null,1]"],
    ],
    [
      "a list without a known end",
      "export function join(n: number) { const x = tf.input({ shape: [4] }); const all = []; for (let i = 0; i < n; i++) all.push(tf.layers.dense({ units: 3 }).apply(x) as any); return tf.layers.concatenate().apply(all); }",
      ["dense [null,3]", "dense [null,3]", "concatenate ?"], // the first pass and all others
    ],
    [
      "a list of sizes",
      "export function mlp(sizes: number[]) { const m = tf.sequential(); for (let i = 0; i < sizes.length; i++) m.add(tf.layers.dense({ units: sizes[i], inputShape: i === 0 ? [4] : undefined })); m.add(tf.layers.dense({ units: 1 })); }",
      ["dense [null,sizes_0]", "dense [null,sizes4]", "dense [null,1]"],
    ],
    [
      "forEach over a list of sizes, or one size",
      "export function mlp(sizes: any) { if (!Array.isArray(sizes)) sizes = [sizes]; const m = tf.sequential(); sizes.forEach((units: number, i: number) => m.add(tf.layers.dense({ units, inputShape: i === 0 ? [4] : undefined }))); m.add(tf.layers.dense({ units: 1 })); }",
      ["dense [null,units]", "dense [null,units5]", "dense [null,1]"],
    ],
    [
      "reduce over a list of sizes",
      "export function cnn(blocks: number[]) { const x = tf.input({ shape: [28, 28, 1] }); const y = blocks.reduce((z: any, filters) => tf.layers.conv2d({ filters, kernelSize: 3, padding: 'same' }).apply(z), x); tf.layers.globalAveragePooling2d({}).apply(y); }",
      ["conv2d [null,28,28,blocks_0]", "conv2d [null,28,28,filters3]", "globalAveragePooling2d [null,?]"],
    ],
    [
      "convolutions without a known end, after which nobody knows the sizes",
      "export function cnn(blocks: number[]) { const m = tf.sequential(); for (const filters of blocks) m.add(tf.layers.conv2d({ filters, kernelSize: 3, inputShape: [28, 28, 1] })); m.add(tf.layers.flatten()); m.add(tf.layers.dense({ units: 1 })); }",
      ["conv2d [null,26,26,filters]", "conv2d [null,?,?,filters5]", "flatten [null,?]", "dense [null,1]"],
    ],
    [
      "options with a default, elements, numbers of texts",
      "export function mlp(options: any) { const m = tf.sequential(); m.add(tf.layers.dense({ inputShape: [options.inputs], units: options.units ?? 64 })); m.add(tf.layers.dense({ units: (options.sizes || [8, 4])[0] })); m.add(tf.layers.dense({ units: parseInt(options.classes) })); }",
      ["dense [null,units2]", "dense [null,sizes2]", "dense [null,classes2]"],
    ],
    [
      "an input of any rank",
      "export function flat(shape: number[]) { const x = tf.input({ shape }); const y = tf.layers.flatten().apply(x); tf.layers.dense({ units: 3 }).apply(y); }",
      ["flatten [null,?]", "dense [null,3]"],
    ],
    [
      "layers like those of another model",
      "const a = tf.layers.dense({ units: 5, inputShape: [4] }); const m = tf.sequential({ layers: [a] }); const b = tf.sequential({ layers: [tf.layers.dense({ units: a.units, inputShape: [a.kernel.shape[0]] })] });",
      ["dense [null,5]", "dense [null,5]"],
    ],
    [
      "lists that only a run knows",
      "export function rows(xs: number[], ys: number[][]) { tf.tensor1d(xs).expandDims(1); tf.tensor2d(ys).expandDims(0); tf.oneHot(tf.tensor1d(xs, 'int32'), 10); tf.browser.fromPixels(document.images[0]).expandDims(0); }",
      [
        "expandDims [length,1]",
        "expandDims [1,length2,width]",
        "oneHot [length3,10]",
        "expandDims [1,height,width2,3]",
      ],
    ],
    [
      "tf.tidy and methods",
      "const y = tf.tidy(() => tf.zeros([2, 3]).matMul(tf.ones([3, 4]))); const z = y.mean(1); const { values } = tf.topk(y, 2); const w = values.square();",
      ["matMul [2,4]", "mean [2]", "topk [2,2] [2,2]", "square [2,2]"],
    ],
    [
      "a picture",
      'const x = tf.image.resizeBilinear(tf.browser.fromPixels(document.createElement("canvas")), [224, 224]).toFloat().expandDims(0);',
      ["image.resizeBilinear [224,224,3]", "cast [224,224,3]", "expandDims [1,224,224,3]"],
    ],
  ])("%s", (_name, source, uses) => {
    expect(read(HEAD + source)).toEqual({ uses, codes: [] });
  });
});

describe("where data meets models", () => {
  const model = (layer: string, loss: string): string =>
    `${HEAD}const m = tf.sequential({ layers: [tf.layers.${layer}] }); m.compile({ optimizer: "adam", loss: "${loss}" });\n`;
  test.each<[string, string, readonly string[]]>([
    [
      "class numbers",
      `${model("dense({ units: 3, inputShape: [4] })", "sparseCategoricalCrossentropy")}m.fit(tf.zeros([10, 4]), tf.zeros([10]));`,
      [],
    ],
    [
      "class numbers with a loss for rows",
      `${model("dense({ units: 3, inputShape: [4] })", "categoricalCrossentropy")}m.fit(tf.zeros([10, 4]), tf.zeros([10, 1]));`,
      ["target-shape"],
    ],
    [
      "one report for one cause",
      `${model("dense({ units: 3, inputShape: [null, 4] })", "meanSquaredError")}m.fit(tf.zeros([10, 4]), tf.zeros([10, 3]));`,
      ["model-input"],
    ],
    [
      "a missing batch",
      `${model("conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] })", "meanSquaredError")}m.predict(tf.zeros([8, 8, 1]));`,
      ["model-input"],
    ],
    ["indices that are no integers", `${HEAD}const y = tf.oneHot(tf.tensor1d([0, 1]), 3);`, ["element-type"]],
    [
      "indices that were made integers",
      `${HEAD}const y = tf.oneHot(tf.tensor1d([0, 1]).toInt(), 3); const z = tf.oneHot([0, 1], 3);`,
      [],
    ],
    [
      "labels of another shape",
      `${HEAD}const l = tf.losses.meanSquaredError(tf.zeros([4, 1]), tf.zeros([4, 2]));`,
      ["target-shape"],
    ],
  ])("%s", (_name, source, codes) => {
    expect(read(source).codes).toEqual(codes);
  });
});
