/** Options and signatures come from the analysis: the layer that stands there, in the spelling of its library. */
import { describe, expect, test } from "vitest";
import { completions, signatureHelp } from "../../../server/src/ide/index.ts";
import { memoryProject } from "../memory-project.ts";

/** The place of `|` in the text, and what stands around it. */
function at(marked: string) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const project = memoryProject({ "/net.ts": text });
  const source = { analysis: project.analyze("/net.ts"), module: project.module("/net.ts")!, text };
  return { source, offset };
}
const names = (marked: string): string[] => {
  const { source, offset } = at(marked);
  return completions(source, offset).map(({ name }) => name);
};
const torch = 'import { F, nn, type Tensor, randn } from "@convlens/engine";\n';
const tf = 'import * as tf from "@tensorflow/tfjs";\n';
const mlx = 'import { nn } from "@frost-beta/mlx";\n';

describe("options", () => {
  test("of a PyTorch-style layer: those that are not given", () => {
    const found = names(`${torch}new nn.Conv2d(3, 16, 3, { padding: 1, | });`);
    expect(found).toEqual(expect.arrayContaining(["stride", "dilation", "groups", "bias", "paddingMode"]));
    expect(found).not.toContain("padding");
    expect(found).not.toContain("inChannels");
  });

  test("of a TensorFlow.js layer: all in one object, half typed too", () => {
    expect(names(`${tf}tf.layers.conv2d({ filters: 16, | });`)).toEqual(
      expect.arrayContaining(["kernelSize", "strides", "activation"]),
    );
    expect(names(`${tf}const a = tf.layers.conv2d({ |`)).toContain("filters");
  });

  test.each([
    ["inside of a string", `${torch}new nn.Conv2d(3, 16, 3, { paddingMode: "re|flect" });`],
    ["where a value stands", `${torch}new nn.Conv2d(3, 16, 3, { padding: | });`],
    ["outside of the object", `${torch}new nn.Conv2d(3, |16, 3);`],
    ["behind the call", `${torch}new nn.Conv2d(3, 16, 3, { padding: 1 });|`],
    ["of another library's function", `${torch}console.log({ | });`],
    [
      "of a class that is called like a layer",
      `class Conv2d { constructor(o: object) {} }\nnew Conv2d({ | });`,
    ],
    ["where all arguments have their places", `${mlx}new nn.Conv2d(3, 16, 3, |);`],
  ])("none %s", (_, marked) => expect(names(marked)).toEqual([]));
});

describe("signatures", () => {
  const signature = (marked: string) => {
    const { source, offset } = at(marked);
    return signatureHelp(source, offset);
  };

  test("mark the argument, in the library's own order", () => {
    expect(signature(`${torch}new nn.Conv2d(3, |16, 3);`)).toMatchObject({
      label: expect.stringMatching(
        /^new nn\.Conv2d\(inChannels: number, outChannels: number, kernelSize: number \| number\[\], \{ stride/,
      ),
      active: 1,
    });
    const own = signature(`${mlx}new nn.Conv2d(3, 16, 3, 1, |1);`);
    expect(own?.label).toMatch(/stride: .*, padding: .*, dilation: .*, bias: /);
    expect(own?.active).toBe(4);
    expect(signature(`${tf}tf.layers.dense({ units: 3| });`)?.label).toMatch(
      /^tf\.layers\.dense\(\{ units, activation/,
    );
  });

  test("of functions too, and none where nothing is known", () => {
    expect(signature(`${torch}F.maxPool2d(randn([1, 3, 8, 8]), |2);`)?.label).toMatch(/^F\.maxPool2d\(/);
    expect(signature("Math.max(1, |2);")).toBeUndefined();
  });
});
