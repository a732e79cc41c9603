/** Files that require each other know what the other one exports. */
import { expect, test } from "vitest";
import { memoryProject } from "../memory-project.ts";

const findingsOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  memoryProject(Object.fromEntries(Object.entries(files).map(([name, text]) => [`/project/${name}`, text])))
    .analyze("/project/main.js")
    .findings.map(({ code, severity }) => `${severity} ${code}`);

const main = (body: string): string => `const tf = require("@tensorflow/tfjs");\n${body}`;
const net = (exports: string): string => `
const tf = require("@tensorflow/tfjs");
const WIDTH = 5;
const make = (n = WIDTH) => tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [n] })] });
${exports}`;

test.each([
  ["module.exports = { make, WIDTH };", 'const { make, WIDTH } = require("./net");', "make(WIDTH)"],
  ["exports.make = make; exports.WIDTH = WIDTH;", 'const net = require("./net");', "net.make(net.WIDTH)"],
  ["module.exports = make;", 'const make = require("./net");', "make(5)"],
  [
    "module.exports = class Net { constructor() { this.model = make(); } };",
    'const Net = require("./net");',
    "new Net().model",
  ],
  ["module.exports.make = make;", 'import net, { make } from "./net.js";', "(net.make(), make())"],
])("%s", (exports, load, model) => {
  const of = (size: number): readonly string[] =>
    findingsOf({
      "main.js": main(`${load}\nconst model = ${model};\nmodel.predict(tf.zeros([1, ${size}]));`),
      "net.js": net(exports),
    });
  expect(of(5)).toEqual([]);
  expect(of(6)).toEqual(["error model-input"]);
});

test("what another function writes into an export is not counted on", () => {
  const of = (settings: string): readonly string[] =>
    findingsOf({
      "main.js": main(`const { settings } = require("./settings");
exports.run = () => tf.zeros([settings.width]).add(tf.ones([4, 6]));`),
      "settings.js": settings,
    });
  const declared = "const settings = { width: 5 };\nexports.settings = settings;\n";
  expect(of(declared)).toEqual(["error broadcast"]);
  expect(of(`${declared}exports.grow = (by) => { settings.width += by; };`)).toEqual([]);
  expect(of("exports.settings = { width: null };")).toEqual([]);
});

test("files that require each other meet what is there by then", () => {
  const of = (size: number): readonly string[] =>
    findingsOf({
      "main.js": main(`const { width } = require("./a");\ntf.zeros([width()]).add(tf.ones([4, ${size}]));`),
      "a.js":
        'exports.base = 4;\nconst b = require("./b");\nexports.width = () => b.more();\nexports.base = 6;',
      "b.js": 'const a = require("./a");\nconst early = a.base;\nexports.more = () => a.base + early;',
    });
  expect(of(10)).toEqual([]);
});
