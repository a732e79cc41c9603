/** Rules about what people write down themselves: layers that are not used or not there, annotations, comments. */
import type { Rule } from "../rule.ts";

const source = (...lines: readonly string[]): string =>
  ['import { nn, randn, type Tensor } from "@convlens/engine";', "", ...lines, ""].join("\n");
const model = (fields: readonly string[], forward: string, note = "/** @shape x [N, 3, 32, 32] */"): string =>
  source(
    "export class Model extends nn.Module {",
    ...fields.map((field) => `  ${field}`),
    "",
    `  ${note}`,
    "  forward(x: Tensor): Tensor {",
    `    ${forward}`,
    "  }",
    "}",
  );

export const sourceRules: readonly Rule[] = [
  {
    code: "layer-unused",
    severity: "hint",
    title: "A layer that forward never uses",
    explain:
      "It is built, initialised and saved, and no path through the model touches it: a call was forgotten, or the layer is left over.",
    wrong: model(
      ["conv = new nn.Conv2d(3, 8, 3);", "norm = new nn.BatchNorm2d(8);"],
      "return this.conv.forward(x);",
    ),
    right: model(
      ["conv = new nn.Conv2d(3, 8, 3);", "norm = new nn.BatchNorm2d(8);"],
      "return this.norm.forward(this.conv.forward(x));",
    ),
  },
  {
    code: "layer-undeclared",
    severity: "error",
    title: "A layer that was never declared",
    explain:
      "`forward` uses a member that no field, constructor or assignment gives a value. Declare it, or use the name that was meant.",
    wrong: model(["conv1 = new nn.Conv2d(3, 8, 3);"], "return this.conv2.forward(x);"),
    right: model(["conv1 = new nn.Conv2d(3, 8, 3);"], "return this.conv1.forward(x);"),
  },
  {
    code: "annotation-syntax",
    severity: "error",
    title: "A shape that cannot be read",
    explain:
      "Sizes are numbers, names, arithmetic such as `32*h`, `?` for a size that is not known, and `...` for any further axes.",
    wrong: source("/** @shape x [N, 3,, 32] */", "export const same = (x: Tensor) => x.relu();"),
    right: source("/** @shape x [N, 3, H, 32] */", "export const same = (x: Tensor) => x.relu();"),
  },
  {
    code: "annotation-contradicted",
    severity: "error",
    title: "An annotation that cannot be true",
    explain:
      "The value certainly has another shape than the annotation says. Names in an annotation stand for any size, the same each time.",
    wrong: source(
      "const conv = new nn.Conv2d(3, 8, 3);",
      "// @shape [N, 8, 32, 32]",
      "export const y = conv.forward(randn([2, 3, 32, 32]));",
    ),
    right: source(
      "const conv = new nn.Conv2d(3, 8, 3);",
      "// @shape [N, 8, 30, 30]",
      "export const y = conv.forward(randn([2, 3, 32, 32]));",
    ),
  },
  {
    code: "annotation-unreachable",
    severity: "warning",
    title: "An annotation that speaks of nothing",
    explain:
      "`@shape` belongs before a function, a method, a class or a declaration, and names one of the parameters, or `returns`.",
    wrong: source("/** @shape y [N, 3] */", "export const same = (x: Tensor) => x.relu();"),
    right: source("/** @shape x [N, 3] */", "export const same = (x: Tensor) => x.relu();"),
  },
  {
    code: "unused-disable",
    severity: "warning",
    title: "A comment that silences nothing",
    explain: "What it silenced is mended. Remove it, or it will hide the next mistake.",
    wrong: source(
      "// convlens-disable-next-line groups-divide",
      "export const conv = new nn.Conv2d(8, 16, 3, { groups: 4 });",
    ),
    right: source(
      "// convlens-disable-next-line groups-divide",
      "export const conv = new nn.Conv2d(9, 16, 3, { groups: 4 });",
    ),
  },
];
